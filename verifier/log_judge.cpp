#include "verifier/log_judge.h"

#include <map>

#include "crypto/group/condition.h"
#include "verifier/part_set.h"

namespace viche::verifier {

/// Some bundles that are worked on together: the ballots in them are checked on all threads.
class LogJudge::Window {
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

Result<void> LogJudge::take(std::vector<LogBundle> bundles, const LogReader& log) {
  if (frontier_.size() == 0) given_.reached(frontier_);
  Window window(std::move(bundles));
  for (std::size_t place = 0; place < window.entries().size(); ++place) {
    VICHE_TRY(take(window, place, log));
  }
  officials_.ballots().flush();
  return {};
}

void LogJudge::finish() {
  statements_.interrupt();
  officials_.finish();
}

Result<void> LogJudge::take(Window& window, std::size_t place, const LogReader& log) {
  Checks& checks = election_.checks;
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

void LogJudge::take_ballot(Window& window, std::size_t place, Type type) {
  const LogEntry& entry = *window.entries()[place];
  const bool checkable = election_.keys_known && election_.fingerprint;
  officials_.ballot(entry, type, checkable ? &window.checked(election_, place) : nullptr);
}

}  // namespace viche::verifier
