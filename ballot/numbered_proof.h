#pragma once
// A ballot as ballot/proof.h's templates take it where points are known by their numbers in the
// entry (BallotView::point) and scalars may be lanes of many ballots.

#include <cstddef>
#include <span>
#include <vector>

namespace viche::ballot {

/// Scalar is Scalar for one ballot, ScalarLanes for many ballots of one n.
template <class Scalar>
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
  std::vector<Scalar> f;
  Scalar z, signature_z;
  Scalar y, x;  // the challenges of the proof
  Scalar c;     // the challenge of the signature
};

}  // namespace viche::ballot
