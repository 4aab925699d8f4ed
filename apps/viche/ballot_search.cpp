#include "apps/viche/ballot_search.h"

#include "apps/viche/cli.h"

namespace viche::app {

namespace {

/// Follows one ballot through the log.
class Search {
 public:
  explicit Search(const ballot::NotedTracker& tracker) : tracker_(tracker) {}

  Result<void> take(const log::StreamedEntry& entry) {
    const Result<log::Applied> applied = state_.apply(entry.bytes, entry.leaf_hash);
    if (!applied) return applied.error().at("entry " + std::to_string(entry.index));
    if (log::entry_shape(applied->type) == log::EntryShape::kBallot) {
      return take_ballot(*applied, entry.bytes);
    }
    const bool cancels =
        applied->type == log::EntryType::kVoid || applied->type == log::EntryType::kCancellations;
    if (cancels && found_ && found_->status == BallotStatus::kCounted &&
        !state_.ledger().find(K_)->counts()) {
      found_->status = BallotStatus::kCancelled;
      found_->decided_by = applied->index;
    }
    return {};
  }

  Result<FoundBallot> end() {
    if (!found_) return Error{"no ballot in the record has this tracker", ""};
    found_->final =
        found_->status == BallotStatus::kChallenged || state_.phase() >= log::Phase::kSealed;
    return std::move(*found_);
  }

 private:
  Result<void> take_ballot(const log::Applied& applied, ByteView entry) {
    if (found_ && applied.superseded == found_->index) {
      found_->status = BallotStatus::kSuperseded;
      found_->decided_by = applied.index;
    }
    VICHE_ASSIGN(const ballot::BallotView view, ballot::BallotView::parse(entry, state_.layout()));
    if (!tracker_.is(ballot::tracker(*state_.election(), view))) return {};
    found_.emplace();
    found_->index = applied.index;
    found_->entry = Bytes(entry.begin(), entry.end());
    if (applied.type == log::EntryType::kChallenge) found_->status = BallotStatus::kChallenged;
    K_ = view.K();
    return {};
  }

  const ballot::NotedTracker& tracker_;
  log::ElectionState state_;
  std::optional<FoundBallot> found_;
  Bytes32 K_{};  // of what was found
};

}  // namespace

Result<FoundBallot> find_ballot(const Record& record, const ballot::NotedTracker& tracker) {
  Search search(tracker);
  log::EntryStream stream = record.reader.stream();
  while (true) {
    VICHE_ASSIGN(const std::optional<log::StreamedEntry> entry, stream.next());
    if (!entry) return search.end();
    VICHE_TRY(search.take(*entry));
  }
}

std::optional<Bytes32> own_credential(const std::string& hex) {
  if (hex.empty()) return std::nullopt;
  const Result<Bytes32> K = bytes32_from_hex(hex);
  if (!K) throw UsageError(K.error().at("--credential").message());
  return *K;
}

Result<void> check_owner(const ballot::BallotView& ballot, const std::optional<Bytes32>& own) {
  if (!own || ballot.K() == *own) return {};
  return Error{"this is another voter's ballot, of credential " + to_hex(ballot.K()), ""};
}

}  // namespace viche::app
