#pragma once
// Threshold decryption of row totals (protocol section 8.4).

#include <cstdint>
#include <span>
#include <vector>

#include "ballot/layout.h"
#include "bulletin/log/election_keys.h"
#include "bulletin/log/tally_bodies.h"
#include "crypto/group/random.h"
#include "crypto/proof/dlog.h"
#include "crypto/proof/secret.h"
#include "tally/encrypted_tally.h"

namespace viche::tally {

/// What all decryptions of one tally are made and checked against. Everything must outlive it.
struct DecryptionContext {
  const ballot::Manifest* manifest = nullptr;
  const ballot::Layout* layout = nullptr;
  const log::ElectionKeys* keys = nullptr;
  const EncryptedTally* tally = nullptr;
};

/// Trustee t's decryption of every decrypted unit, x_t its J secrets (ceremony.h, decryption_keys).
/// Constant time in x_t. Whoever calls it has checked the whole log up to the tally head, and that
/// q signers agreed on it.
log::DecryptionBody make_decryption(const DecryptionContext& context, std::uint16_t t,
                                    const Secret<std::vector<Scalar>>& x_t, RandomSource& random);

/// Checks T3 and T4: the body names this round and head, has all units and rows, and every proof
/// holds. The error names the first unit whose proof does not.
Result<void> check_decryption(const DecryptionContext& context, std::uint16_t t,
                              const log::DecryptionBody& body, RandomSource& random);

/// A trustee and its checked decryption.
struct TrusteeDecryption {
  std::uint16_t t = 0;
  const log::DecryptionBody* body = nullptr;
};

/// All final units as the result states them, with the totals of the decrypted ones, from exactly k
/// checked decryptions of distinct trustees; any k give the same. A total outside its bound is an
/// error that names unit and row (check T8).
Result<std::vector<log::UnitResult>> combine(const DecryptionContext& context,
                                             std::span<const TrusteeDecryption> decryptions,
                                             const DiscreteLog& discrete_log);

/// Trustee t's decryption in the log, checked.
struct LoggedDecryption {
  std::uint16_t t = 0;
  log::DecryptionBody body;
};

/// `combine` of decryptions that are kept, with a table that suits them.
Result<std::vector<log::UnitResult>> totals_of(const DecryptionContext& context,
                                               std::span<const LoggedDecryption> decryptions);

/// A table size that suits the look-ups of this tally: about the square root of all bounds
/// together, at most 2^22.
std::uint64_t discrete_log_table_size(const EncryptedTally& tally);

}  // namespace viche::tally
