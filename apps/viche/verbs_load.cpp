#include <fmt/format.h>

#include <memory>
#include <thread>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/common/record.h"
#include "apps/viche/load/generator.h"
#include "apps/viche/load/report_text.h"
#include "apps/viche/verbs.h"

namespace viche::app {
namespace {

constexpr std::size_t kReceiptBytes = std::size_t{1} << 30;

struct LoadVerbOptions {
  std::string board, manifest, fingerprint, ca;
  std::vector<std::string> files;
  double rate = 0, seconds = 0;
  std::size_t connections = 100, pipeline = 1;
  double timeout = 30;
  bool new_connections = false, insecure = false, poisson = false, retry = false;
  bool no_verify = false, json = false;
  load::LoadOptions load;
};

Result<load::Connections::Options> connection_options(const LoadVerbOptions& options) {
  load::Connections::Options made;
  VICHE_ASSIGN(made.target, load::parse_target(options.board));
  if (const Result<void> found = load::resolve(made.target); !found) {
    throw EnvironmentError(found.error().message());
  }
  if (made.target.scheme == load::Scheme::kHttps) {
    if (options.insecure) {
      made.tls = load::TlsClient::insecure();
    } else {
      VICHE_ASSIGN(made.tls, load::TlsClient::create(made.target.host, options.ca));
    }
  }
  made.count = options.connections;
  made.pipeline = options.pipeline;
  made.reuse = options.new_connections ? load::Reuse::kEachAnew : load::Reuse::kKept;
  made.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(1000 * options.timeout));
  return made;
}

Result<load::Receipts> receipts_of(const LoadVerbOptions& options) {
  const Bytes bytes = read_input(options.manifest);
  const auto manifest = ballot::parse_manifest(bytes);
  if (!manifest) return manifest.error().at(options.manifest);
  VICHE_ASSIGN(const log::LogPolicy policy, policy_of(*manifest, ballot::manifest_hash(bytes)));
  VICHE_ASSIGN(log::LogPolicy log_alone, policy.with_quorum(0));
  return load::Receipts(std::move(log_alone), kReceiptBytes);
}

Result<Exit> run_load(LoadVerbOptions options) {
  load::LoadOptions& load = options.load;
  if (options.rate > 0) load.rate = options.rate;
  if (options.seconds > 0) load.seconds = options.seconds;
  if (options.poisson) load.spacing = load::Spacing::kPoisson;
  if (options.retry) load.again = load::Again::kAfterRefusal;
  if (!options.fingerprint.empty()) {
    const Result<Bytes32> election = bytes32_from_hex(options.fingerprint);
    if (!election) throw UsageError("--fingerprint: " + election.error().message());
    load.election = *election;
  }
  if (options.manifest.empty() && !options.no_verify) {
    throw UsageError("--manifest is needed to verify receipts; or give --no-verify");
  }
  std::optional<load::Receipts> receipts;
  if (!options.no_verify) {
    VICHE_ASSIGN(receipts, receipts_of(options));
  }
  load::BallotFiles files({options.files.begin(), options.files.end()});
  VICHE_ASSIGN(load::Connections::Options connections, connection_options(options));
  load::Generator generator(load, std::move(connections), files, receipts ? &*receipts : nullptr);
  Progress progress("posting ballots", 0);
  VICHE_ASSIGN(load::Report report,
               generator.run([&](std::uint64_t offered) { progress.update(offered); }));
  if (receipts) {
    receipts->verify_all(std::max(1U, std::thread::hardware_concurrency()));
    report.verified = receipts->verified();
    report.unverified = receipts->failed();
  }
  print(options.json ? report.json().dump(2) : report_text(report));
  return report.good() ? Exit::kOk : Exit::kRefused;
}

void add_traffic_options(CLI::App& verb, LoadVerbOptions& options) {
  verb.add_option("--rate", options.rate,
                  "Ballots of the files a second, by schedule; without it as fast as they are "
                  "answered")
      ->check(CLI::PositiveNumber);
  verb.add_option("--seconds", options.seconds, "For how long; without it all of the files")
      ->check(CLI::PositiveNumber);
  verb.add_flag("--poisson", options.poisson, "Arrivals at random times of this rate");
  verb.add_option("--connections", options.connections, "At most as many at once")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  CLI::Option* const pipeline =
      verb.add_option("--pipeline", options.pipeline,
                      "Requests on a connection before the first is answered, as gateways do")
          ->check(CLI::Range(1, 10000))
          ->capture_default_str();
  verb.add_flag("--new-connections", options.new_connections, "One for each request, as phones do")
      ->excludes(pipeline);
  verb.add_option("--timeout", options.timeout, "Seconds after which a request counts as lost")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb.add_flag("--retry", options.retry,
                "Post again what was not taken, after Retry-After, or not answered");
  const CLI::Range ratio(0.0, 1000.0);
  load::Proportions& proportions = options.load.proportions;
  verb.add_option("--bad", proportions.altered,
                  "For each ballot so many copies with a flipped bit, to be refused")
      ->check(ratio);
  verb.add_option("--again", proportions.repeated,
                  "For each ballot so many posts of an accepted one, to be known")
      ->check(ratio);
  verb.add_option("--others", proportions.reads,
                  "For each ballot so many reads: a tracker, /checkpoint, /v1/election")
      ->check(ratio);
  verb.add_option("--seed", options.load.seed, "Governs flipped bits and random times")
      ->capture_default_str();
}

}  // namespace

void add_load_verb(Verbs& verbs) {
  auto options = std::make_shared<LoadVerbOptions>();
  CLI::App& verb = verbs.verb(
      verbs.root(), "load", "Post ballots of files to a running board, and say what it answered",
      "viche load --board http://127.0.0.1:8080 --manifest manifest.json --rate 25000 \\\n"
      "    --connections 1000 --json *.ballots\n"
      "viche load --board https://board.example --ca ca.pem --new-connections --retry \\\n"
      "    --manifest manifest.json --bad 0.01 --again 0.05 --others 1 *.ballots\n"
      "latencies count from the time that a ballot was due; each receipt is verified at the end;\n"
      "exit status 1 if a ballot was lost, or anything was answered that must not be",
      [options] { return run_load(*options); });
  verb.add_option("--board", options->board, "http://HOST:PORT or https://HOST:PORT")->required();
  verb.add_option("FILE", options->files, "*.ballots, in this order")->required();
  verb.add_option("--manifest", options->manifest, "Names the key that receipts are verified with");
  verb.add_option("--fingerprint", options->fingerprint,
                  "The election's; with --others, ballots are looked up by tracker");
  add_traffic_options(verb, *options);
  verb.add_option("--ca", options->ca, "Certificates (PEM) to trust, not the system's");
  verb.add_flag("--insecure", options->insecure, "Take any certificate");
  verb.add_flag("--no-verify", options->no_verify, "Leave receipts unverified");
  verb.add_flag("--json", options->json, "One JSON object");
}

}  // namespace viche::app
