#include "bulletin/log/election_state.h"

#include <algorithm>
#include <utility>

#include "crypto/group/condition.h"

namespace viche::log {

namespace {

std::string noun(EntryType type) {
  const std::string name(entry_name(type));
  if (name.back() == 's') return name;
  return (std::string("aeiou").find(name.front()) != std::string::npos ? "an " : "a ") + name;
}

/// "4 of 5 commits are in the log, trustee 3 is missing".
template <class T>
std::string describe_missing(const std::vector<std::optional<T>>& said, const std::string& what) {
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < said.size(); ++i) {
    if (!said[i].has_value()) missing.push_back(std::to_string(i + 1));
  }
  std::string text = std::to_string(said.size() - missing.size()) + " of " +
                     std::to_string(said.size()) + " " + what + "s are in the log, trustee";
  text += missing.size() == 1 ? " " : "s ";
  for (std::size_t i = 0; i < missing.size(); ++i) {
    text += (i == 0 ? "" : ", ") + missing[i];
  }
  return text + (missing.size() == 1 ? " is missing" : " are missing");
}

}  // namespace

const ElectionState::Setup& ElectionState::setup() const {
  if (setup_ == nullptr) broken_invariant("the state has no manifest yet");
  return *setup_;
}

std::size_t ElectionState::decrypted() const {
  return static_cast<std::size_t>(
      std::count_if(decryptions_.begin(), decryptions_.end(),
                    [](const auto& decryption) { return decryption.has_value(); }));
}

std::string ElectionState::describe() const {
  if (parts_.pending()) return parts_.describe();
  switch (phase_) {
    case Phase::kManifest:
      return "the log is empty";
    case Phase::kCommit:
      return describe_missing(commits_, "commit");
    case Phase::kReveal:
      return describe_missing(reveals_, "reveal");
    case Phase::kShare:
      return describe_missing(shares_, "share");
    case Phase::kConfirm:
      return describe_missing(confirms_, "confirm");
    case Phase::kComplaint:
      return "the ceremony has ended " + complaints_.describe();
    case Phase::kRoll:
      return "all confirms are in the log and the roll is next";
    case Phase::kOpening:
      return "the roll is in the log and the opening is next";
    case Phase::kVoting:
      if (ballots_left() > 0) {
        return "ballot " + std::to_string(batch_taken_ + 1) + " of " +
               std::to_string(batch_.count) + " of batch " + std::to_string(batch_.number) +
               " is next";
      }
      return "the vote is open";
    case Phase::kClosed:
      return "the vote is closed and not sealed";
    case Phase::kSealed:
      return describe_sealed();
    case Phase::kFinished:
      return "the result is in the log and nothing may follow it";
  }
  broken_invariant("a phase that is none");
}

std::string ElectionState::describe_sealed() const {
  std::string text = "the log is sealed";
  if (rounds_.open() > 1) text += ", round " + std::to_string(rounds_.open()) + " is open";
  text += ", with " + std::to_string(rounds_.agreements()) + " agreements (" +
          std::to_string(manifest().agreement_quorum()) + " are needed) and " +
          std::to_string(decrypted()) + " decryptions (" + std::to_string(manifest().threshold) +
          " are needed)";
  if (rounds_.abstentions() > 0) {
    text += ", and " + std::to_string(rounds_.abstentions()) + " of " + std::to_string(shape().n) +
            " trustees abstained";
  }
  return text;
}

Result<void> ElectionState::check_place(EntryType type) const {
  bool legal = !parts_.pending();
  if (entry_shape(type) == EntryShape::kBallot) {
    legal = legal && VICHE_HOLDS(ballots_left() > 0);
  } else {
    legal = legal && ballots_left() == 0 && legal_in(type, phase_);
  }
  if (type == EntryType::kDecryption) {
    legal = legal && rounds_.agreements() >= manifest().agreement_quorum();
  }
  if (type == EntryType::kResult) legal = legal && decrypted() >= manifest().threshold;
  if (!legal) {
    return Error{
        noun(type) + " can stand only " + std::string(legal_where(type)) + "; here, " + describe(),
        ""};
  }
  return {};
}

Result<Applied> ElectionState::apply(ByteView entry) { return apply(entry, hash_leaf(entry)); }

Result<Applied> ElectionState::apply(ByteView entry, const Hash& leaf) {
  return apply(HashedEntry{entry, leaf, std::nullopt});
}

Result<void> ElectionState::apply_all(std::span<const HashedEntry> entries, const Take& take) {
  std::vector<std::optional<Bytes32>> trackers;  // of the last entries, once the vote is open
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (election_ && trackers.empty()) trackers = trackers_of(entries.subspan(i));
    HashedEntry entry = entries[i];
    if (!trackers.empty() && !entry.tracker)
      entry.tracker = trackers[trackers.size() - (entries.size() - i)];
    VICHE_ASSIGN(const Applied applied, apply(entry));
    VICHE_TRY(take(applied, entry.bytes));
  }
  return {};
}

