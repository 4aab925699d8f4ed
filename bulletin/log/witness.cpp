#include "bulletin/log/witness.h"

#include <algorithm>
#include <set>

namespace viche::log {

namespace {

WitnessAnswer answer(WitnessStatus status, const std::string& line) {
  return WitnessAnswer{status, line + "\n"};
}

WitnessAnswer conflict(std::uint64_t size) {
  return answer(WitnessStatus::kConflict, std::to_string(size));
}

}  // namespace

Result<Witness> Witness::create(std::string name, Ed25519Signer signer,
                                std::vector<VerifierKey> logs, WitnessState& state, Clock clock,
                                OnFork on_fork) {
  VICHE_ASSIGN(VerifierKey key, VerifierKey::create(std::move(name), SignatureType::kCosignature,
                                                    signer.public_key()));
  std::set<std::string> origins;
  for (const VerifierKey& log : logs) {
    if (log.type != SignatureType::kEd25519) return Error{"not a log's key", log.name};
    if (!origins.insert(log.name).second) return Error{"two keys for one log", log.name};
  }
  return Witness(std::move(key), std::move(signer), std::move(logs), state, std::move(clock),
                 std::move(on_fork));
}

Result<void> Witness::note_fork(const VerifierKey& log, const Fork& fork) {
  if (!verify_fork(fork, log)) return {};
  VICHE_ASSIGN(const bool kept, state_->keep_fork(log.name, fork));
  if (kept && on_fork_) on_fork_(fork);
  return {};
}

Result<WitnessAnswer> Witness::add_checkpoint(std::string_view body) {
  const Result<AddCheckpoint> request = AddCheckpoint::decode(body);
  if (!request) return answer(WitnessStatus::kBadRequest, request.error().message());
  const Result<Checkpoint> checkpoint = Checkpoint::decode(request->checkpoint.text);
  if (!checkpoint) return answer(WitnessStatus::kBadRequest, checkpoint.error().message());

  const auto log = std::find_if(logs_.begin(), logs_.end(), [&](const VerifierKey& key) {
    return key.name == checkpoint->origin;
  });
  if (log == logs_.end()) return answer(WitnessStatus::kUnknownLog, "unknown log");
  const Result<NoteVerdict> verdict = verify_note(request->checkpoint, std::span(&*log, 1));
  if (!verdict) return answer(WitnessStatus::kForbidden, verdict.error().message());
  if (request->old_size > checkpoint->head.size) {
    return answer(WitnessStatus::kBadRequest, "the old size is larger than the checkpoint's");
  }
  const Note by_log{request->checkpoint.text,
                    {request->checkpoint.signatures[verdict->verified.front().signature]}};

  VICHE_ASSIGN(const std::optional<SeenCheckpoint> recorded, state_->latest(checkpoint->origin));
  const TreeHead old_head = recorded ? recorded->head : TreeHead{};
  if (recorded && old_head.size == checkpoint->head.size &&
      old_head.root != checkpoint->head.root) {
    VICHE_TRY(note_fork(*log, {recorded->note, {old_head.size, {}, by_log}}));
    return conflict(old_head.size);
  }
  if (request->old_size != old_head.size) return conflict(old_head.size);
  const Result<void> consistent = verify_consistency(request->proof, old_head, checkpoint->head);
  if (!consistent) {
    if (recorded) {
      VICHE_TRY(note_fork(*log, {recorded->note, {old_head.size, request->proof, by_log}}));
    }
    return answer(WitnessStatus::kUnprocessable, consistent.error().message());
  }

  // Recorded before it is signed: a crash between the two costs a cosignature, never a second
  // history.
  VICHE_ASSIGN(const bool swapped,
               state_->compare_and_swap(checkpoint->origin,
                                        recorded ? std::optional(old_head) : std::nullopt,
                                        {checkpoint->head, by_log}));
  if (!swapped) {
    VICHE_ASSIGN(const std::optional<SeenCheckpoint> now, state_->latest(checkpoint->origin));
    return conflict(now ? now->head.size : 0);
  }
  const NoteSignature cosignature =
      cosign_text(key_.name, signer_, request->checkpoint.text, clock_());
  return WitnessAnswer{WitnessStatus::kCosigned, cosignature.line()};
}

}  // namespace viche::log
