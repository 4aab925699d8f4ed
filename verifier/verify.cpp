#include "verifier/verify.h"

#include <algorithm>

#include "crypto/group/condition.h"
#include "verifier/files.h"
#include "verifier/log_judge.h"
#include "verifier/log_reader.h"
#include "verifier/note.h"
#include "verifier/part_set.h"
#include "verifier/tiles.h"

namespace viche::verifier {
namespace {

/// Checks that a complete record runs once whatever it holds; the others are required as their
/// inputs appear.
void expect_fixed(Checks& checks) {
  for (const CheckId id :
       {CheckId::R1, CheckId::R2, CheckId::R3, CheckId::R5, CheckId::R7, CheckId::E7,
        CheckId::M1, CheckId::M2, CheckId::M3, CheckId::K1, CheckId::K2, CheckId::K3,
        CheckId::K4, CheckId::K5, CheckId::V1, CheckId::V2, CheckId::V3, CheckId::T2,
        CheckId::T3, CheckId::T5, CheckId::T6}) {
    checks.expect_at_least(id, 1);
  }
}

class Verification {
 public:
  Verification(const Options& options, const Arithmetic& arithmetic, PartSet* parts = nullptr)
      : options_(options),
        files_(options.directory, options.fetch),
        election_(report_.checks, arithmetic, options.threads),
        given_(options.checkpoints, options.receipts, report_.checks),
        judge_(election_, given_) {
    election_.parts = parts;
  }

  Result<Report> run() {
    expect_fixed(report_.checks);
    if (options_.fingerprint) report_.checks.expect(CheckId::V4);
    VICHE_TRY(check_directory(options_.directory));
    VICHE_ASSIGN(reading_, read_record_checkpoint(files_));
    if (VICHE_FAULT(!reading_.checkpoint)) {
      report_.checks.require(CheckId::R1, std::nullopt, false, reading_.fault->message());
      return std::move(report_);
    }
    const Head head = reading_.checkpoint->head;
    report_.election.head = head;
    if (election_.parts != nullptr && VICHE_FAULT(election_.parts->head() != head)) {
      return Error{"the parts are of another checkpoint than the record's", options_.directory};
    }
    LogReader log(files_, head.size, report_.checks);
    VICHE_TRY(read_log(log, head));
    VICHE_ASSIGN(std::optional<std::string> other,
                 find_unexpected_file(options_.directory, head.size));
    if (options_.other_file) other = options_.other_file;
    report_.checks.require(CheckId::R7, std::nullopt, VICHE_HOLDS(!other),
                           "found " + other.value_or(""));
    if (election_.parts != nullptr) VICHE_TRY(election_.parts->matches(log.complete()));
    finish(log, head);
    return std::move(report_);
  }

 private:
  Result<void> read_log(LogReader& log, const Head& head) {
    const WindowLimit limit = window_limit(options_.threads);
    for (bool more = true; more;) {
      std::vector<LogBundle> bundles;
      std::size_t entries = 0;
      std::size_t bytes = 0;
      // Until it is known which election this is, no more is fetched than that takes.
      const std::size_t most = unidentified() ? 1 : limit.entries;
      while (entries < most && bytes < limit.bytes) {
        VICHE_ASSIGN(std::optional<LogBundle> bundle, log.next());
        if (!bundle) {
          more = false;
          break;
        }
        entries += bundle->entries.size();
        bytes += bundle->storage.size();
        bundles.push_back(std::move(*bundle));
      }
      VICHE_TRY(judge_.take(std::move(bundles), log));
      if (options_.progress) options_.progress(judge_.frontier().size(), head.size);
      if (foreign()) return {};
      if (options_.identified && !identified_ && !unidentified()) {
        identified_ = true;
        options_.identified();
      }
    }
    return log.finish();
  }

  /// Whether a record that is being fetched may still be another election's than was asked for.
  [[nodiscard]] bool unidentified() const {
    return options_.fetch && options_.fingerprint && !election_.fingerprint;
  }
  /// Whether it is: nothing more of it is fetched.
  [[nodiscard]] bool foreign() const {
    return options_.fetch && options_.fingerprint && election_.fingerprint &&
           *election_.fingerprint != *options_.fingerprint;
  }

