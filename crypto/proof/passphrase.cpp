#include "crypto/proof/passphrase.h"

#include <sodium.h>

#include <algorithm>
#include <string>

namespace viche {
namespace {

constexpr std::size_t kSealNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kSealTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSealNonceBytes + kSealTagBytes == kSealOverhead);
static_assert(crypto_pwhash_argon2id_SALTBYTES == std::tuple_size_v<PassphraseSalt>);

std::string bounds(std::uint32_t low, std::uint32_t high) {
  return "between " + std::to_string(low) + " and " + std::to_string(high);
}

}  // namespace

Result<PassphraseCost> PassphraseCost::create(std::uint32_t mebibytes, std::uint32_t passes) {
  if (mebibytes < kMinMebibytes || mebibytes > kMaxMebibytes) {
    return Error{"the memory of a seal is " + bounds(kMinMebibytes, kMaxMebibytes) + " MiB, not " +
                     std::to_string(mebibytes),
                 ""};
  }
  if (passes < kMinPasses || passes > kMaxPasses) {
    return Error{"the passes of a seal are " + bounds(kMinPasses, kMaxPasses) + ", not " +
                     std::to_string(passes),
                 ""};
  }
  PassphraseCost cost;
  cost.mebibytes_ = mebibytes;
  cost.passes_ = passes;
  return cost;
}

Result<Secret<Bytes32>> passphrase_key(const Secret<Bytes>& passphrase, const PassphraseSalt& salt,
                                       const PassphraseCost& cost) {
  Secret<Bytes32> key(Bytes32{});
  const Bytes& words = passphrase.expose();
  if (crypto_pwhash_argon2id(key.expose_mutable().data(), 32,
                             reinterpret_cast<const char*>(words.data()), words.size(), salt.data(),
                             cost.passes(), std::size_t{cost.mebibytes()} << 20,
                             crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    return Error{"a passphrase needs " + std::to_string(cost.mebibytes()) +
                     " MiB of memory, which are not "
                     "free",
                 ""};
  }
  return key;
}

Bytes seal_with_key(ByteView message, ByteView header, const Secret<Bytes32>& key,
                    RandomSource& random) {
  Bytes sealed(message.size() + kSealOverhead);
  const auto nonce = std::span(sealed).first(kSealNonceBytes);
  random.fill(nonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      sealed.data() + kSealNonceBytes, nullptr, message.data(), message.size(), header.data(),
      header.size(), nullptr, nonce.data(), key.expose().data());
  return sealed;
}

Result<Secret<Bytes>> open_with_key(ByteView sealed, ByteView header, const Secret<Bytes32>& key) {
  const Error refused{"does not open: the passphrase is wrong, or the file was changed", ""};
  if (sealed.size() < kSealOverhead) return refused;
  Secret<Bytes> message(Bytes(sealed.size() - kSealOverhead));
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          message.expose_mutable().data(), nullptr, nullptr, sealed.data() + kSealNonceBytes,
          sealed.size() - kSealNonceBytes, header.data(), header.size(), sealed.data(),
          key.expose().data()) != 0) {
    return refused;
  }
  return message;
}

}  // namespace viche
