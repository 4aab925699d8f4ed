#include "crypto/proof/ed25519_sign.h"

#include <sodium.h>

namespace viche {

Ed25519Signer::Ed25519Signer(const Secret<Bytes32>& seed) : secret_key_(Bytes64{}) {
  crypto_sign_seed_keypair(public_key_.bytes.data(), secret_key_.expose_mutable().data(),
                           seed.expose().data());
}

Bytes64 Ed25519Signer::sign(ByteView message) const {
  Bytes64 signature;
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                       secret_key_.expose().data());
  return signature;
}

}  // namespace viche
