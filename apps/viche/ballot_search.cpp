#include "apps/viche/ballot_search.h"

#include "apps/common/cli.h"

namespace viche::app {

namespace {

/// Follows one ballot through the log.
class Search {
 public:
  explicit Search(const ballot::NotedTracker& tracker) : tracker_(tracker) {}

  Result<void> take(std::span<const log::HashedEntry> entries) {
    return state_.apply_all(entries, [this](const log::Applied& applied, ByteView entry) {
      take_entry(applied, entry);
      return Result<void>();
    });
  }

  Result<FoundBallot> end() {
    if (!found_) return Error{"no ballot in the record has this tracker", ""};
    found_->final =
        found_->status == BallotStatus::kChallenged || state_.phase() >= log::Phase::kSealed;
    return std::move(*found_);
  }

 private:
  void take_entry(const log::Applied& applied, ByteView entry) {
    if (log::entry_shape(applied.type) == log::EntryShape::kBallot) {
      return take_ballot(applied, entry);
    }
    const bool cancels =
        applied.type == log::EntryType::kVoid || applied.type == log::EntryType::kCancellations;
    if (cancels && found_ && found_->status == BallotStatus::kCounted &&
        !state_.ledger().find(K_)->counts()) {
      found_->status = BallotStatus::kCancelled;
      found_->decided_by = applied.index;
    }
  }

  void take_ballot(const log::Applied& applied, ByteView entry) {
    if (found_ && applied.superseded == found_->index) {
      found_->status = BallotStatus::kSuperseded;
      found_->decided_by = applied.index;
    }
    if (!tracker_.is(applied.tracker)) return;
    found_.emplace();
    found_->index = applied.index;
    found_->entry = Bytes(entry.begin(), entry.end());
    if (applied.type == log::EntryType::kChallenge) found_->status = BallotStatus::kChallenged;
    K_ = ballot::BallotView::of(entry).K();
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
    VICHE_ASSIGN(const std::vector<log::HashedEntry> block, stream.next_block());
    if (block.empty()) return search.end();
    VICHE_TRY(search.take(block));
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
