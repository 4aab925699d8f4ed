#include "crypto/group/x25519.h"

#include <sodium.h>

#include <algorithm>

namespace viche {

Result<X25519PublicKey> X25519PublicKey::decode(ByteView bytes) {
  if (bytes.size() != 32) {
    return Error{"an X25519 key has 32 bytes, not " + std::to_string(bytes.size()), ""};
  }
  X25519PublicKey key;
  std::copy(bytes.begin(), bytes.end(), key.bytes.begin());
  // A clamped scalar is a multiple of the cofactor: the product is zero, which libsodium reports,
  // for points of small order whatever the scalar, and for no others.
  const Bytes32 any_scalar{};
  Bytes32 product;
  if (crypto_scalarmult(product.data(), any_scalar.data(), key.bytes.data()) != 0) {
    return Error{"X25519 key of small order", ""};
  }
  return key;
}

}  // namespace viche
