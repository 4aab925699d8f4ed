#pragma once
// The points that occur in the equations of all ballots, as a sum takes them.

#include <vector>

#include "crypto/group/curve/addend.h"
#include "crypto/group/scalar.h"
#include "verifier/arithmetic.h"

namespace viche::verifier {

/// G, H, then all H_p, K_p and Y_j.
class SharedPoints {
 public:
  explicit SharedPoints(const BallotBases& bases);

  [[nodiscard]] std::size_t size() const { return points_.size(); }
  [[nodiscard]] const edwards::Addend& operator[](std::size_t i) const { return points_[i]; }
  static constexpr std::size_t kG = 0, kH = 1;
  /// Positions from 1, slots from 0.
  [[nodiscard]] std::size_t H_p(std::size_t p) const { return 1 + p; }
  [[nodiscard]] std::size_t K_p(std::size_t p) const { return 1 + positions_ + p; }
  [[nodiscard]] std::size_t Y(std::size_t slot) const { return 2 + 2 * positions_ + slot; }

 private:
  std::size_t positions_;
  std::vector<edwards::Addend> points_;
};

/// How much is added to the factor of point number `point`.
struct SharedFactor {
  std::size_t point;
  Scalar factor;
};
using SharedFactors = std::vector<SharedFactor>;

}  // namespace viche::verifier
