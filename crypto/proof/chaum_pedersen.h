#pragma once
// Equality of two discrete logarithms (Chaum and Pedersen 1992), made non-interactive over a hash
// of the statement.

#include <span>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/point.h"
#include "crypto/group/random.h"
#include "crypto/group/scalar.h"
#include "crypto/proof/secret.h"

namespace viche {

/// log_G(X) = log_B(Z). `w` is the caller's hash of the whole statement and its context, whatever
/// X, Z and B were computed from included.
struct ChaumPedersenStatement {
  Point B, X, Z;
  Scalar w;
};

/// a1 = v G, a2 = v B, c = H("viche/v1/chaum-pedersen"; w, a1, a2), z = v + c x; on the wire a1 ||
/// a2 || z, 96 bytes.
struct ChaumPedersenProof {
  static constexpr std::size_t kSize = 96;

  Point a1, a2;
  Scalar z;

  static Result<ChaumPedersenProof> decode(ByteView bytes);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const ChaumPedersenProof&, const ChaumPedersenProof&) = default;
};

/// Constant time in x and v; v is hedged. X = x G and Z = x B are the caller's promise.
ChaumPedersenProof chaum_pedersen_prove(const Secret<Scalar>& x,
                                        const ChaumPedersenStatement& statement,
                                        RandomSource& random);

/// z G = a1 + c X and z B = a2 + c Z.
bool chaum_pedersen_verify(const ChaumPedersenStatement& statement,
                           const ChaumPedersenProof& proof);

/// The indices, ascending, of the proofs that chaum_pedersen_verify refuses (with an error of at
/// most 2^-128 per call); empty if all hold. Checks all at once with two fresh weights a proof, and
/// bisects if that fails.
std::vector<std::size_t> chaum_pedersen_find_bad(std::span<const ChaumPedersenStatement> statements,
                                                 std::span<const ChaumPedersenProof> proofs,
                                                 RandomSource& random);

}  // namespace viche
