#pragma once
// Multiplication of points known long before their scalars, for the prover.

#include <span>
#include <vector>

#include "crypto/group/curve/fixed_base.h"
#include "crypto/group/point.h"
#include "crypto/group/scalar.h"

namespace viche {

/// Points with tables of their multiples, made once (50 KB a point). Constant time in scalars and
/// bits. Immutable, so that threads may share it; copies share the tables.
class FixedBases {
 public:
  explicit FixedBases(std::vector<Point> points);

  [[nodiscard]] std::size_t size() const { return points_.size(); }
  const Point& operator[](std::size_t index) const { return points_[index]; }
  /// The bases at these indexes, in this order, with the same tables.
  [[nodiscard]] FixedBases at(std::span<const std::size_t> indexes) const;

  /// The sum of scalars[i] * (*this)[i] over the first bases, and of those of the bases after them
  /// whose bit is 1 (else 0): as many bases as scalars and bits.
  [[nodiscard]] Point multi_multiply(std::span<const Scalar> scalars,
                                     std::span<const std::uint8_t> bits = {}) const;
  /// scalar * (*this)[0], and scalar * (*this)[i] + bits[i - 1] * (*this)[0] for each i from 1: one
  /// bit fewer than bases, each 0 or 1.
  [[nodiscard]] std::vector<Point> encrypt(const Scalar& scalar,
                                           std::span<const std::uint8_t> bits) const;

 private:
  FixedBases() = default;

  std::vector<Point> points_;
  std::vector<edwards::FixedBaseTable> tables_;
};

}  // namespace viche
