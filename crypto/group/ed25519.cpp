#include "crypto/group/ed25519.h"

#include <sodium.h>

#include <algorithm>

#include "crypto/group/scalar.h"

namespace viche {

// libsodium's is_valid_point refuses what is not canonical, not on the curve, or not in the
// prime-order subgroup, and every point of small order, the identity among them.
Result<Ed25519PublicKey> Ed25519PublicKey::decode(ByteView bytes) {
  if (bytes.size() != 32) {
    return Error{"an Ed25519 key has 32 bytes, not " + std::to_string(bytes.size()), ""};
  }
  if (crypto_core_ed25519_is_valid_point(bytes.data()) != 1) {
    return Error{"Ed25519 key not canonical or not of prime order", ""};
  }
  Ed25519PublicKey key;
  std::copy(bytes.begin(), bytes.end(), key.bytes.begin());
  return key;
}

bool ed25519_verify(const Ed25519PublicKey& key, ByteView message, const Bytes64& signature) {
  const ByteView R = ByteView(signature).first(32);
  const ByteView s = ByteView(signature).last(32);
  return Scalar::decode(s).ok() && crypto_core_ed25519_is_valid_point(key.bytes.data()) == 1 &&
         crypto_core_ed25519_is_valid_point(R.data()) == 1 &&
         crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     key.bytes.data()) == 0;
}

}  // namespace viche
