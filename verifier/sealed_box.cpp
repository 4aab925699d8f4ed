#include "verifier/sealed_box.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "crypto/group/condition.h"

namespace viche::verifier {

Result<Bytes> open_box(ByteView box, const Bytes32& recipient, const Bytes32& ephemeral_secret) {
  const ByteView e = box.first(crypto_box_PUBLICKEYBYTES);
  const ByteView sealed = box.subspan(crypto_box_PUBLICKEYBYTES);
  Bytes32 public_key;
  // The key of a secret is never of low order: this cannot fail.
  (void)crypto_scalarmult_base(public_key.data(), ephemeral_secret.data());
  if (VICHE_FAULT(!std::equal(e.begin(), e.end(), public_key.begin()))) {
    return Error{"the secret is not that of the box", ""};
  }

  std::array<std::uint8_t, crypto_box_BEFORENMBYTES> key{};
  // Only of a key of low order, which the caller has ruled out.
  if (crypto_box_beforenm(key.data(), recipient.data(), ephemeral_secret.data()) != 0) {
    return Error{"the box is to a key of low order", ""};
  }
  Bytes nonce_input(e.begin(), e.end());
  append(nonce_input, recipient);
  std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce{};
  (void)crypto_generichash(nonce.data(), nonce.size(), nonce_input.data(), nonce_input.size(),
                           nullptr, 0);
  Bytes plain(sealed.size() - crypto_box_MACBYTES);
  if (VICHE_FAULT(crypto_box_open_easy_afternm(plain.data(), sealed.data(), sealed.size(),
                                               nonce.data(), key.data()) != 0)) {
    return Error{"the box does not open", ""};
  }
  return plain;
}

}  // namespace viche::verifier
