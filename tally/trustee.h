#pragma once
// The acts of a trustee after the vote, behind the conditions under which it may do them
// (protocol section 8.4).

#include <cstdint>

#include "bulletin/log/statement.h"
#include "crypto/proof/ed25519_sign.h"
#include "tally/auditor.h"
#include "tally/signing_state.h"
#include "tally/trustee_keys.h"

namespace viche::tally {

/// The agreement of `signer` (a trustee or another agreement signer) on the tally head of a log
/// that it has audited itself. Refused unless the log is sealed and has no result, and whatever
/// SigningState refuses.
Result<log::Statement> agree_to_tally(const Audited& audited, std::uint16_t signer,
                                      const Ed25519Signer& key, SigningState& state);

/// Trustee t's abstention from the open round of a sealed log. Refused after it decrypted, in this
/// log or another one, and whatever SigningState refuses.
Result<log::Statement> abstain(const log::ElectionState& log, std::uint16_t t,
                               const Ed25519Signer& key, SigningState& state);

/// Trustee t's decryption, in the open round, of a log that it has audited itself. Refused unless a
/// quorum agreed on the tally head, this trustee has not decrypted yet, and SigningState allows it,
/// which remembers it before there is a decryption.
Result<log::DecryptionBody> decrypt_tally(const Audited& audited, std::uint16_t t,
                                          const TrusteeKeys& keys, SigningState& state,
                                          RandomSource& random);

}  // namespace viche::tally
