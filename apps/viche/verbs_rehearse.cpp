#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/viche/rehearsal.h"
#include "apps/viche/simulation/election.h"
#include "apps/viche/simulation/verdict.h"
#include "apps/viche/verbs.h"

namespace viche::app {
namespace {

struct RehearseOptions {
  std::string manifest, out;
  unsigned threads = 1;
  bool prepare = false;
};

std::uint64_t random_number() {
  SystemRandom random;
  std::uint64_t number = 0;
  random.fill(std::span(reinterpret_cast<std::uint8_t*>(&number), sizeof(number)));
  return number;
}

Result<void> run_rehearsal(Election& election, const std::string& template_file) {
  VICHE_TRY(election.make_keys(template_file));
  VICHE_TRY(election.key_ceremony());
  VICHE_TRY(election.open_vote());
  election.lose_trustees();
  VICHE_TRY(election.vote());
  VICHE_TRY(election.close_vote());
  VICHE_TRY(election.tally());
  return election.take_receipts();
}

Result<Exit> rehearse(const RehearseOptions& options) {
  Result<std::string> text = rehearsal_template(read_input(options.manifest));
  if (!text) return text.error().at(options.manifest);
  Stage stage(options.out, own_path());
  const fs::path template_file = stage.directory() / "template.json";
  write_output(template_file, *text);
  if (options.prepare) {
    say(template_file.string() +
        " is the template of the rehearsal: everybody makes new keys for it.");
    suggest("viche manifest complete --template " + shell_word(template_file.string()) +
            " --key registrar=HEX ... --out rehearsal.json");
    return Exit::kOk;
  }
  VICHE_ASSIGN(const ballot::Manifest manifest,
               ballot::parse_manifest(as_bytes(*text), ballot::KeyPolicy::kMayBeMissing));
  const ballot::Layout layout(manifest);
  VICHE_ASSIGN(const ballot::Votes votes, dummy_votes(manifest, layout));
  const PlanOptions plan_options;
  VICHE_ASSIGN(const Plan plan, make_plan(manifest, votes, plan_options));
  const Expected expected = expect(manifest, layout, votes, plan);
  Election election(stage, manifest, votes, plan, options.threads, random_number());
  VICHE_TRY(run_rehearsal(election, template_file.string()));
  stage.clear_outbox();
  VICHE_ASSIGN(const VerifierVerdict verdict,
               verify_record(stage, options.threads, election.fingerprint(), election.receipts(),
                             result_json(manifest, expected)));
  for (const std::string& failure : verdict.failures) say_error("check " + failure);
  for (const std::string& difference : verdict.differences) say_error(difference);
  if (!verdict.verified || !verdict.differences.empty()) {
    return Error{"the rehearsal's record does not verify", stage.record().string()};
  }
  fs::remove_all(stage.keys());  // so that none of them is ever used again
  print(fmt::format(
      "rehearsed: {} trustees lost, {} decrypted {} dummy ballots, verified by {} checks",
      manifest.trustees.size() - manifest.threshold, manifest.threshold, votes.total,
      verdict.checks));
  suggest("viche election open --rehearsal " + shell_word(stage.record().string()) +
          " --registrar-key F --record record --out open.statement");
  return Exit::kOk;
}

}  // namespace

void add_rehearse_verb(Verbs& verbs, CLI::App& group) {
  auto options = std::make_shared<RehearseOptions>();
  options->threads = std::max(1U, std::thread::hardware_concurrency());
  CLI::App& verb = verbs.verb(
      group, "rehearse", "The whole ceremony on dummy ballots, with the loss of n - k trustees",
      "viche ceremony rehearse --manifest manifest.json --out rehearsal\n"
      "                                  on this machine, with keys that are thrown away\n"
      "viche ceremony rehearse --manifest manifest.json --out rehearsal --prepare\n"
      "                                  only the template, for a rehearsal by the people",
      [options] { return rehearse(*options); });
  verb.add_option("--manifest", options->manifest, "The election's manifest, or its template")
      ->required();
  verb.add_option("--out", options->out, "A directory that is missing or empty")->required();
  verb.add_flag("--prepare", options->prepare, "Only write template.json");
  verb.add_option("--threads", options->threads, "Threads for devices, board, audits and verifier")
      ->check(CLI::Range(1, 1024));
}

}  // namespace viche::app
