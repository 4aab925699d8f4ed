#pragma once
// Ed25519 signing (RFC 8032) from a 32-byte seed.

#include "crypto/group/bytes.h"
#include "crypto/group/ed25519.h"
#include "crypto/proof/secret.h"

namespace viche {

/// A signing key. Signing is deterministic and constant time in the key. Move-only.
class Ed25519Signer {
 public:
  explicit Ed25519Signer(const Secret<Bytes32>& seed);

  [[nodiscard]] const Ed25519PublicKey& public_key() const { return public_key_; }
  [[nodiscard]] Bytes64 sign(ByteView message) const;

 private:
  Ed25519PublicKey public_key_;
  Secret<Bytes64> secret_key_;  // seed || public key, as libsodium wants it
};

}  // namespace viche
