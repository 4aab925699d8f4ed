#pragma once
// The secret scalars of one ballot (specification, section 7).

#include <cstdint>
#include <vector>

#include "ballot/credential.h"
#include "ballot/election_context.h"
#include "ballot/prover.h"
#include "crypto/group/random.h"
#include "crypto/group/scalar_lanes.h"
#include "crypto/proof/secret.h"

namespace viche::ballot {

/// Draws r, s and what the masks are made of: numbered, hedged by the credential's key and the
/// vote. What it is given must outlive it.
class HedgedScalars {
 public:
  /// K is the encoding of the credential's K.
  HedgedScalars(const ElectionContext& context, StyleIndex style, const Credential& credential,
                const Bytes32& K, const Secret<std::vector<std::uint8_t>>& m, RandomSource& random);

  Secret<Scalar> next();

 private:
  RandomSource& random_;
  const Secret<std::vector<std::uint8_t>>& m_;
  Secret<Bytes32> k_;
  Bytes32 election_;
  Bytes32 K_;
  Bytes style_;
  std::uint32_t index_ = 0;
};

/// The first `count` scalars of each of up to kProverLanes ballots, one a lane: drawn as if by one
/// HedgedScalars after the other. K are the encodings of the credentials' K.
Secret<std::vector<ScalarLanes>> hedged_lanes(const ElectionContext& context, StyleIndex style,
                                              std::span<const ProofRequest> requests,
                                              std::span<const Bytes32> K, std::size_t count,
                                              RandomSource& random);

}  // namespace viche::ballot
