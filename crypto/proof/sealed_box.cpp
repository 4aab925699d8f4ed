#include "crypto/proof/sealed_box.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "crypto/group/declassify.h"

namespace viche {
namespace {

using Nonce = std::array<std::uint8_t, crypto_box_NONCEBYTES>;

Nonce box_nonce(const Bytes32& ephemeral_key, const Bytes32& recipient) {
  Bytes keys(ephemeral_key.begin(), ephemeral_key.end());
  append(keys, recipient);
  Nonce nonce;
  crypto_generichash(nonce.data(), nonce.size(), keys.data(), keys.size(), nullptr, 0);
  return nonce;
}

// X25519 of both sides gives one key, so that this opens for the recipient (peer: the ephemeral
// key) and for who holds the ephemeral secret (peer: the recipient).
Result<Secret<Bytes>> open(ByteView sealed, const Nonce& nonce, const Bytes32& peer,
                           const Secret<Bytes32>& secret_key) {
  Secret<Bytes> message(Bytes(sealed.size() - crypto_box_MACBYTES));
  const int status =
      crypto_box_open_easy(message.expose_mutable().data(), sealed.data(), sealed.size(),
                           nonce.data(), peer.data(), secret_key.expose().data());
  // Whether a box opens decides on a public complaint.
  if (declassify(status) != 0) {
    return Error{"the box does not open with this key", ""};
  }
  return message;
}

}  // namespace

X25519PublicKey x25519_public_key(const Secret<Bytes32>& secret_key) {
  X25519PublicKey key;
  crypto_scalarmult_base(key.bytes.data(), secret_key.expose().data());
  return key;
}

Bytes seal_box(ByteView message, const X25519PublicKey& recipient,
               const Secret<Bytes32>& ephemeral_secret) {
  const X25519PublicKey ephemeral = x25519_public_key(ephemeral_secret);
  Bytes box(kSealedBoxOverhead + message.size());
  std::copy(ephemeral.bytes.begin(), ephemeral.bytes.end(), box.begin());
  if (crypto_box_easy(box.data() + 32, message.data(), message.size(),
                      box_nonce(ephemeral.bytes, recipient.bytes).data(), recipient.bytes.data(),
                      ephemeral_secret.expose().data()) != 0) {
    broken_invariant("seal_box: an X25519 key of small order");
  }
  return box;
}

Result<Secret<Bytes>> open_box(ByteView box, const Secret<Bytes32>& recipient_secret) {
  Reader reader(box);
  VICHE_ASSIGN(const Bytes32 ephemeral, reader.bytes32("the box's ephemeral key"));
  if (reader.remaining() < crypto_box_MACBYTES) return Error{"the box is too short", ""};
  const X25519PublicKey recipient = x25519_public_key(recipient_secret);
  return open(box.subspan(32), box_nonce(ephemeral, recipient.bytes), ephemeral, recipient_secret);
}

Result<Bytes> open_box_with_ephemeral(ByteView box, const X25519PublicKey& recipient,
                                      const Secret<Bytes32>& ephemeral_secret) {
  Reader reader(box);
  VICHE_ASSIGN(const Bytes32 ephemeral, reader.bytes32("the box's ephemeral key"));
  if (reader.remaining() < crypto_box_MACBYTES) return Error{"the box is too short", ""};
  if (x25519_public_key(ephemeral_secret).bytes != ephemeral) {
    return Error{"not the secret of the box's ephemeral key", ""};
  }
  VICHE_ASSIGN(const Secret<Bytes> message,
               open(box.subspan(32), box_nonce(ephemeral, recipient.bytes), recipient.bytes,
                    ephemeral_secret));
  return Bytes(message.expose());
}

}  // namespace viche
