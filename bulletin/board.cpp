#include "bulletin/board.h"

#include <algorithm>
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
  VICHE_ASSIGN(state_, stored_state(
                           *store_, sequencer_->head(),
                           [&](const log::Applied& applied) { note_statement(applied); },
                           options_.progress));
  if (state_.has_manifest() && state_.manifest_hash() != manifest_hash_) {
    return Error{"it is the log of another manifest, " + to_hex(state_.manifest_hash()),
                 "the stored log"};
  }
  if (!state_.between_entries())
    return Error{"it ends where " + state_.describe(), "the stored log"};
  return prepare_context();
}

void Board::note_statement(const log::Applied& applied) {
  const bool first_part =
      log::entry_shape(applied.type) == log::EntryShape::kStatement && !in_statement_;
  if (first_part) statements_.emplace(applied.leaf, applied.index);
  in_statement_ =
      !applied.signer.has_value() && log::entry_shape(applied.type) == log::EntryShape::kStatement;
}

Result<void> Board::prepare_context() {
  if (context_ != nullptr || !state_.election()) return {};
  VICHE_ASSIGN(log::ElectionKeys keys, keys_of_reveals());
  context_ = std::make_shared<const ballot::ElectionContext>(*state_.election(), state_.layout(),
                                                             std::move(keys.Y));
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
  if (options_.check_contents) VICHE_TRY(options_.check_contents(statement, state_.head()));
  return {};
}

Result<void> Board::append(const std::vector<Bytes>& entries) {
  const auto appended = sequencer_->append(entries);
  // Even after an error the entries may be in: the sequencer's head tells.
  if (sequencer_->head().size == state_.size() + entries.size()) {
    for (const Bytes& entry : entries) {
      const auto applied = state_.apply(entry);
      if (!applied) broken_invariant(applied.error().message().c_str());
      note_statement(*applied);
    }
  }
  if (!appended) return appended.error();
  return prepare_context();
}

Result<std::optional<std::uint64_t>> Board::find_statement(const std::vector<Bytes>& parts) const {
  const auto found = statements_.find(log::hash_leaf(parts.front()));
  if (found == statements_.end() || parts.size() > state_.size() - found->second) {
    return std::optional<std::uint64_t>();
  }
  VICHE_ASSIGN(const std::vector<Bytes> stored, store_->entries(found->second, parts.size()));
  return stored == parts ? std::optional(found->second) : std::nullopt;
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
  VICHE_TRY(append(parts));
  return Answer{Outcome::kAppended, index, ""};
}

Result<std::optional<std::uint64_t>> Board::find_ballot(const ballot::BallotView& view,
                                                        const Bytes& entry) const {
  const log::Credential* credential = state_.ledger().find(view.K());
  const log::LedgerEntry* seen = credential == nullptr ? nullptr : credential->find(view.C_0());
  if (seen == nullptr) return std::optional<std::uint64_t>();
  VICHE_ASSIGN(const std::vector<Bytes> stored, store_->entries(seen->index, 1));
  return stored.front() == entry ? std::optional(seen->index) : std::nullopt;
}

Result<std::optional<Answer>> Board::answer_at_once(const Bytes& entry) const {
  const auto not_open = [&] {
    return std::optional(
        refused(Error{"ballots are taken while the vote is open; " + state_.describe(), ""},
                Reason::kNotOpen));
  };
  if (VICHE_FAULT(!state_.has_manifest())) return not_open();
  const auto view = ballot::BallotView::parse(entry, state_.layout());
  if (VICHE_FAULT(!view)) return std::optional(refused(view.error(), Reason::kMalformed));
  VICHE_ASSIGN(const std::optional<std::uint64_t> known, find_ballot(*view, entry));
  if (known) return std::optional(Answer{Outcome::kKnown, *known, ""});
  if (VICHE_FAULT(state_.phase() != Phase::kVoting)) return not_open();
  const auto standing = state_.ledger().check_standing(*view);
  if (!standing) {
    const bool registered = state_.ledger().find(view->K()) != nullptr;
    return std::optional(
        refused(standing.error(), registered ? Reason::kNotEntitled : Reason::kNotRegistered));
  }
  return std::optional<Answer>();
}

Result<Board::PendingBallots> Board::begin_ballots(std::vector<Bytes> entries,
                                                   RandomSource& random) const {
  PendingBallots pending(std::move(entries));
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < pending.entries_->size(); ++i) {
    VICHE_ASSIGN(std::optional<Answer> answer, answer_at_once((*pending.entries_)[i]));
    if (answer) {
      pending.answers_[i] = std::move(*answer);
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

Result<std::vector<Answer>> Board::finish_ballots(PendingBallots pending) {
  std::vector<std::size_t> open;
  for (const ProofCheck::Fault& fault : pending.check_.faults()) {
    if (fault.code == Reason::kNone) {
      open.push_back(fault.place);
    } else {
      pending.answers_[fault.place] = refused(Error{fault.reason, ""}, fault.code);
    }
  }
  while (!open.empty()) VICHE_TRY(append_batch(*pending.entries_, open, pending.answers_));
  VICHE_TRY(sequencer_->finish());
  return std::move(pending.answers_);
}

Result<void> Board::append_batch(std::span<const Bytes> entries, std::vector<std::size_t>& open,
                                 std::vector<Answer>& answers) {
  struct Chosen {
    Bytes32 tracker;
    std::size_t position;
  };
  std::vector<Chosen> chosen;
  std::vector<std::size_t> waiting;
  std::set<Bytes32> credentials;
  for (const std::size_t i : open) {
    VICHE_ASSIGN(std::optional<Answer> answer, answer_at_once(entries[i]));
    if (answer) {
      answers[i] = std::move(*answer);
      continue;
    }
    const ballot::BallotView view = *ballot::BallotView::parse(entries[i], state_.layout());
    const auto checked = state_.ledger().check_ballot(view);
    if (VICHE_HOLDS(checked.ok()) && VICHE_HOLDS(credentials.insert(view.K()).second)) {
      chosen.push_back({ballot::tracker(*state_.election(), view), i});
    } else {
      if (!checked) answers[i] = refused(checked.error(), Reason::kNotNext);
      waiting.push_back(i);
    }
  }
  // What waits when nothing more can go in stays refused.
  open = chosen.empty() ? std::vector<std::size_t>() : std::move(waiting);
  if (chosen.empty()) return {};

  std::sort(chosen.begin(), chosen.end(),
            [](const Chosen& a, const Chosen& b) { return a.tracker < b.tracker; });
  const log::Batch batch{state_.batches() + 1, static_cast<std::uint32_t>(chosen.size())};
  std::vector<Bytes> batch_entries{batch.encode()};
  for (const Chosen& one : chosen) batch_entries.push_back(entries[one.position]);
  std::uint64_t index = state_.size();
  VICHE_TRY(append(batch_entries));
  for (const Chosen& one : chosen) answers[one.position] = {Outcome::kAppended, ++index, ""};
  return {};
}

}  // namespace viche::board
