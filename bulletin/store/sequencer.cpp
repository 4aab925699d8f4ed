#include "bulletin/store/sequencer.h"

#include <algorithm>

namespace viche::store {

using log::Note;
using log::TreeHead;

Result<Sequencer> Sequencer::open(LogStore& store, Publisher& publisher, std::string origin,
                                  CheckpointSigner signer, Options options) {
  Sequencer sequencer(store, publisher, std::move(origin), std::move(signer), std::move(options));
  VICHE_ASSIGN(LogState state, store.state());
  VICHE_ASSIGN(sequencer.edge_, log::TileEdge::restore(store, state.staged));
  sequencer.newest_ = std::move(state.newest);
  // Before anything is signed: a store that forgot what was published would sign a second history.
  VICHE_TRY(publisher.check_prefix(store, state.staged));
  VICHE_TRY(sequencer.finish());
  return sequencer;
}

Error Sequencer::stop(const Error& error) {
  stopped_ = error.at("the log has stopped");
  return *stopped_;
}

Error Sequencer::reload(const TreeHead& before, const Error& error) {
  Result<LogState> state = store_->state();
  if (!state || (state->staged != before && state->staged != edge_.head())) return stop(error);
  const TreeHead was_signed = newest_ ? newest_->head : TreeHead{};
  const TreeHead is_signed = state->newest ? state->newest->head : TreeHead{};
  if (is_signed != was_signed && is_signed != before) return stop(error);
  Result<log::TileEdge> edge = log::TileEdge::restore(*store_, state->staged);
  if (!edge) return stop(error);
  edge_ = std::move(*edge);
  newest_ = std::move(state->newest);
  return error;
}

Result<Appended> Sequencer::append(const std::vector<Bytes>& entries) {
  std::vector<log::Hash> leaves;
  leaves.reserve(entries.size());
  for (const Bytes& entry : entries) leaves.push_back(log::hash_leaf(entry));
  return append(entries, leaves);
}

Result<Appended> Sequencer::append(std::span<const Bytes> entries,
                                   std::span<const log::Hash> leaves) {
  if (leaves.size() != entries.size()) broken_invariant("entries without their hashes");
  VICHE_TRY(finish());
  if (entries.empty()) return Error{"an empty batch", "append"};
  for (const Bytes& entry : entries) {
    if (entry.size() > log::kMaxEntrySize)
      return Error{"an entry has more than 65,535 bytes", "append"};
  }
  const TreeHead before = edge_.head();
  if (entries.size() >= log::kMaxTreeSize - before.size) return Error{"the log is full", "append"};
  for (const log::Hash& leaf : leaves) edge_.append(leaf);
  const TreeHead after = edge_.head();
  // edge_ is ahead of the store until this succeeds.
  const Result<void> staged = store_->stage(before, entries, edge_.take_changed(), after);
  if (!staged) return reload(before, staged.error());
  reach(options_.fault, FaultPoint::kStaged);
  VICHE_TRY(finish());
  return Appended{before.size, after};
}

Result<void> Sequencer::finish() {
  if (stopped_) return *stopped_;
  VICHE_TRY(sign_staged());
  if (!newest_) return {};
  VICHE_TRY(cosign_newest());
  return publisher_->publish(*store_, *newest_);
}

Result<void> Sequencer::sign_staged() {
  const TreeHead staged = edge_.head();
  const std::uint64_t signed_size = newest_ ? newest_->head.size : 0;
  if (staged.size == signed_size) return {};
  const std::string note = signer_(log::Checkpoint{origin_, staged}).encode();
  reach(options_.fault, FaultPoint::kSigned);
  const Result<bool> swapped =
      store_->swap_checkpoint(newest_ ? std::optional(signed_size) : std::nullopt, staged, note);
  if (!swapped) return reload(staged, swapped.error());
  if (!*swapped) return stop(Error{"another writer signed a checkpoint", "store"});
  newest_ = SignedHead{staged, note, SignedHead::Cosigning::kPending};
  reach(options_.fault, FaultPoint::kSwapped);
  return {};
}

Result<void> Sequencer::cosign_newest() {
  if (!options_.cosigner || newest_->cosigning == SignedHead::Cosigning::kDone) return {};
  VICHE_ASSIGN(Note note, Note::decode(newest_->note));
  log::TileHashReader tree(*store_, newest_->head.size);
  VICHE_ASSIGN(const std::vector<log::NoteSignature> cosignatures, options_.cosigner(note, tree));
  note.signatures.insert(note.signatures.end(), cosignatures.begin(), cosignatures.end());
  reach(options_.fault, FaultPoint::kCosigned);
  VICHE_TRY(store_cosigned(note));
  reach(options_.fault, FaultPoint::kCosignaturesStored);
  return {};
}

Result<void> Sequencer::store_cosigned(const Note& note) {
  const std::string encoded = note.encode();
  const Result<void> stored = store_->store_cosigned(newest_->head, encoded);
  if (!stored) return reload(edge_.head(), stored.error());
  newest_->note = encoded;
  newest_->cosigning = SignedHead::Cosigning::kDone;
  return {};
}

Result<bool> Sequencer::add_cosignatures(const TreeHead& head,
                                         std::span<const log::NoteSignature> cosignatures) {
  if (stopped_) return *stopped_;
  if (!newest_ || newest_->head != head) return false;
  VICHE_ASSIGN(Note note, Note::decode(newest_->note));
  const std::size_t before = note.signatures.size();
  for (const log::NoteSignature& added : cosignatures) {
    const bool is_there = std::any_of(
        note.signatures.begin(), note.signatures.end(), [&](const log::NoteSignature& line) {
          return line.name == added.name && line.key_id == added.key_id;
        });
    if (!is_there) note.signatures.push_back(added);
  }
  if (note.signatures.size() == before) return false;
  VICHE_TRY(store_cosigned(note));
  VICHE_TRY(publisher_->publish(*store_, *newest_));
  return true;
}

Result<void> Sequencer::finish_final() {
  VICHE_TRY(finish());
  return publisher_->prune();
}

Result<log::Receipt> Sequencer::receipt(std::uint64_t index) {
  if (!newest_) return Error{"the log has no checkpoint yet", "receipt"};
  VICHE_ASSIGN(Note note, Note::decode(newest_->note));
  log::TileHashReader tree(*store_, newest_->head.size);
  VICHE_ASSIGN(log::MerkleProof proof, log::inclusion_proof(tree, index, newest_->head.size));
  return log::Receipt{std::nullopt, index, std::move(proof), std::move(note)};
}

}  // namespace viche::store
