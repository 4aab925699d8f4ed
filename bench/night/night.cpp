#include "bench/night/night.h"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

#include "apps/common/files.h"
#include "apps/viche/simulation/election.h"
#include "apps/viche/simulation/verdict.h"
#include "ballot/votes.h"
#include "bench/night/one_of_ten.h"
#include "tests/bulletin/http/tls_client.h"

namespace viche::bench {
namespace {

using app::Json;

/// The board's and the load's arguments.
app::Served served(const NightOptions& options, const std::filesystem::path& directory) {
  app::Served made;
  made.board = {"--http-connections", std::to_string(options.connections + 16)};
  made.url = "http://127.0.0.1:{port}";
  made.load = {"--rate",        fmt::format("{}", options.rate),
               "--seconds",     fmt::format("{}", options.seconds),
               "--connections", std::to_string(options.connections)};
  if (options.new_connections) {
    made.load.push_back("--new-connections");
  } else {
    made.load.insert(made.load.end(), {"--pipeline", std::to_string(options.pipeline)});
  }
  if (options.tls) {
    const http::TlsFiles files = test::write_certificate(directory, "localhost");
    made.board.insert(made.board.end(),
                      {"--tls-certificate", files.certificate, "--tls-key", files.key});
    made.url = "https://localhost:{port}";
    made.load.insert(made.load.end(), {"--ca", files.certificate});
    made.client.ca_file = files.certificate;
  }
  made.board.insert(made.board.end(), options.board.begin(), options.board.end());
  made.load.insert(made.load.end(), options.load.begin(), options.load.end());
  return made;
}

/// The number that the metrics give for `sample`.
double sample_of(const std::string& metrics, const std::string& sample) {
  const std::size_t at = metrics.find("\n" + sample + " ");
  if (at == std::string::npos) throw std::runtime_error("the board's metrics lack " + sample);
  return std::stod(metrics.substr(at + sample.size() + 2));
}

/// What part of its 503 a board sent within 100 ms of having read the request, or null if none.
Json within_100_ms(const std::string& metrics) {
  const double all = sample_of(metrics, "viche_http_unavailable_seconds_count");
  if (all == 0) return nullptr;
  return sample_of(metrics, "viche_http_unavailable_seconds_bucket{le=\"0.1\"}") / all;
}

Json night_json(const NightOptions& options, const app::ServedVote& vote,
                const app::VerifierVerdict& verdict) {
  const Json& load = vote.load;
  const Json& latency = load.at("accepted_latency");
  const Json counted = verdict.report.value("counts", Json::object());
  Json json{{"rate", options.rate},
            {"connections", options.connections},
            {"pipeline", options.new_connections ? 1 : options.pipeline},
            {"tls", options.tls},
            {"new_connections", options.new_connections},
            {"offered", load.at("offered")},
            {"accepted", load.at("accepted")},
            {"refused", load.at("refused")},
            {"not_taken", load.at("not_taken")},
            {"not_taken_within_100_ms", within_100_ms(vote.metrics)},
            {"lost", load.at("lost")},
            {"p50", latency.at("p50")},
            {"p99", latency.at("p99")},
            {"p999", latency.at("p999")},
            {"seconds", load.at("seconds")},
            {"accepted_per_second", load.at("accepted_per_second")},
            {"cpu_seconds", {{"board", vote.board.cpu_seconds}, {"load", load.at("cpu_seconds")}}},
            {"board_peak_memory_kib", vote.board.peak_memory_kib},
            {"receipts_verified", load.at("verified")},
            {"counted", counted.value("cast", std::uint64_t{0})},
            {"verified", verdict.verified},
            {"load", load}};
  return json;
}

}  // namespace

Result<Json> run_night(const NightOptions& options) {
  const auto voters = static_cast<std::uint64_t>(options.rate * options.seconds);
  if (voters == 0) return Error{"no ballot at all", "rate and seconds"};
  app::Stage stage(options.directory, options.programs / "viche");
  const std::string file = (stage.directory() / "template.json").string();
  app::write_output(file, one_of_ten_manifest());
  VICHE_ASSIGN(const ballot::Manifest manifest,
               ballot::parse_manifest(app::read_input(file), ballot::KeyPolicy::kMayBeMissing));
  const ballot::Layout layout(manifest);
  VICHE_ASSIGN(const ballot::Votes votes,
               ballot::parse_votes(as_bytes(one_of_ten_votes(voters)), manifest, layout));
  VICHE_ASSIGN(const app::Plan plan, app::make_plan(manifest, votes, {}));

  app::Election election(stage, manifest, votes, plan, options.threads, 1);
  VICHE_TRY(election.make_keys(file));
  VICHE_TRY(election.key_ceremony());
  VICHE_TRY(election.open_vote());
  VICHE_ASSIGN(const app::ServedVote vote,
               election.vote_over_http(served(options, stage.directory())));
  VICHE_TRY(election.close_vote());
  VICHE_TRY(election.tally());
  const Json expected = app::result_json(manifest, app::expect(manifest, layout, votes, plan));
  VICHE_ASSIGN(const app::VerifierVerdict verdict,
               app::verify_record(stage, options.threads, election.fingerprint(), {}, expected));
  Json report = night_json(options, vote, verdict);
  // What was cast is known only if all of it was taken.
  report["totals_as_cast"] =
      report["accepted"] == voters ? Json(verdict.differences.empty()) : Json();
  return report;
}

bool good_night(const Json& report) {
  return report.at("verified") == true && report.at("lost") == 0 &&
         report.at("counted") == report.at("accepted") &&
         report.at("receipts_verified") == report.at("accepted") &&
         report.at("totals_as_cast") != false;
}

}  // namespace viche::bench