  void finish(const LogReader& log, const Head& head) {
    Checks& checks = report_.checks;
    judge_.finish();
    if (!foreign()) check_end(head);
    if (log.complete()) {
      checks.require(CheckId::R5, std::nullopt, VICHE_HOLDS(judge_.frontier().root() == head.root),
                     "the entries have another root than the checkpoint says");
    }
    check_checkpoint();
    if (options_.fingerprint) {
      checks.require(CheckId::V4, std::nullopt,
                     VICHE_HOLDS(election_.fingerprint == options_.fingerprint),
                     "the election has another fingerprint");
    }
    const Manifest* manifest = judge_.officials().manifest();
    if (manifest != nullptr)
      given_.check(*manifest, *election_.manifest_hash, election_.arithmetic, head);
    describe(manifest);
  }

  void check_end(const Head& head) {
    report_.checks.require(
        CheckId::E7, std::nullopt,
        VICHE_HOLDS(judge_.officials().order().result_end().has_value()) &&
            VICHE_HOLDS(*judge_.officials().order().result_end() + 1 == head.size),
        "the log does not end with a result");
  }

  // R1 to R3.
  void check_checkpoint() {
    Checks& checks = report_.checks;
    const Checkpoint& checkpoint = *reading_.checkpoint;
    if (reading_.fault) {
      checks.require(CheckId::R1, std::nullopt, false, reading_.fault->message());
    } else if (election_.manifest_hash) {
      checks.require(CheckId::R1, std::nullopt,
                     VICHE_HOLDS(checkpoint.origin == origin_of(*election_.manifest_hash)),
                     "the origin does not name the manifest of entry 0");
    }
    const Manifest* manifest = judge_.officials().manifest();
    if (manifest == nullptr || !reading_.first_line_read) return;
    checks.require(CheckId::R2, std::nullopt,
                   check_log_line(checkpoint, checkpoint.lines.front(), manifest->log_key,
                                  election_.arithmetic));
    checks.require(CheckId::R3, std::nullopt, check_witnesses(checkpoint, *manifest));
  }

  Result<void> check_witnesses(const Checkpoint& checkpoint, const Manifest& manifest) const {
    std::vector<bool> seen(manifest.witnesses.size());
    for (std::size_t i = 1; i < checkpoint.lines.size(); ++i) {
      VICHE_ASSIGN(const std::size_t witness,
                   check_witness_line(checkpoint, checkpoint.lines[i], manifest.witnesses,
                                      election_.arithmetic));
      if (VICHE_FAULT(seen[witness]))
        return Error{"a second line of a witness", checkpoint.lines[i].name};
      seen[witness] = true;
    }
    const auto count = static_cast<std::uint64_t>(std::count(seen.begin(), seen.end(), true));
    if (VICHE_FAULT(count < manifest.quorum)) {
      return Error{std::to_string(count) + " witnesses, and the quorum is " +
                       std::to_string(manifest.quorum),
                   ""};
    }
    return {};
  }

  void describe(const Manifest* manifest) {
    report_.faults = judge_.officials().faults();
    report_.election.fingerprint = election_.fingerprint;
    report_.election.manifest_hash = election_.manifest_hash;
    if (manifest == nullptr) return;
    report_.election.title = manifest->title;
    report_.manifest = election_.manifest;
    const Tally& tally = judge_.officials().tally();
    if (!tally.prepared()) return;
    report_.counts = judge_.officials().ballots().counts();
    // A rule beyond its limits has no outcome: unknown options, more seats than anyone can give.
    if (tally.stated() && report_.checks[CheckId::M2].holds()) {
      std::vector<std::uint64_t> credentials(manifest->styles.size());
      for (const auto& [K, credential] : judge_.officials().roll().credentials()) {
        if (!credential.is_void) ++credentials[credential.style - 1U];
      }
      describe_result(*election_.manifest, tally.units(), *tally.stated(), credentials, report_);
    }
  }

  const Options& options_;
  RecordFiles files_;
  Report report_;
  Election election_;
  GivenInputs given_;
  LogJudge judge_;
  CheckpointReading reading_;
  bool identified_ = false;
};

}  // namespace

Result<Report> verify(const Options& options, const Arithmetic& arithmetic) {
  return Verification(options, arithmetic).run();
}

Result<Report> merge(const Options& options, PartSet& parts, const Arithmetic& arithmetic) {
  VICHE_TRY(parts.complete());
  return Verification(options, arithmetic, &parts).run();
}

}  // namespace viche::verifier
