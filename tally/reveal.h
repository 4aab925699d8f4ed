#pragma once
// A trustee's public coefficients E_i: the commitment to them and the proof of knowledge (protocol
// section 5).

#include <cstdint>
#include <span>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/point.h"
#include "crypto/group/random.h"
#include "crypto/proof/schnorr.h"
#include "tally/trustee_keys.h"

namespace viche::tally {

/// h_i, the hash that trustee i commits to before anyone reveals. E_i has J k points, j major.
Bytes32 reveal_commitment(const CeremonyParameters& parameters, std::uint16_t i,
                          std::span<const Point> E_i);

/// Proves knowledge of all c_ij0 at once: a Schnorr signature by sum_j w^j E_ij0. `commits` are the
/// n commit bodies joined in the order of trustees. Constant time in the keys.
SchnorrSignature prove_knowledge(const CeremonyParameters& parameters, std::uint16_t i,
                                 const TrusteeKeys& keys, ByteView commits,
                                 std::span<const Point> E_i, RandomSource& random);

/// Checks K1 and K2: E_i opens the commitment h_i, and the proof holds. (Decoding refuses an E_ij0
/// that is the identity.)
Result<void> check_reveal(const CeremonyParameters& parameters, std::uint16_t i, const Bytes32& h_i,
                          ByteView commits, std::span<const Point> E_i,
                          const SchnorrSignature& proof);

}  // namespace viche::tally
