#include "bulletin/board.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <utility>

#include "crypto/group/condition.h"

namespace viche::board {

using log::ElectionState;
using log::EntryType;
using log::Phase;

namespace {

constexpr std::uint64_t kReplayChunk = 1024;

Answer refused(const Error& error, Reason code) {
  return {Outcome::kRefused, 0, error.message(), code};
}

}  // namespace

Result<ElectionState> stored_state(
    store::LogStore& store, const log::TreeHead& head,
    const std::function<void(const log::Applied&)>& visit,
    const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  ElectionState state;
  for (std::uint64_t first = 0; first < head.size; first += kReplayChunk) {
    const std::uint64_t count = std::min(kReplayChunk, head.size - first);
    VICHE_ASSIGN(const std::vector<Bytes> entries, store.entries(first, count));
    std::vector<log::HashedEntry> hashed;
    for (const Bytes& entry : entries) hashed.push_back({entry, log::hash_leaf(entry)});
    const Result<void> applied =
        state.apply_all(hashed, [&](const log::Applied& one, ByteView) -> Result<void> {
          if (visit) visit(one);
          return {};
        });
    if (!applied) return applied.error().at("the stored log");
    if (progress) progress(state.size(), head.size);
  }
  if (state.head() != head) return Error{"its entries do not have its root", "the stored log"};
  return state;
}

Result<Board> Board::open(store::LogStore& store, store::Sequencer& sequencer,
                          const Bytes32& manifest_hash, BoardOptions options) {
  Board board(store, sequencer, manifest_hash, std::move(options));
  VICHE_TRY(board.replay());
  board.options_.progress = {};  // what it refers to need not live on
  return board;
}

Result<void> Board::replay() {
  VICHE_ASSIGN(state_,
               stored_state(
                   *store_, sequencer_->head(),
                   [&](const log::Applied& applied) { note_applied(applied); }, options_.progress));
  if (state_.has_manifest() && state_.manifest_hash() != manifest_hash_) {
    return Error{"it is the log of another manifest, " + to_hex(state_.manifest_hash()),
                 "the stored log"};
  }
  if (!state_.between_entries())
    return Error{"it ends where " + state_.describe(), "the stored log"};
  return prepare_context();
}

void Board::note_applied(const log::Applied& applied) {
  const bool first_part =
      log::entry_shape(applied.type) == log::EntryShape::kStatement && !in_statement_;
  if (first_part) statements_.emplace(applied.leaf, applied.index);
  in_statement_ =
      !applied.signer.has_value() && log::entry_shape(applied.type) == log::EntryShape::kStatement;
  if (options_.applied) options_.applied(applied);
}

std::optional<std::uint64_t> Board::effective_cast(const Bytes32& K) const {
  const std::shared_lock lock(*mutex_);
  const log::Credential* credential = state_.ledger().find(K);
  return credential == nullptr ? std::nullopt : credential->effective_cast;
}

std::optional<log::Credential> Board::credential(const Bytes32& K) const {
  const std::shared_lock lock(*mutex_);
  const log::Credential* found = state_.ledger().find(K);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

Result<void> Board::prepare_context() {
  if (context_ != nullptr || !state_.election()) return {};
  VICHE_ASSIGN(log::ElectionKeys keys, keys_of_reveals());
  auto context = std::make_shared<const ballot::ElectionContext>(
      *state_.election(), state_.layout(), std::move(keys.Y));
  const std::unique_lock lock(*mutex_);
  context_ = std::move(context);
  return {};
}

Result<log::ElectionKeys> Board::keys_of_reveals() const {
  std::vector<log::RevealBody> reveals;
  for (const auto& reveal : state_.reveals()) reveals.push_back(*reveal);
  return log::ElectionKeys::from_reveals(reveals, state_.shape());
}

Result<void> Board::check_statement(const log::Statement& statement) const {
  VICHE_TRY(state_.check_statement(statement));
  if (statement.type == EntryType::kManifest &&
      ballot::manifest_hash(statement.body) != manifest_hash_) {
    return Error{"this board is for another manifest, " + to_hex(manifest_hash_), ""};
  }
  if (statement.type == EntryType::kOpening) {
    VICHE_ASSIGN(const log::ElectionKeys keys, keys_of_reveals());
    VICHE_ASSIGN(const log::OpeningBody body, log::OpeningBody::decode(statement.body));
    if (body.keys_root != keys.root()) {
      return Error{
          "the opening's keys_root is not that of the revealed keys, " + to_hex(keys.root()), ""};
    }
  }
  if (options_.check_contents) VICHE_TRY(options_.check_contents(state_, statement));
  return {};
}

Result<void> Board::append(std::span<const Bytes> entries, std::span<const log::Hash> leaves,
                           std::span<const Bytes32> trackers) {
  const auto appended = sequencer_->append(entries, leaves);
  // Even after an error the entries may be in: the sequencer's head tells.
  if (sequencer_->head().size == state_.size() + entries.size()) {
    const std::unique_lock lock(*mutex_);
    const std::size_t first_tracker = entries.size() - trackers.size();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      log::HashedEntry entry{entries[i], leaves[i], {}};
      if (i >= first_tracker) entry.tracker = trackers[i - first_tracker];
      const auto applied = state_.apply(entry);
      if (!applied) broken_invariant(applied.error().message().c_str());
      note_applied(*applied);
    }
  }
  if (!appended) return appended.error();
  return prepare_context();
}

std::optional<Answer> Board::refuse_at_once(const std::vector<Bytes>& parts) const {
  const auto statement = log::join_statement(parts);
  if (!statement) return refused(statement.error(), Reason::kMalformed);
  std::optional<log::Signer> signer;
  {
    const std::shared_lock lock(*mutex_);
    if (!state_.has_manifest()) return std::nullopt;
    const auto found = log::find_signer(state_.manifest(), statement->signer);
    if (!found) return refused(found.error(), Reason::kStatement);
    signer = *found;
  }
  const auto verified = log::verify_statement(*statement, manifest_hash_, *signer);
  if (!verified) return refused(verified.error(), Reason::kStatement);
  return std::nullopt;
}

std::optional<std::uint64_t> Board::place_of_statement(const Bytes& first_part) const {
  const log::Hash leaf = log::hash_leaf(first_part);
  const std::shared_lock lock(*mutex_);
  const auto found = statements_.find(leaf);
  return found == statements_.end() ? std::nullopt : std::optional(found->second);
}

Result<std::optional<std::uint64_t>> Board::find_statement(const std::vector<Bytes>& parts) const {
  const std::optional<std::uint64_t> place = place_of_statement(parts.front());
  if (!place || parts.size() > state_.size() - *place) return std::optional<std::uint64_t>();
  VICHE_ASSIGN(const std::vector<Bytes> stored, store_->entries(*place, parts.size()));
  return stored == parts ? place : std::nullopt;
}

Result<Answer> Board::post_statement(const std::vector<Bytes>& parts) {
  const auto statement = log::join_statement(parts);
  if (!statement) return refused(statement.error(), Reason::kMalformed);
  VICHE_ASSIGN(const std::optional<std::uint64_t> known, find_statement(parts));
  if (known) {
    VICHE_TRY(sequencer_->finish());
    return Answer{Outcome::kKnown, *known, ""};
  }
  const auto checked = check_statement(*statement);
  if (!checked) return refused(checked.error(), Reason::kStatement);
  const std::uint64_t index = state_.size();
  std::vector<log::Hash> leaves;
  for (const Bytes& part : parts) leaves.push_back(log::hash_leaf(part));
  VICHE_TRY(append(parts, leaves, {}));
  return Answer{Outcome::kAppended, index, ""};
}

const log::LedgerEntry* Board::same_C_0(const ballot::BallotView& view) const {
  const log::Credential* credential = state_.ledger().find(view.K());
  return credential == nullptr ? nullptr : credential->find(view.C_0());
}

Result<std::optional<Answer>> Board::answer_at_once(const Bytes& entry, const log::Hash& leaf,
                                                    const KnownByBytes& known_by_bytes) const {
  const auto not_open = [&] {
    return std::optional(
        refused(Error{"ballots are taken while the vote is open; " + state_.describe(), ""},
                Reason::kNotOpen));
  };
  if (VICHE_FAULT(!state_.has_manifest())) return not_open();
  const auto view = ballot::BallotView::parse(entry, state_.layout());
  if (VICHE_FAULT(!view)) return std::optional(refused(view.error(), Reason::kMalformed));
  if (const log::LedgerEntry* seen = same_C_0(*view); seen != nullptr) {
    const log::Credential& credential = *state_.ledger().find(view->K());
    if (seen->index == credential.entries.back().index && leaf == credential.latest) {
      return std::optional(Answer{Outcome::kKnown, seen->index, ""});
    }
    VICHE_ASSIGN(std::optional<Answer> known, known_by_bytes(seen->index));
    if (known) return known;
  }
  if (VICHE_FAULT(state_.phase() != Phase::kVoting)) return not_open();
  const auto standing = state_.ledger().check_standing(*view);
  if (!standing) {
    const bool registered = state_.ledger().find(view->K()) != nullptr;
    return std::optional(
        refused(standing.error(), registered ? Reason::kNotEntitled : Reason::kNotRegistered));
  }
  return std::optional<Answer>();
}

Result<std::optional<Answer>> Board::answer_from_store(const Bytes& entry,
                                                       const log::Hash& leaf) const {
  return answer_at_once(entry, leaf, [&](std::uint64_t index) -> Result<std::optional<Answer>> {
    VICHE_ASSIGN(const std::vector<Bytes> stored, store_->entries(index, 1));
    if (stored.front() != entry) return std::optional<Answer>();
    return std::optional(Answer{Outcome::kKnown, index, ""});
  });
}

Board::PendingBallots Board::begin_ballots(std::vector<Bytes> entries, RandomSource& random) const {
  std::vector<log::Hash> leaves;
  leaves.reserve(entries.size());
  for (const Bytes& entry : entries) leaves.push_back(log::hash_leaf(entry));
  return begin_ballots(std::move(entries), std::move(leaves), random);
}

Board::PendingBallots Board::begin_ballots(std::vector<Bytes> entries,
                                           std::vector<log::Hash> leaves,
                                           RandomSource& random) const {
  PendingBallots pending(std::move(entries), std::move(leaves));
  std::vector<std::size_t> open;
  const std::shared_lock lock(*mutex_);
  for (std::size_t i = 0; i < pending.entries_->size(); ++i) {
    // The store is the appending thread's: what only it can tell is left to finish_ballots.
    const Error unsettled{"left to the store", ""};
    Result<std::optional<Answer>> answer =
        answer_at_once((*pending.entries_)[i], pending.leaves_[i],
                       [&](std::uint64_t) -> Result<std::optional<Answer>> { return unsettled; });
    if (!answer) {
      pending.unsettled_.push_back(i);
    } else if (*answer) {
      pending.answers_[i] = std::move(**answer);
    } else {
      open.push_back(i);
    }
  }
  if (!open.empty()) {
    pending.check_ =
        ProofCheck(context_, *pending.entries_, std::move(open), options_.threads, random);
  }
  return pending;
}

std::vector<std::size_t> Board::PendingBallots::bad_proofs() const {
  std::vector<std::size_t> places;
  for (const ProofCheck::Fault& fault : check_.faults()) {
    if (fault.code == Reason::kBadProof) places.push_back(fault.place);
  }
  return places;
}

Result<std::vector<Answer>> Board::finish_ballots(PendingBallots pending) {
  for (const std::size_t place : pending.unsettled_) {
    VICHE_ASSIGN(std::optional<Answer> answer,
                 answer_from_store((*pending.entries_)[place], pending.leaves_[place]));
    if (!answer) broken_invariant("a C_0 of the log that may be used again");
    pending.answers_[place] = std::move(*answer);
  }
  std::vector<std::size_t> open;
  for (const ProofCheck::Fault& fault : pending.check_.faults()) {
    if (fault.code == Reason::kNone) {
      open.push_back(fault.place);
    } else {
      pending.answers_[fault.place] = refused(Error{fault.reason, ""}, fault.code);
    }
  }
  while (!open.empty()) VICHE_TRY(append_batch(pending, open));
  VICHE_TRY(sequencer_->finish());
  return std::move(pending.answers_);
}

Result<void> Board::append_batch(PendingBallots& pending, std::vector<std::size_t>& open) {
  const std::vector<Bytes>& entries = *pending.entries_;
  std::vector<Answer>& answers = pending.answers_;
  std::vector<std::size_t> positions;
  std::vector<ballot::BallotView> views;
  std::vector<std::size_t> waiting;
  std::set<Bytes32> credentials;
  for (const std::size_t i : open) {
    VICHE_ASSIGN(std::optional<Answer> answer, answer_from_store(entries[i], pending.leaves_[i]));
    if (answer) {
      answers[i] = std::move(*answer);
      continue;
    }
    const ballot::BallotView view = *ballot::BallotView::parse(entries[i], state_.layout());
    const auto checked = state_.ledger().check_ballot(view);
    if (VICHE_HOLDS(checked.ok()) && VICHE_HOLDS(credentials.insert(view.K()).second)) {
      positions.push_back(i);
      views.push_back(view);
    } else {
      if (!checked) answers[i] = refused(checked.error(), Reason::kNotNext);
      waiting.push_back(i);
    }
  }
  // What waits when nothing more can go in stays refused.
  open = positions.empty() ? std::vector<std::size_t>() : std::move(waiting);
  if (positions.empty()) return {};

  struct Chosen {
    Bytes32 tracker;
    std::size_t position;
  };
  std::vector<Bytes32> trackers(views.size());
  ballot::trackers(*state_.election(), views, trackers);
  std::vector<Chosen> chosen;
  for (std::size_t c = 0; c < views.size(); ++c) chosen.push_back({trackers[c], positions[c]});
  std::sort(chosen.begin(), chosen.end(),
            [](const Chosen& a, const Chosen& b) { return a.tracker < b.tracker; });

  const log::Batch batch{state_.batches() + 1, static_cast<std::uint32_t>(chosen.size())};
  std::vector<Bytes> batch_entries{batch.encode()};
  std::vector<log::Hash> leaves{log::hash_leaf(batch_entries.front())};
  for (std::size_t c = 0; c < chosen.size(); ++c) {
    trackers[c] = chosen[c].tracker;
    batch_entries.push_back(entries[chosen[c].position]);
    leaves.push_back(pending.leaves_[chosen[c].position]);
  }
  std::uint64_t index = state_.size();
  VICHE_TRY(append(batch_entries, leaves, trackers));
  for (const Chosen& one : chosen) answers[one.position] = {Outcome::kAppended, ++index, ""};
  return {};
}

}  // namespace viche::board
