// OpenSSL 3 calls these functions deprecated in favour of EVP, which allocates and looks an
// algorithm up per digest: for messages of some hundred bytes that costs more than the hashing.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/group/hash.h"

#include <openssl/crypto.h>

#include "crypto/group/kernel/kernel.h"

namespace viche {

Sha512::Sha512() { SHA512_Init(&state_); }
Sha512::~Sha512() { OPENSSL_cleanse(&state_, sizeof(state_)); }

Sha512& Sha512::update(ByteView bytes) {
  SHA512_Update(&state_, bytes.data(), bytes.size());
  return *this;
}

Bytes64 Sha512::finish() {
  Bytes64 digest;
  SHA512_Final(digest.data(), &state_);
  SHA512_Init(&state_);
  return digest;
}

Sha256::Sha256() { SHA256_Init(&state_); }
Sha256::~Sha256() { OPENSSL_cleanse(&state_, sizeof(state_)); }

Sha256& Sha256::update(ByteView bytes) {
  SHA256_Update(&state_, bytes.data(), bytes.size());
  return *this;
}

Bytes32 Sha256::finish() {
  Bytes32 digest;
  SHA256_Final(digest.data(), &state_);
  SHA256_Init(&state_);
  return digest;
}

Bytes64 sha512(ByteView bytes) { return Sha512().update(bytes).finish(); }
Bytes32 sha256(ByteView bytes) { return Sha256().update(bytes).finish(); }

void sha512_many(std::span<const ByteView> messages, std::span<Bytes64> digests) {
  if (messages.size() != digests.size()) {
    broken_invariant("sha512_many: unequal numbers of messages and digests");
  }
  kernel::active().sha512(messages, digests.data());
}

}  // namespace viche