std::vector<std::optional<Bytes32>> ElectionState::trackers_of(
    std::span<const HashedEntry> entries) const {
  std::vector<ballot::BallotView> ballots;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto view = ballot::BallotView::parse(entries[i].bytes, layout());
    if (!view) continue;
    ballots.push_back(*view);
    places.push_back(i);
  }
  std::vector<Bytes32> trackers(ballots.size());
  ballot::trackers(*election_, ballots, trackers);
  std::vector<std::optional<Bytes32>> placed(entries.size());
  for (std::size_t i = 0; i < places.size(); ++i) placed[places[i]] = trackers[i];
  return placed;
}

Result<Applied> ElectionState::apply(const HashedEntry& entry) {
  auto type = entry_type_of(entry.bytes);
  auto applied = type ? apply_entry(entry, *type) : Result<Applied>(type.error());
  if (!applied) return applied.error().at("entry " + std::to_string(size()));
  return applied;
}

Result<Applied> ElectionState::apply_entry(const HashedEntry& entry, EntryType type) {
  if (!parts_.pending()) VICHE_TRY(check_place(type));
  if (parts_.pending() || entry_shape(type) == EntryShape::kStatement) {
    return apply_part(entry, type);
  }
  return type == EntryType::kBatch ? apply_batch(entry) : apply_ballot(entry, type);
}

Applied ElectionState::append(const Hash& leaf, EntryType type) {
  Applied applied;
  applied.index = size();
  applied.type = type;
  applied.leaf = leaf;
  frontier_.append(applied.leaf);
  return applied;
}

Result<Applied> ElectionState::apply_part(const HashedEntry& entry, EntryType type) {
  VICHE_ASSIGN(std::optional<Statement> statement, parts_.peek(entry.bytes));
  const TreeHead before = parts_.pending() ? head_before_ : head();
  if (!statement.has_value()) {
    VICHE_TRY(parts_.add(entry.bytes));
    head_before_ = before;
    return append(entry.leaf, type);
  }
  StatementAssembler held = std::exchange(parts_, StatementAssembler());
  auto body = examine(*statement, before);
  if (!body) {
    parts_ = std::move(held);
    return body.error();
  }
  Applied applied = append(entry.leaf, type);
  applied.signer = statement->signer;
  accept(*statement, std::move(*body));
  return applied;
}

Result<Applied> ElectionState::apply_batch(const HashedEntry& entry) {
  VICHE_ASSIGN(const Batch batch, Batch::decode(entry.bytes));
  if (VICHE_FAULT(batch.number != batch_.number + 1)) {
    return Error{"batch " + std::to_string(batch.number) + " stands where batch " +
                     std::to_string(batch_.number + 1) + " is next",
                 "byte 1"};
  }
  const Applied applied = append(entry.leaf, EntryType::kBatch);
  batch_ = batch;
  batch_index_ = applied.index;
  batch_taken_ = 0;
  return applied;
}

Result<Applied> ElectionState::apply_ballot(const HashedEntry& entry, EntryType type) {
  VICHE_ASSIGN(const ballot::BallotView view, ballot::BallotView::parse(entry.bytes, layout()));
  VICHE_ASSIGN(const Credential* const known, ledger_.check_ballot(view));
  if (VICHE_FAULT(!known->entries.empty() && known->entries.back().index > batch_index_)) {
    return Error{"credential " + to_hex(view.K()) + " has an earlier ballot in this batch", ""};
  }
  const Bytes32 tracker = entry.tracker ? *entry.tracker : ballot::tracker(*election_, view);
  if (VICHE_FAULT(batch_taken_ > 0 && tracker <= last_tracker_)) {
    return Error{"the ballots of a batch stand in ascending order of trackers, and " +
                     to_hex(tracker) + " follows " + to_hex(last_tracker_),
                 ""};
  }
  Applied applied = append(entry.leaf, type);
  applied.superseded = ledger_.add_ballot(*known, view, applied.index, applied.leaf);
  applied.weight = known->weight;
  applied.tracker = tracker;
  ++batch_taken_;
  last_tracker_ = tracker;
  if (type == EntryType::kChallenge) {
    ++counts_.challenged;
  } else {
    ++counts_.cast;
    ++(applied.superseded.has_value() ? counts_.superseded : counts_.counted);
  }
  if (applied.superseded.has_value()) superseded_.push_back(*applied.superseded);
  return applied;
}

}  // namespace viche::log
