#include "verifier/verify.h"

#include <algorithm>
#include <map>

#include "crypto/group/condition.h"
#include "verifier/ballots.h"
#include "verifier/ceremony.h"
#include "verifier/files.h"
#include "verifier/given.h"
#include "verifier/log_reader.h"
#include "verifier/note.h"
#include "verifier/official.h"
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

/// Some bundles that are worked on together: the ballots in them are checked on all threads.
class Window {
 public:
  explicit Window(std::vector<LogBundle> bundles) : bundles_(std::move(bundles)) {
    for (const LogBundle& bundle : bundles_) {
      for (const LogEntry& entry : bundle.entries) entries_.push_back(&entry);
    }
  }

  [[nodiscard]] const std::vector<const LogEntry*>& entries() const { return entries_; }

  /// What check_forms says of the ballot at `place`; judges it and all ballots behind it at once.
  const CheckedBallot& checked(const Election& election, std::size_t place) {
    if (!checked_.contains(place)) {
      std::vector<std::size_t> places;
      std::vector<const LogEntry*> ballots;
      for (std::size_t i = place; i < entries_.size(); ++i) {
        const Result<Type> type = read_type(entries_[i]->bytes);
        if (!type || !is_ballot(*type)) continue;
        places.push_back(i);
        ballots.push_back(entries_[i]);
      }
      std::vector<CheckedBallot> results = check_forms(election, ballots);
      for (std::size_t i = 0; i < places.size(); ++i) {
        checked_.emplace(places[i], std::move(results[i]));
      }
    }
    return checked_.at(place);
  }

 private:
  std::vector<LogBundle> bundles_;
  std::vector<const LogEntry*> entries_;
  std::map<std::size_t, CheckedBallot> checked_;
};

class Verification {
 public:
  Verification(const Options& options, const Arithmetic& arithmetic, PartSet* parts = nullptr)
      : options_(options),
        files_(options.directory, options.fetch),
        election_(report_.checks, arithmetic, options.threads),
        officials_(election_),
        statements_(report_.checks),
        given_(options.checkpoints, options.receipts, report_.checks) {
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
    given_.reached(frontier_);
    const WindowLimit limit = window_limit(options_.threads);
    for (bool more = true; more;) {
      std::vector<LogBundle> bundles;
      std::size_t entries = 0;
      std::size_t bytes = 0;
      while (entries < limit.entries && bytes < limit.bytes) {
        VICHE_ASSIGN(std::optional<LogBundle> bundle, log.next());
        if (!bundle) {
          more = false;
          break;
        }
        entries += bundle->entries.size();
        bytes += bundle->storage.size();
        bundles.push_back(std::move(*bundle));
      }
      Window window(std::move(bundles));
      for (std::size_t place = 0; place < window.entries().size(); ++place) {
        VICHE_TRY(take(window, place, log));
      }
      officials_.ballots().flush();
      if (options_.progress) options_.progress(frontier_.size(), head.size);
    }
    return log.finish();
  }

  Result<void> take(Window& window, std::size_t place, const LogReader& log) {
    Checks& checks = report_.checks;
    const LogEntry& entry = *window.entries()[place];
    const Result<Type> type = read_type(entry.bytes);
    checks.expect(CheckId::E1);
    checks.expect(CheckId::E3);
    checks.require(CheckId::E1, entry.index, type.ok(), type ? "" : type.error().reason);
    given_.reached(entry, type && is_ballot(*type));
    if (election_.parts != nullptr) election_.parts->reached(entry);

    std::optional<Statement> statement;
    if (type && is_statement(*type)) {
      statement = statements_.take(*type, entry.index, entry.bytes);
      if (statements_.began()) {
        before_statement_ = {frontier_.size(), frontier_.root()};
        officials_.expect(*type);
      }
    } else {
      statements_.interrupt();
      if (type && is_ballot(*type)) take_ballot(window, place, *type);
      if (type && *type == Type::kBatch) officials_.batch(entry);
    }
    frontier_.add(entry.leaf);
    given_.reached(frontier_);
    if (!statement) return {};
    return officials_.statement(*statement, before_statement_, {frontier_.size(), frontier_.root()},
                                log);
  }

  void take_ballot(Window& window, std::size_t place, Type type) {
    const LogEntry& entry = *window.entries()[place];
    const bool checkable = election_.keys_known && election_.fingerprint;
    officials_.ballot(entry, type, checkable ? &window.checked(election_, place) : nullptr);
  }

  void finish(const LogReader& log, const Head& head) {
    Checks& checks = report_.checks;
    statements_.interrupt();
    officials_.finish();
    checks.require(CheckId::E7, std::nullopt,
                   VICHE_HOLDS(officials_.order().result_end().has_value()) &&
                       VICHE_HOLDS(*officials_.order().result_end() + 1 == head.size),
                   "the log does not end with a result");
    if (log.complete()) {
      checks.require(CheckId::R5, std::nullopt, VICHE_HOLDS(frontier_.root() == head.root),
                     "the entries have another root than the checkpoint says");
    }
    check_checkpoint();
    if (options_.fingerprint) {
      checks.require(CheckId::V4, std::nullopt,
                     VICHE_HOLDS(election_.fingerprint == options_.fingerprint),
                     "the election has another fingerprint");
    }
    const Manifest* manifest = officials_.manifest();
    if (manifest != nullptr)
      given_.check(*manifest, *election_.manifest_hash, election_.arithmetic, head);
    describe(manifest);
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
    const Manifest* manifest = officials_.manifest();
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
    report_.faults = officials_.faults();
    report_.election.fingerprint = election_.fingerprint;
    report_.election.manifest_hash = election_.manifest_hash;
    if (manifest == nullptr) return;
    report_.election.title = manifest->title;
    const Tally& tally = officials_.tally();
    if (!tally.prepared()) return;
    report_.counts = officials_.ballots().counts();
    // A rule beyond its limits has no outcome: unknown options, more seats than anyone can give.
    if (tally.stated() && report_.checks[CheckId::M2].holds()) {
      describe_result(*manifest, tally.units(), *tally.stated(), report_);
    }
  }

  const Options& options_;
  RecordFiles files_;
  Report report_;
  Election election_;
  Officials officials_;
  StatementReader statements_;
  GivenInputs given_;
  CheckpointReading reading_;
  Frontier frontier_;
  Head before_statement_;
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
