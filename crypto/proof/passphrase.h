#pragma once
// A message sealed with a passphrase: Argon2id (RFC 9106, version 1.3, one lane) makes a key of it,
// XChaCha20-Poly1305 seals with that key and authenticates a header. Both are libsodium's.

#include <array>
#include <cstdint>

#include "crypto/group/bytes.h"
#include "crypto/group/random.h"
#include "crypto/proof/secret.h"

namespace viche {

/// What one guess at a passphrase costs. Valid by construction, so that no file makes its reader
/// take all memory or time.
class PassphraseCost {
 public:
  static constexpr std::uint32_t kMinMebibytes = 8, kMaxMebibytes = 1024;
  static constexpr std::uint32_t kMinPasses = 1, kMaxPasses = 16;

  /// 256 MiB, three passes: about a second.
  PassphraseCost() = default;
  /// An error out of the bounds above.
  static Result<PassphraseCost> create(std::uint32_t mebibytes, std::uint32_t passes);

  [[nodiscard]] std::uint32_t mebibytes() const { return mebibytes_; }
  [[nodiscard]] std::uint32_t passes() const { return passes_; }

 private:
  std::uint32_t mebibytes_ = 256;
  std::uint32_t passes_ = 3;
};

using PassphraseSalt = std::array<std::uint8_t, 16>;

/// An error only if there is not so much memory. Argon2id: memory accesses of the first half pass
/// do not depend on the passphrase, later ones do.
Result<Secret<Bytes32>> passphrase_key(const Secret<Bytes>& passphrase, const PassphraseSalt& salt,
                                       const PassphraseCost& cost);

/// What a sealed message is longer than the message: nonce and authenticator.
constexpr std::size_t kSealOverhead = 24 + 16;

/// nonce || ciphertext || authenticator over `header` and ciphertext. Constant time.
Bytes seal_with_key(ByteView message, ByteView header, const Secret<Bytes32>& key,
                    RandomSource& random);
/// One error, whatever is wrong.
Result<Secret<Bytes>> open_with_key(ByteView sealed, ByteView header, const Secret<Bytes32>& key);

}  // namespace viche
