#pragma once
// Shares between trustees: the boxes that carry them and the check that they fit (protocol section
// 5).

#include <cstdint>
#include <span>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/point.h"
#include "crypto/group/random.h"
#include "crypto/group/scalar.h"
#include "crypto/proof/sealed_box.h"
#include "crypto/proof/secret.h"
#include "tally/trustee_keys.h"

namespace viche::tally {

/// The box from trustee i to trustee t with F_i1(t), ..., F_iJ(t): 84 + 32 J bytes. `keys` are
/// those of i.
Bytes seal_shares(const CeremonyParameters& parameters, const TrusteeKeys& keys, std::uint16_t i,
                  std::uint16_t t, const X25519PublicKey& recipient);

/// Opens a box with t's receiving secret. An error if it does not open, is of another ceremony,
/// dealer or recipient, or does not hold J scalars.
Result<Secret<std::vector<Scalar>>> open_shares(const CeremonyParameters& parameters,
                                                const Secret<Bytes32>& receive_secret,
                                                std::uint16_t i, std::uint16_t t, ByteView box);

/// The same with the published ephemeral secret of the box, which must be that of its ephemeral
/// key.
Result<Secret<std::vector<Scalar>>> open_shares_with_ephemeral(
    const CeremonyParameters& parameters, const Secret<Bytes32>& ephemeral_secret,
    const X25519PublicKey& recipient, std::uint16_t i, std::uint16_t t, ByteView box);

/// The dealers whose shares for t do not satisfy F_ij(t) G = sum_u t^u E_iju for every j,
/// ascending; empty if all fit. E[i - 1] are the J k points of dealer i, F[i - 1] its J shares. One
/// random combination with fresh 128-bit weights over all dealers; if that fails, one for each
/// dealer. Errs with a probability of at most 2^-127.
std::vector<std::uint16_t> find_bad_dealers(const CeremonyParameters& parameters, std::uint16_t t,
                                            std::span<const std::vector<Point>> E,
                                            std::span<const Secret<std::vector<Scalar>>> F,
                                            RandomSource& random);

/// x_tj = sum_i F_ij(t) for j = 1..J. Constant time.
Secret<std::vector<Scalar>> add_shares(const CeremonyParameters& parameters,
                                       std::span<const Secret<std::vector<Scalar>>> F);

}  // namespace viche::tally
