#include "apps/viche/simulation/election.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/common/record.h"
#include "apps/viche/simulation/chance.h"
#include "apps/viche/voter_list.h"

namespace viche::app {
namespace {

constexpr std::size_t kReceipts = 3;

}  // namespace

Election::Election(Stage& stage, const ballot::Manifest& manifest, const ballot::Votes& votes,
                   const Plan& plan, unsigned threads, std::uint64_t seed)
    : stage_(&stage),
      manifest_(&manifest),
      plan_(&plan),
      threads_(threads),
      devices_(manifest, votes, plan, threads) {
  Chance chance(seed);
  for (const std::uint32_t i : chance.distinct(manifest.threshold, manifest.trustees.size())) {
    decrypting_.push_back(i + 1U);
  }
  std::sort(decrypting_.begin(), decrypting_.end());
}

std::string Election::path(const std::string& name) const {
  return (stage_->directory() / name).string();
}
std::string Election::trustee(std::size_t i) const {
  return path(fmt::format("keys/trustee-{}", i));
}

Result<void> Election::make_keys(const std::string& template_file) {
  stage_->begin("keys",
                fmt::format("Keys: {} trustees, {} other signers, {} witnesses, registrar, log",
                            manifest_->trustees.size(), manifest_->others.size(),
                            manifest_->witnesses.members.size()));
  std::vector<std::string> complete{"manifest",    "complete", "--template",
                                    template_file, "--out",    path("manifest.json")};
  const auto add = [&](const std::string& role,
                       const std::vector<std::string>& command) -> Result<void> {
    VICHE_ASSIGN(const std::string key, stage_->ask(command));
    complete.insert(complete.end(), {"--key", role + "=" + key});
    return {};
  };
  VICHE_TRY(add("registrar", {"key", "new", "--out", path("keys/registrar.json")}));
  VICHE_TRY(add("log", {"key", "new", "--out", path("keys/log.json")}));
  for (std::size_t i = 1; i <= manifest_->witnesses.members.size(); ++i) {
    VICHE_TRY(add(fmt::format("witness-{}", i),
                  {"key", "new", "--out", path(fmt::format("keys/witness-{}.json", i))}));
  }
  for (std::size_t i = 1; i <= manifest_->trustees.size(); ++i) {
    VICHE_TRY(
        add(fmt::format("trustee-{}", i), {"trustee", "new", "--unsealed", "--state", trustee(i)}));
  }
  for (std::size_t i = 1; i <= manifest_->others.size(); ++i) {
    VICHE_TRY(add(fmt::format("other-{}", i), {"signer", "new", "--unsealed", "--state",
                                               path(fmt::format("keys/other-{}", i))}));
  }
  VICHE_ASSIGN(manifest_hash_, stage_->ask(complete));
  return stage_->viche({"board", "init", "--board", path("keys/board"), "--record", record(),
                        "--manifest", path("manifest.json"), "--log-key", path("keys/log.json"),
                        "--registrar-key", path("keys/registrar.json")});
}

Result<void> Election::post(const std::vector<std::string>& files) {
  std::vector<std::string> command{"board",    "post",   "--board",   path("keys/board"),
                                   "--record", record(), "--threads", std::to_string(threads_)};
  command.insert(command.end(), files.begin(), files.end());
  Progress progress("posting ballots", files.size());
  std::uint64_t done = 0;
  return stage_->viche(command, [&](const std::string&) { progress.update(++done); });
}

Result<void> Election::trustees_state(const std::string& verb,
                                      const std::vector<std::string>& more) {
  std::vector<std::string> files;
  for (std::size_t i = 1; i <= manifest_->trustees.size(); ++i) {
    files.push_back(path(fmt::format("outbox/{}-{}.statement", verb, i)));
    std::vector<std::string> command{"trustee",  verb,     "--state", trustee(i),
                                     "--record", record(), "--out",   files.back()};
    command.insert(command.end(), more.begin(), more.end());
    VICHE_TRY(stage_->viche(command));
  }
  return post(files);
}

Result<void> Election::key_ceremony() {
  stage_->begin(
      "ceremony",
      fmt::format("Key ceremony: {} trustees commit, reveal, share and confirm; any {} can decrypt",
                  manifest_->trustees.size(), manifest_->threshold));
  VICHE_TRY(trustees_state("commit", {"--manifest", path("manifest.json")}));
  VICHE_TRY(trustees_state("reveal"));
  VICHE_TRY(trustees_state("share"));
  return trustees_state("confirm");
}

Result<std::string> Election::registrar_states(const std::string& verb,
                                               const std::vector<std::string>& more) {
  const std::string file = path("outbox/" + verb + ".statement");
  std::vector<std::string> command{
      "election", verb,     "--registrar-key", path("keys/registrar.json"),
      "--record", record(), "--out",           file};
  command.insert(command.end(), more.begin(), more.end());
  VICHE_ASSIGN(std::string answer, stage_->ask(command));
  VICHE_TRY(post({file}));
  return answer;
}

Result<void> Election::cosign() {
  std::vector<std::string> command{"board",    "cosign", "--board", path("keys/board"),
                                   "--record", record()};
  for (std::size_t i = 1; i <= manifest_->witnesses.members.size(); ++i) {
    const std::string file = path(fmt::format("outbox/witness-{}.cosignature", i));
    VICHE_TRY(stage_->viche(
        {"witness", "cosign", "--state", path(fmt::format("keys/witness-{}-seen", i)), "--key",
         path(fmt::format("keys/witness-{}.json", i)), "--record", record(), "--out", file}));
    command.push_back(file);
  }
  return manifest_->witnesses.members.empty() ? Result<void>() : stage_->viche(command);
}

Result<void> Election::open_vote() {
  stage_->begin("opening", fmt::format("Roll of {} voters, opening, cosigned by the witnesses",
                                       grouped(plan_->voters.size())));
  write_output(path("outbox/voters.txt"), format_voters(devices_.roll(), *manifest_));
  const Result<std::string> roll =
      registrar_states("roll", {"--voters", path("outbox/voters.txt")});
  if (!roll) return roll.error();
  VICHE_ASSIGN(fingerprint_, registrar_states("open", {"--without-rehearsal"}));
  VICHE_TRY(cosign());
  const Result<Bytes32> hash = bytes32_from_hex(manifest_hash_);
  if (!hash) return hash.error();
  VICHE_ASSIGN(const DeviceView view, open_for_device(stage_->record(), *hash));
  devices_.open(view.context);
  return {};
}

void Election::lose_trustees() const {
  for (std::size_t i = 1; i <= manifest_->trustees.size(); ++i) {
    if (std::find(decrypting_.begin(), decrypting_.end(), i) != decrypting_.end()) continue;
    say(fmt::format("Trustee {} is lost", i));
    fs::remove_all(trustee(i));
  }
}

Result<std::vector<std::string>> Election::encrypt_ballots() {
  stage_->begin("vote",
                fmt::format("Vote: {} ballots cast and {} challenged, encrypted on {} threads",
                            grouped(plan_->casts), grouped(plan_->challenges), threads_));
  Progress progress("encrypting ballots", plan_->casts + plan_->challenges);
  std::vector<std::string> files;
  std::uint64_t done = 0;
  for (const std::vector<PlannedBallot>& batch : plan_->batches) {
    VICHE_ASSIGN(const std::vector<Bytes> entries, devices_.make_batch(batch));
    progress.update(done += batch.size());
    if (trackers_.size() < kReceipts) {
      VICHE_ASSIGN(const Bytes32 tracker, devices_.tracker(entries.front()));
      trackers_.push_back(tracker);
    }
    files.push_back(path(fmt::format("outbox/{:05}.ballots", files.size() + 1)));
    write_output(files.back(), join_entries(entries));
  }
  return files;
}

Result<void> Election::vote() {
  VICHE_ASSIGN(const std::vector<std::string> files, encrypt_ballots());
  if (files.empty()) return {};
  say("The board checks and posts them");
  VICHE_TRY(post(files));
  for (const std::string& file : files) fs::remove(file);  // they are in the record now
  return {};
}

Result<ServedVote> Election::vote_over_http(const Served& served) {
  VICHE_ASSIGN(const std::vector<std::string> files, encrypt_ballots());
  std::vector<std::string> settings{"--board-directory", path("keys/board"), "--board-record",
                                    record()};
  settings.insert(settings.end(), served.board.begin(), served.board.end());
  VICHE_ASSIGN(BoardProcess board,
               BoardProcess::start(stage_->board_program(), settings, stage_->log_of("board")));
  const std::string url = fmt::format(fmt::runtime(served.url), fmt::arg("port", board.port()));
  say("viche-board serves " + url + "; they are posted there");
  std::vector<std::string> command{
      "load",          "--json",    "--board", url, "--manifest", path("manifest.json"),
      "--fingerprint", fingerprint_};
  command.insert(command.end(), served.load.begin(), served.load.end());
  command.insert(command.end(), files.begin(), files.end());
  std::string report;
  const ProcessResult loaded =
      stage_->try_viche(command, [&](const std::string& line) { report += line + "\n"; });
  VICHE_ASSIGN(const http::Url metrics, http::Url::parse(url + "/metrics"));
  VICHE_ASSIGN(http::ClientAnswer measured,
               http::exchange(served.client, http::Method::kGet, metrics, "", ""));
  VICHE_ASSIGN(const BoardUsage usage, board.stop());
  for (const std::string& file : files) fs::remove(file);
  ServedVote vote{Json::parse(report, nullptr, false), std::move(measured.body), usage};
  if (!vote.load.is_object()) {
    return Error{fmt::format("`viche load` ended with status {}; see logs/", loaded.exit_code),
                 "step vote"};
  }
  return vote;
}

Result<void> Election::close_vote() {
  const std::vector<Bytes32> cancelled = devices_.cancelled();
  stage_->begin("close", fmt::format("Close, {} cancelled, seal, cosigned by the witnesses",
                                     cancelled.size()));
  const Result<std::string> closed = registrar_states("close");
  if (!closed) return closed.error();
  if (!cancelled.empty()) {
    write_output(path("outbox/cancelled.txt"), format_credentials(cancelled));
    const Result<std::string> done =
        registrar_states("cancel", {"--credentials", path("outbox/cancelled.txt")});
    if (!done) return done.error();
  }
  const Result<std::string> sealed = registrar_states("seal");
  if (!sealed) return sealed.error();
  return cosign();
}

Result<void> Election::share_threads(std::span<std::vector<std::string>> commands) {
  while (!commands.empty()) {
    const std::size_t at_once = std::min<std::size_t>(commands.size(), threads_);
    for (std::vector<std::string>& command : commands.first(at_once)) {
      command.insert(command.end(), {"--threads", std::to_string(threads_ / at_once)});
    }
    VICHE_TRY(stage_->viche_each(commands.first(at_once), at_once));
    commands = commands.subspan(at_once);
  }
  return {};
}

Result<void> Election::tally() {
  const std::uint32_t quorum = manifest_->agreement_quorum();
  stage_->begin("agreement",
                fmt::format("Agreement: {} of {} signers check the whole log and sign its head",
                            quorum, manifest_->agreement_signers()));
  // Those who will decrypt, then those who are no trustees, then the other trustees, until the
  // quorum is there.
  std::vector<std::pair<std::string, std::string>> signers;  // verb group, state directory
  for (const std::size_t i : decrypting_) signers.emplace_back("trustee", trustee(i));
  for (std::size_t i = 1; i <= manifest_->others.size(); ++i) {
    signers.emplace_back("signer", path(fmt::format("keys/other-{}", i)));
  }
  for (std::size_t i = 1; i <= manifest_->trustees.size(); ++i) {
    if (std::find(decrypting_.begin(), decrypting_.end(), i) == decrypting_.end()) {
      signers.emplace_back("trustee", trustee(i));
    }
  }
  std::vector<std::string> files;
  std::vector<std::vector<std::string>> commands;
  for (std::size_t s = 0; s < quorum; ++s) {
    const auto& [group, state] = signers[s];
    signers_.push_back(fs::path(state).filename().string());
    files.push_back(path(fmt::format("outbox/agree-{}.statement", s + 1)));
    commands.push_back(
        {group, "agree", "--state", state, "--record", record(), "--out", files.back()});
  }
  VICHE_TRY(share_threads(commands));
  VICHE_TRY(post(files));
  VICHE_TRY(cosign());

  stage_->begin("decryption", fmt::format("Decryption by {} of {} trustees, and the result",
                                          decrypting_.size(), manifest_->trustees.size()));
  files.clear();
  commands.clear();
  for (const std::size_t i : decrypting_) {
    files.push_back(path(fmt::format("outbox/decrypt-{}.statement", i)));
    commands.push_back(
        {"trustee", "decrypt", "--state", trustee(i), "--record", record(), "--out", files.back()});
  }
  VICHE_TRY(share_threads(commands));
  VICHE_TRY(post(files));
  VICHE_TRY(cosign());
  const Result<std::string> result =
      registrar_states("result", {"--threads", std::to_string(threads_)});
  if (!result) return result.error();
  return cosign();
}

Result<void> Election::take_receipts() {
  stage_->begin("receipts", fmt::format("Receipts for {} ballots", trackers_.size()));
  std::vector<std::vector<std::string>> commands;
  for (const Bytes32& tracker : trackers_) {
    receipts_.push_back(path(fmt::format("receipts/{}.txt", ballot::display_tracker(tracker))));
    commands.push_back({"vote", "receipt", "--record", record(), "--tracker", to_hex(tracker),
                        "--out", receipts_.back()});
  }
  return stage_->viche_each(commands, threads_);
}

}  // namespace viche::app
