#pragma once
// Public keys of X25519 (RFC 7748).

#include "crypto/group/bytes.h"

namespace viche {

/// A public key. `decode` accepts any 32 bytes that are not of small order, that is, with which no
/// shared secret is all zero. Like RFC 7748 it does not ask for the canonical one of several
/// encodings.
struct X25519PublicKey {
  Bytes32 bytes{};

  static Result<X25519PublicKey> decode(ByteView bytes);
  friend bool operator==(const X25519PublicKey&, const X25519PublicKey&) = default;
};

}  // namespace viche
