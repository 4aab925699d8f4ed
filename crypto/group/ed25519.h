#pragma once
// Ed25519 (RFC 8032) verified strictly, so that every implementation agrees on every signature.

#include "crypto/group/bytes.h"

namespace viche {

/// A public key A. `decode` accepts only 32 bytes that are canonical, on the curve, of prime order
/// and not the identity.
struct Ed25519PublicKey {
  Bytes32 bytes{};

  static Result<Ed25519PublicKey> decode(ByteView bytes);
  friend bool operator==(const Ed25519PublicKey&, const Ed25519PublicKey&) = default;
};

/// Accepts if s < l, A and R are canonical and of prime order (the identity is not), and
/// libsodium's (cofactorless) verification accepts. Variable time: public data only.
bool ed25519_verify(const Ed25519PublicKey& key, ByteView message, const Bytes64& signature);

}  // namespace viche
