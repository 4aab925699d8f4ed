#pragma once
// Ballots of one n as ballot/proof.h's templates take them, one a lane: points are known by their
// numbers in the entries (BallotView::point).

#include <cstddef>
#include <vector>

#include "crypto/group/scalar_lanes.h"

namespace viche::ballot {

struct NumberedProof {
  explicit NumberedProof(std::size_t n) : A(n + 3), B(n + 4), M(n + 2), R(n + 5), f(n) {}

  /// C[p - 1] is the number of C_p.
  struct Ciphertext {
    std::size_t operator[](std::size_t index) const { return 2 + index; }
  };

  static constexpr std::size_t K = 0;
  static constexpr std::size_t C_0 = 1;
  static constexpr Ciphertext C{};
  std::size_t A, B, M, R;
  std::vector<ScalarLanes> f;
  ScalarLanes z, signature_z;
  ScalarLanes y, x;  // the challenges of the proof
  ScalarLanes c;     // the challenge of the signature
};

}  // namespace viche::ballot
