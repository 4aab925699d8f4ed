#include "bulletin/log/witness.h"

#include <algorithm>
#include <set>

#include "bulletin/log/text_codec.h"

namespace viche::log {

namespace {

WitnessAnswer answer(WitnessStatus status, const std::string& line) {
  return WitnessAnswer{status, line + "\n"};
}

Result<AddCheckpoint> decode_lines(LineReader& lines) {
  AddCheckpoint request;
  VICHE_ASSIGN(const std::string_view old_text, lines.labelled("old"));
  const Result<std::uint64_t> old_size = parse_decimal(old_text);
  if (!old_size) return lines.error(old_size.error().reason);
  request.old_size = *old_size;
  VICHE_ASSIGN(request.proof, read_hash_lines(lines, kMaxProofHashes));
  VICHE_ASSIGN(request.checkpoint, Note::decode(lines.rest()));
  return request;
}

}  // namespace

std::string AddCheckpoint::encode() const {
  std::string body = "old " + std::to_string(old_size) + "\n";
  for (const Hash& hash : proof) body += to_base64(hash) + "\n";
  return body + "\n" + checkpoint.encode();
}

Result<AddCheckpoint> AddCheckpoint::decode(std::string_view body) {
  LineReader lines(body);
  Result<AddCheckpoint> request = decode_lines(lines);
  if (!request) return request.error().at("add-checkpoint");
  return request;
}

Result<Witness> Witness::create(std::string name, Ed25519Signer signer,
                                std::vector<VerifierKey> logs, WitnessState& state, Clock clock) {
  VICHE_ASSIGN(VerifierKey key, VerifierKey::create(std::move(name), SignatureType::kCosignature,
                                                    signer.public_key()));
  std::set<std::string> origins;
  for (const VerifierKey& log : logs) {
    if (log.type != SignatureType::kEd25519) return Error{"not a log's key", log.name};
    if (!origins.insert(log.name).second) return Error{"two keys for one log", log.name};
  }
  return Witness(std::move(key), std::move(signer), std::move(logs), state, std::move(clock));
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

  VICHE_ASSIGN(const std::optional<TreeHead> recorded, state_->latest(checkpoint->origin));
  const TreeHead old_head = recorded.value_or(TreeHead{});
  const WitnessAnswer conflict = answer(WitnessStatus::kConflict, std::to_string(old_head.size));
  if (request->old_size != old_head.size) return conflict;
  if (old_head.size == checkpoint->head.size && old_head.root != checkpoint->head.root)
    return conflict;
  const Result<void> consistent = verify_consistency(request->proof, old_head, checkpoint->head);
  if (!consistent) return answer(WitnessStatus::kUnprocessable, consistent.error().message());

  // Recorded before it is signed: a crash between the two costs a cosignature, never a second
  // history.
  VICHE_ASSIGN(const bool swapped,
               state_->compare_and_swap(checkpoint->origin, recorded, checkpoint->head));
  if (!swapped) {
    VICHE_ASSIGN(const std::optional<TreeHead> now, state_->latest(checkpoint->origin));
    return answer(WitnessStatus::kConflict, std::to_string(now.value_or(TreeHead{}).size));
  }
  const NoteSignature cosignature =
      cosign_text(key_.name, signer_, request->checkpoint.text, clock_());
  return WitnessAnswer{WitnessStatus::kCosigned, cosignature.line()};
}

Result<NoteSignature> request_cosignature(const WitnessTransport& transport,
                                          const VerifierKey& witness, const Note& checkpoint,
                                          std::uint64_t known_size, HashReader& tree) {
  const auto refuse = [&](const std::string& reason) {
    return Error{reason, "witness " + witness.name};
  };
  VICHE_ASSIGN(const Checkpoint body, Checkpoint::decode(checkpoint.text));
  const auto ask = [&](std::uint64_t old_size) -> Result<WitnessAnswer> {
    VICHE_ASSIGN(MerkleProof proof, consistency_proof(tree, old_size, body.head.size));
    return transport(AddCheckpoint{old_size, std::move(proof), checkpoint}.encode());
  };

  VICHE_ASSIGN(WitnessAnswer answered, ask(known_size));
  if (answered.status == WitnessStatus::kConflict) {
    LineReader lines(answered.body);
    VICHE_ASSIGN(const std::string_view line, lines.next("size"));
    VICHE_ASSIGN(const std::uint64_t its_size, parse_decimal(line));
    if (its_size == known_size) return refuse("it has another root for this size");
    if (its_size > body.head.size)
      return refuse("it has a longer log of " + std::to_string(its_size));
    VICHE_ASSIGN(answered, ask(its_size));
  }
  if (answered.status != WitnessStatus::kCosigned) {
    return refuse("answered " + std::to_string(static_cast<int>(answered.status)) + ": " +
                  answered.body);
  }
  for (LineReader lines(answered.body); !lines.at_end();) {
    VICHE_ASSIGN(const std::string_view line, lines.next("cosignature"));
    VICHE_ASSIGN(NoteSignature cosignature, NoteSignature::decode_line(line));
    if (!is_by(cosignature, witness)) continue;
    VICHE_TRY(verify_signature(witness, checkpoint.text, cosignature));
    return cosignature;
  }
  return refuse("its answer holds no cosignature by its key");
}

}  // namespace viche::log
