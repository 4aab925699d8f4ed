#pragma once
// A box of shares, opened with the secret of the one who made it: docs/protocol.md sections 5 and
// 5.1.

#include "crypto/group/bytes.h"
#include "crypto/group/result.h"

namespace viche::verifier {

/// What a box adds to its plain text: e (32 bytes) and the authenticator.
inline constexpr std::size_t kBoxOverhead = 48;

/// The plain text of `box` (at least kBoxOverhead bytes) to `recipient` (an X25519 public key) by
/// the ephemeral secret; an error says which of conditions 1 and 2 of section 5.1 does not hold.
/// The secret is published when this is called: variable time.
Result<Bytes> open_box(ByteView box, const Bytes32& recipient, const Bytes32& ephemeral_secret);

}  // namespace viche::verifier
