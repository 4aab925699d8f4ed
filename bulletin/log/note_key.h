#pragma once
// Keys of signed notes (C2SP signed-note 1.0.0, tlog-cosignature 1.0.1): names, key ids,
// verifier-key strings, and what a signature of each type covers.

#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/group/ed25519.h"
#include "crypto/proof/ed25519_sign.h"

namespace viche::log {

/// The signature types in use. 0x06, ML-DSA-44 cosignatures, has its place here once there is an
/// implementation to verify it; until then such a key is refused where it is decoded.
enum class SignatureType : std::uint8_t {
  kEd25519 = 0x01,  // signature (64) over the note's text
  kCosignature =
      0x04,  // u64 time || signature (64) over "cosignature/v1\ntime <time>\n" and the text
};

/// Seconds since 1970-01-01T00:00:00Z.
using PosixTime = std::uint64_t;
/// tlog-cosignature: a time must not exceed this.
inline constexpr PosixTime kMaxPosixTime = (PosixTime{1} << 63) - 1;

/// A named public key that verifies signatures of one type.
struct VerifierKey {
  std::string name;
  SignatureType type = SignatureType::kEd25519;
  Ed25519PublicKey key;

  /// The first four bytes, big-endian, of SHA-256(name || 0A || type || public key).
  [[nodiscard]] std::uint32_t id() const;
  /// `name+hex8(id)+base64(type || public key)`.
  [[nodiscard]] std::string encode() const;
  /// Exactly what `encode` writes. Errors: bad name, another id, an unsupported type, an
  /// unacceptable key.
  static Result<VerifierKey> decode(std::string_view text);
  /// A key from its parts; fails if the name breaks the rules of signed notes.
  static Result<VerifierKey> create(std::string name, SignatureType type,
                                    const Ed25519PublicKey& key);

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

/// One signature line: `(em dash) name base64(u32 key id || signature)`.
struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  Bytes signature;

  /// The line with its newline.
  [[nodiscard]] std::string line() const;
  /// A line without its newline; exactly what `line` writes.
  static Result<NoteSignature> decode_line(std::string_view line);

  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

/// Does the signature's name and key id match the key? (Whether it verifies is another question.)
[[nodiscard]] bool is_by(const NoteSignature& signature, const VerifierKey& key);

/// Verifies a signature with a key whose name and id match it. Public data only.
Result<void> verify_signature(const VerifierKey& key, std::string_view text,
                              const NoteSignature& signature);

/// The time of a cosignature; fails if the signature is not of that form.
Result<PosixTime> cosignature_time(const NoteSignature& signature);

/// Signs a note's text with type kEd25519. The name must be a legal key name (an invariant).
NoteSignature sign_text(const std::string& name, const Ed25519Signer& signer,
                        std::string_view text);
/// Cosigns a checkpoint's text with type kCosignature at `time` <= kMaxPosixTime (an invariant).
NoteSignature cosign_text(const std::string& name, const Ed25519Signer& signer,
                          std::string_view text, PosixTime time);

}  // namespace viche::log
