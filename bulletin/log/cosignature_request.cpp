#include "bulletin/log/cosignature_request.h"

#include "bulletin/log/text_codec.h"

namespace viche::log {
namespace {

using Outcome = WitnessReply::Outcome;

/// Questions to one witness about one checkpoint.
class Inquiry {
 public:
  Inquiry(const WitnessTransport& transport, const VerifierKey& witness, const Note& checkpoint,
          HashReader& tree)
      : transport_(transport), witness_(witness), note_(checkpoint), tree_(tree) {}

  WitnessReply run(std::optional<ProofFrom> known, std::uint64_t known_size) {
    const Result<Checkpoint> checkpoint = Checkpoint::decode(note_.text);
    if (!checkpoint) return end(Outcome::kRefused, checkpoint.error().message());
    size_ = checkpoint->head.size;
    reply_.known_size = known_size;
    if (!known) known = proof_from(known_size);
    if (!known || !ask(std::move(*known))) return reply_;
    if (reply_.answer->status == WitnessStatus::kConflict && !ask_again()) return reply_;
    return judge();
  }

 private:
  WitnessReply end(Outcome outcome, const std::string& detail) {
    reply_.outcome = outcome;
    reply_.detail = "witness " + witness_.name + ": " + detail;
    return reply_;
  }

  std::optional<ProofFrom> proof_from(std::uint64_t size) {
    Result<MerkleProof> proof = consistency_proof(tree_, size, size_);
    if (proof) return ProofFrom{size, std::move(*proof)};
    end(Outcome::kNoProof, proof.error().message());
    return std::nullopt;
  }

  /// False if there was no answer.
  bool ask(ProofFrom known) {
    reply_.known_size = known.size;
    reply_.request = AddCheckpoint{known.size, std::move(known.proof), note_}.encode();
    Result<WitnessAnswer> answer = transport_(reply_.request);
    if (!answer) {
      end(Outcome::kUnreachable, answer.error().message());
      return false;
    }
    reply_.answer = std::move(*answer);
    return true;
  }

  /// After a conflict: from the size that the witness has. False if it has an end there.
  bool ask_again() {
    LineReader lines(reply_.answer->body);
    const Result<std::string_view> line = lines.next("size");
    const Result<std::uint64_t> its_size = line ? parse_decimal(*line) : line.error();
    if (!its_size) {
      end(Outcome::kRefused, its_size.error().message());
      return false;
    }
    if (*its_size > size_) {
      end(Outcome::kLongerLog, "it has a longer log, of " + std::to_string(*its_size));
      return false;
    }
    if (*its_size == reply_.known_size) return true;
    std::optional<ProofFrom> known = proof_from(*its_size);
    reply_.known_size = *its_size;
    return known && ask(std::move(*known));
  }

  WitnessReply judge() {
    const WitnessAnswer& answer = *reply_.answer;
    // It was asked by a proof from the size that it has, which is this log's.
    const bool other_root =
        (answer.status == WitnessStatus::kConflict && reply_.known_size == size_) ||
        (answer.status == WitnessStatus::kUnprocessable && reply_.known_size > 0);
    if (other_root) return end(Outcome::kOtherRoot, "it has another root of this log");
    if (answer.status != WitnessStatus::kCosigned) {
      return end(Outcome::kRefused, "answered " + std::to_string(static_cast<int>(answer.status)) +
                                        ": " + answer.body);
    }
    for (LineReader lines(answer.body); !lines.at_end();) {
      const Result<std::string_view> line = lines.next("cosignature");
      if (!line) return end(Outcome::kRefused, line.error().message());
      const Result<NoteSignature> signature = NoteSignature::decode_line(*line);
      if (!signature) return end(Outcome::kRefused, signature.error().message());
      if (!is_by(*signature, witness_)) continue;
      const Result<void> verified = verify_signature(witness_, note_.text, *signature);
      if (!verified) return end(Outcome::kRefused, verified.error().message());
      reply_.outcome = Outcome::kCosigned;
      reply_.cosignature = *signature;
      reply_.known_size = size_;
      return reply_;
    }
    return end(Outcome::kRefused, "its answer holds no cosignature by its key");
  }

  const WitnessTransport& transport_;
  const VerifierKey& witness_;
  const Note& note_;
  HashReader& tree_;
  std::uint64_t size_ = 0;
  WitnessReply reply_;
};

}  // namespace

WitnessReply request_cosignature(const WitnessTransport& transport, const VerifierKey& witness,
                                 const Note& checkpoint, ProofFrom known, HashReader& tree) {
  const std::uint64_t size = known.size;
  return Inquiry(transport, witness, checkpoint, tree).run(std::move(known), size);
}

WitnessReply request_cosignature(const WitnessTransport& transport, const VerifierKey& witness,
                                 const Note& checkpoint, std::uint64_t known_size,
                                 HashReader& tree) {
  return Inquiry(transport, witness, checkpoint, tree).run(std::nullopt, known_size);
}

Result<NoteSignature> cosignature_of(const WitnessReply& reply) {
  if (!reply.cosignature) return Error{reply.detail, ""};
  return *reply.cosignature;
}

}  // namespace viche::log
