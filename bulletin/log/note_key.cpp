#include "bulletin/log/note_key.h"

#include <algorithm>

#include "bulletin/log/text_codec.h"
#include "crypto/group/hash.h"

namespace viche::log {

namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";  // em dash, space
constexpr std::size_t kSignatureSize = 64;
constexpr std::size_t kTimeSize = 8;

/// What a cosignature of type 0x04 signs.
std::string cosigned_message(PosixTime time, std::string_view text) {
  return "cosignature/v1\ntime " + std::to_string(time) + "\n" + std::string(text);
}

Bytes typed_key(SignatureType type, const Ed25519PublicKey& key) {
  Bytes bytes;
  append_u8(bytes, static_cast<std::uint8_t>(type));
  append(bytes, key.bytes);
  return bytes;
}

Bytes64 as_signature(ByteView bytes) {
  Bytes64 signature;
  std::copy(bytes.begin(), bytes.end(), signature.begin());
  return signature;
}

VerifierKey key_of(const std::string& name, SignatureType type, const Ed25519Signer& signer) {
  Result<VerifierKey> key = VerifierKey::create(name, type, signer.public_key());
  if (!key) broken_invariant("a note signer with an illegal name");
  return std::move(*key);
}

}  // namespace

std::uint32_t VerifierKey::id() const {
  Sha256 hash;
  hash.update(as_bytes(name)).update(as_bytes("\n")).update(typed_key(type, key));
  const Bytes32 digest = hash.finish();
  return std::uint32_t{digest[0]} << 24 | std::uint32_t{digest[1]} << 16 |
         std::uint32_t{digest[2]} << 8 | std::uint32_t{digest[3]};
}

std::string VerifierKey::encode() const {
  Bytes id_bytes;
  append_u32(id_bytes, id());
  return name + "+" + to_hex(id_bytes) + "+" + to_base64(typed_key(type, key));
}

Result<VerifierKey> VerifierKey::create(std::string name, SignatureType type,
                                        const Ed25519PublicKey& key) {
  VICHE_TRY(check_key_name(name));
  return VerifierKey{std::move(name), type, key};
}

Result<VerifierKey> VerifierKey::decode(std::string_view text) {
  const auto refuse = [](std::string reason) { return Error{std::move(reason), "verifier key"}; };
  const std::size_t first = text.find('+');
  const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return refuse("expected name+id+key");

  const Result<Bytes> typed = from_base64(text.substr(second + 1));
  if (!typed || typed->empty()) return refuse("the key is not base64");
  const std::uint8_t type = typed->front();
  if (type != static_cast<std::uint8_t>(SignatureType::kEd25519) &&
      type != static_cast<std::uint8_t>(SignatureType::kCosignature)) {
    return refuse("signature type " + std::to_string(type) + " is not supported");
  }
  const Result<Ed25519PublicKey> key = Ed25519PublicKey::decode(ByteView(*typed).subspan(1));
  if (!key) return refuse(key.error().message());
  const Result<VerifierKey> decoded =
      create(std::string(text.substr(0, first)), static_cast<SignatureType>(type), *key);
  if (!decoded) return refuse(decoded.error().message());
  if (decoded->encode() != text) return refuse("the key id is not that of this name and key");
  return *decoded;
}

std::string NoteSignature::line() const {
  Bytes bytes;
  append_u32(bytes, key_id);
  append(bytes, signature);
  return std::string(kDash) + name + " " + to_base64(bytes) + "\n";
}

Result<NoteSignature> NoteSignature::decode_line(std::string_view line) {
  if (line.substr(0, kDash.size()) != kDash)
    return Error{"a signature line starts with an em dash", ""};
  line.remove_prefix(kDash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos)
    return Error{"a signature line has a name and a signature", ""};
  NoteSignature signature;
  signature.name = std::string(line.substr(0, space));
  VICHE_TRY(check_key_name(signature.name));

  VICHE_ASSIGN(const Bytes bytes, from_base64(line.substr(space + 1)));
  Reader reader(bytes);
  VICHE_ASSIGN(signature.key_id, reader.u32("the key id"));
  if (reader.remaining() == 0) return Error{"an empty signature", ""};
  signature.signature.assign(bytes.begin() + sizeof(std::uint32_t), bytes.end());
  return signature;
}

bool is_by(const NoteSignature& signature, const VerifierKey& key) {
  return signature.name == key.name && signature.key_id == key.id();
}

Result<PosixTime> cosignature_time(const NoteSignature& signature) {
  if (signature.signature.size() != kTimeSize + kSignatureSize) {
    return Error{"a cosignature has 72 bytes", signature.name};
  }
  Reader reader(signature.signature);
  VICHE_ASSIGN(const PosixTime time, reader.u64("time"));
  if (time > kMaxPosixTime) return Error{"the cosignature's time is out of range", signature.name};
  return time;
}

Result<void> verify_signature(const VerifierKey& key, std::string_view text,
                              const NoteSignature& signature) {
  ByteView bytes = signature.signature;
  std::string message(text);
  if (key.type == SignatureType::kCosignature) {
    VICHE_ASSIGN(const PosixTime time, cosignature_time(signature));
    message = cosigned_message(time, text);
    bytes = bytes.subspan(kTimeSize);
  }
  if (bytes.size() != kSignatureSize) return Error{"an Ed25519 signature has 64 bytes", key.name};
  if (!ed25519_verify(key.key, as_bytes(message), as_signature(bytes))) {
    return Error{"the signature does not verify", key.name};
  }
  return {};
}

NoteSignature sign_text(const std::string& name, const Ed25519Signer& signer,
                        std::string_view text) {
  const Bytes64 signature = signer.sign(as_bytes(text));
  return NoteSignature{name, key_of(name, SignatureType::kEd25519, signer).id(),
                       Bytes(signature.begin(), signature.end())};
}

NoteSignature cosign_text(const std::string& name, const Ed25519Signer& signer,
                          std::string_view text, PosixTime time) {
  if (time > kMaxPosixTime) broken_invariant("a cosignature's time beyond 2^63 - 1");
  const Bytes64 signature = signer.sign(as_bytes(cosigned_message(time, text)));
  NoteSignature cosignature{name, key_of(name, SignatureType::kCosignature, signer).id(), {}};
  append_u64(cosignature.signature, time);
  append(cosignature.signature, signature);
  return cosignature;
}

}  // namespace viche::log
