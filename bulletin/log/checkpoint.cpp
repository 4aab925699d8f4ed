#include "bulletin/log/checkpoint.h"

#include <set>

#include "bulletin/log/text_codec.h"

namespace viche::log {

std::string election_origin(const Bytes32& manifest_hash) {
  return "viche/v1/" + to_hex(manifest_hash);
}

std::string Checkpoint::text() const {
  return origin + "\n" + std::to_string(head.size) + "\n" + to_base64(head.root) + "\n";
}

Result<Checkpoint> Checkpoint::decode(std::string_view text) {
  Checkpoint checkpoint;
  LineReader lines(text);
  const auto refuse = [&](std::string reason) {
    return lines.error(std::move(reason)).at("checkpoint");
  };

  const Result<std::string_view> origin = lines.next("origin");
  if (!origin) return origin.error().at("checkpoint");
  if (origin->empty()) return refuse("the origin is empty");
  checkpoint.origin = std::string(*origin);

  const Result<std::string_view> size_line = lines.next("size");
  if (!size_line) return size_line.error().at("checkpoint");
  const Result<std::uint64_t> size = parse_decimal(*size_line);
  if (!size) return refuse(size.error().reason);
  if (*size >= kMaxTreeSize) return refuse("the size is too large");
  checkpoint.head.size = *size;

  const Result<std::string_view> root_line = lines.next("root");
  if (!root_line) return root_line.error().at("checkpoint");
  const Result<Hash> root = parse_hash(*root_line);
  if (!root) return refuse(root.error().reason);
  checkpoint.head.root = *root;

  if (!lines.at_end()) return refuse("extension lines are not allowed");
  if (checkpoint.head.size == 0 && checkpoint.head.root != empty_root()) {
    return refuse("the root of an empty log is not that of no entries");
  }
  return checkpoint;
}

Note sign_checkpoint(const Checkpoint& checkpoint, const Ed25519Signer& log_signer) {
  const std::string text = checkpoint.text();
  return Note{text, {sign_text(checkpoint.origin, log_signer, text)}};
}

Result<LogPolicy> LogPolicy::create(VerifierKey log, std::vector<VerifierKey> witnesses,
                                    std::size_t quorum) {
  const auto refuse = [](std::string reason) { return Error{std::move(reason), "log policy"}; };
  if (log.type != SignatureType::kEd25519) return refuse("the log's key is not of type 0x01");
  if (quorum > witnesses.size()) return refuse("the quorum is larger than the number of witnesses");
  std::set<std::string> names{log.name};
  std::set<Bytes32> keys{log.key.bytes};
  for (const VerifierKey& witness : witnesses) {
    if (witness.type != SignatureType::kCosignature)
      return refuse(witness.name + ": not a cosignature key");
    if (!names.insert(witness.name).second) return refuse(witness.name + ": the name occurs twice");
    if (!keys.insert(witness.key.bytes).second)
      return refuse(witness.name + ": the public key occurs twice");
  }
  witnesses.insert(witnesses.begin(), std::move(log));
  return LogPolicy(std::move(witnesses), quorum);
}

Result<LogPolicy> LogPolicy::with_quorum(std::size_t quorum) const {
  return create(keys_.front(), std::vector<VerifierKey>(keys_.begin() + 1, keys_.end()), quorum);
}

Result<VerifiedCheckpoint> open_checkpoint(std::string_view encoded, const LogPolicy& policy) {
  const auto refuse = [](std::string reason) { return Error{std::move(reason), "checkpoint"}; };
  VICHE_ASSIGN(Note note, Note::decode(encoded));
  VICHE_ASSIGN(const NoteVerdict verdict, verify_note(note, policy.keys()));

  bool log_signed = false;
  std::vector<Cosignature> cosignatures;
  for (const auto& [key, signature] : verdict.verified) {
    if (key == 0) {
      log_signed = true;
      continue;
    }
    VICHE_ASSIGN(const PosixTime time, cosignature_time(note.signatures[signature]));
    cosignatures.push_back(Cosignature{key - 1, time});
  }
  if (!log_signed) return refuse("the log's signature is missing");
  if (cosignatures.size() < policy.quorum()) {
    return refuse("cosigned by " + std::to_string(cosignatures.size()) +
                  " witnesses, but the quorum is " + std::to_string(policy.quorum()));
  }
  VICHE_ASSIGN(Checkpoint checkpoint, Checkpoint::decode(note.text));
  if (checkpoint.origin != policy.log().name)
    return refuse("it is from another log: " + checkpoint.origin);
  return VerifiedCheckpoint{std::move(checkpoint), std::move(cosignatures), std::move(note)};
}

}  // namespace viche::log
