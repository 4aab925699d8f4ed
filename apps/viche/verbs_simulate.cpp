#include <charconv>
#include <chrono>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/viche/simulation/election.h"
#include "apps/viche/simulation/summary.h"
#include "apps/viche/verbs.h"

namespace viche::app {
namespace {

constexpr const char* kPipeline = "16";  // no more is under way than a board lets wait

struct SimulateOptions {
  std::string manifest, votes, out;
  std::string ballots = "all";
  std::string seed;
  PlanOptions plan;
  unsigned threads = 1;
  bool json = false;
  bool through_board = false;
  double rate = 0;
  std::size_t connections = 256;
};

std::uint64_t parse_number(const std::string& text, const std::string& expected) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) {
    throw UsageError(expected + " below 2^64, not `" + text + "`");
  }
  return number;
}

void parse_numbers(SimulateOptions& options) {
  options.plan.seed = parse_number(options.seed, "--seed: expected a number");
  if (options.ballots == "all") return;
  options.plan.ballots = parse_number(options.ballots, "--ballots: expected `all` or a number");
}

/// A simulation makes all keys itself, so that none may be there.
Result<void> check_template(const ballot::Manifest& manifest, const std::string& file) {
  std::vector<const Ed25519PublicKey*> keys{&manifest.registrar.key, &manifest.log_key};
  for (const auto* list : {&manifest.witnesses.members, &manifest.trustees, &manifest.others}) {
    for (const ballot::Official& official : *list) keys.push_back(&official.key);
  }
  for (const Ed25519PublicKey* key : keys) {
    if (*key != Ed25519PublicKey{}) {
      return Error{"holds the key " + to_hex(key->bytes) +
                       ", whose secret a simulation does not have; leave out all members `key`",
                   file};
    }
  }
  return {};
}

/// Every ballot must be taken; nothing if ballots are posted as files.
Result<std::optional<ServedVote>> hold_vote(Election& election, const SimulateOptions& options,
                                            const Plan& plan) {
  if (!options.through_board) {
    VICHE_TRY(election.vote());
    return std::optional<ServedVote>();
  }
  Served served{
      {"--service-check-threads", std::to_string(options.threads), "--http-connections",
       std::to_string(options.connections + 16)},
      "http://127.0.0.1:{port}",
      {"--retry", "--pipeline", kPipeline, "--connections", std::to_string(options.connections)},
      {}};
  if (options.rate > 0) {
    served.load.insert(served.load.end(), {"--rate", fmt::format("{}", options.rate)});
  }
  VICHE_ASSIGN(ServedVote vote, election.vote_over_http(served));
  const std::uint64_t ballots = plan.casts + plan.challenges;
  if (vote.load.value("verified", std::uint64_t{0}) != ballots) {
    return Error{fmt::format("of {} ballots {} have a good receipt; see logs/", ballots,
                             vote.load.value("verified", std::uint64_t{0})),
                 "step vote"};
  }
  return std::optional(std::move(vote));
}

Result<std::optional<ServedVote>> run_election(Election& election, const SimulateOptions& options,
                                               const Plan& plan) {
  VICHE_TRY(election.make_keys(options.manifest));
  VICHE_TRY(election.key_ceremony());
  VICHE_TRY(election.open_vote());
  VICHE_ASSIGN(std::optional<ServedVote> vote, hold_vote(election, options, plan));
  VICHE_TRY(election.close_vote());
  VICHE_TRY(election.tally());
  VICHE_TRY(election.take_receipts());
  return vote;
}

Result<Exit> simulate(SimulateOptions options) {
  const auto start = std::chrono::steady_clock::now();
  parse_numbers(options);
  const Bytes manifest_bytes = read_input(options.manifest);
  const auto manifest = ballot::parse_manifest(manifest_bytes, ballot::KeyPolicy::kMayBeMissing);
  if (!manifest) return manifest.error().at(options.manifest);
  VICHE_TRY(check_template(*manifest, options.manifest));
  const ballot::Layout layout(*manifest);
  const auto votes = ballot::parse_votes(read_input(options.votes), *manifest, layout);
  if (!votes) return votes.error().at(options.votes);
  VICHE_ASSIGN(const Plan plan, make_plan(*manifest, *votes, options.plan));
  const Expected expected = expect(*manifest, layout, *votes, plan);
  const Json expected_json = result_json(*manifest, expected);

  Stage stage(options.out, own_path());
  write_output(stage.directory() / "expected.json", expected_json.dump(2) + "\n");
  Election election(stage, *manifest, *votes, plan, options.threads, options.plan.seed);
  VICHE_ASSIGN(const std::optional<ServedVote> vote, run_election(election, options, plan));
  stage.clear_outbox();
  VICHE_ASSIGN(const VerifierVerdict verdict,
               verify_record(stage, options.threads, election.fingerprint(), election.receipts(),
                             expected_json));

  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  const Summary summary{&*manifest,        &plan,          &election,
                        &expected,         &verdict,       vote ? &*vote : nullptr,
                        stage.directory(), elapsed.count()};
  if (options.json) {
    print(summary_json(summary).dump(2));
  } else {
    print_summary(summary);
  }
  return summary.agrees() ? Exit::kOk : Exit::kRefused;
}

}  // namespace

void add_simulate_verb(Verbs& verbs) {
  auto options = std::make_shared<SimulateOptions>();
  options->threads = std::max(1U, std::thread::hardware_concurrency());
  options->seed = std::to_string(options->plan.seed);
  CLI::App& verb = verbs.verb(
      verbs.root(), "simulate", "Run a whole election on one machine and verify it",
      "viche simulate --manifest examples/vidbir-2025/manifest.json \\\n"
      "    --votes examples/vidbir-2025/votes.json --out out/vidbir --ballots 20000 --seed 2025 "
      "\\\n"
      "    --revote-rate 0.05 --challenge-rate 0.01\n"
      "viche simulate --manifest M --votes V --out DIR --json     the summary as one JSON object",
      [options] { return simulate(*options); });
  verb.add_option("--manifest", options->manifest, "A manifest or a template without keys")
      ->required();
  verb.add_option("--votes", options->votes, "A table of votes (docs/votes.md)")->required();
  verb.add_option("--out", options->out, "A directory that is missing or empty")->required();
  verb.add_option("--seed", options->seed,
                  "Governs who votes what and when; never keys or encryption")
      ->capture_default_str();
  verb.add_option("--ballots", options->ballots,
                  "How many votes are drawn from the table: a number, or all")
      ->capture_default_str();
  verb.add_option("--revote-rate", options->plan.revote_rate,
                  "Part of the voters who voted otherwise before")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  verb.add_option("--challenge-rate", options->plan.challenge_rate,
                  "Part of the voters who test a ballot first")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  verb.add_option("--cancel-rate", options->plan.cancel_rate,
                  "Part of the voters whose vote is cancelled at the end, besides the table's")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  CLI::Option* through =
      verb.add_flag("--through-board", options->through_board,
                    "Post the ballots over HTTP to a viche-board that is started for the vote");
  verb.add_option("--rate", options->rate, "Ballots a second; without it as fast as it answers")
      ->needs(through)
      ->check(CLI::PositiveNumber);
  verb.add_option("--connections", options->connections, "How many at once")
      ->needs(through)
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  verb.add_option("--threads", options->threads, "Threads for devices, board, audits and verifier")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  verb.add_flag("--json", options->json, "One JSON object");
}

}  // namespace viche::app
