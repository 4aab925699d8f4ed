#pragma once
// Boxes to an X25519 key from an ephemeral key: libsodium's sealed box, except that the ephemeral
// secret is the caller's. That lets a dealer justify a box later by publishing the ephemeral secret
// of this one box.

#include "crypto/group/bytes.h"
#include "crypto/group/x25519.h"
#include "crypto/proof/secret.h"

namespace viche {

/// The public key of 32 secret bytes (which X25519 clamps). Constant time.
X25519PublicKey x25519_public_key(const Secret<Bytes32>& secret_key);

/// What a box is longer than its message: the ephemeral key and the authenticator.
constexpr std::size_t kSealedBoxOverhead = 32 + 16;

/// epk || crypto_box_easy(message; nonce = BLAKE2b-24(epk || recipient), recipient, esk).
/// crypto_box_seal_open opens it. The ephemeral secret must be used for this one box only.
Bytes seal_box(ByteView message, const X25519PublicKey& recipient,
               const Secret<Bytes32>& ephemeral_secret);

/// Opens with the recipient's secret key. Constant time in the key.
Result<Secret<Bytes>> open_box(ByteView box, const Secret<Bytes32>& recipient_secret);

/// Opens with the published ephemeral secret: it must be the secret of the box's epk, else an
/// error.
Result<Bytes> open_box_with_ephemeral(ByteView box, const X25519PublicKey& recipient,
                                      const Secret<Bytes32>& ephemeral_secret);

}  // namespace viche
