#pragma once
// Multiplication of points known long before their scalars, for the prover: of one ballot, or of a
// batch in lanes.

#include <array>
#include <span>
#include <vector>

#include "crypto/group/curve/fixed_base.h"
#include "crypto/group/point.h"
#include "crypto/group/scalar.h"
#include "crypto/group/scalar_lanes.h"

namespace viche {

/// One element's encoding a lane.
using EncodedLanes = std::array<Bytes32, ScalarLanes::kLanes>;
/// 0 or 1 a lane.
using BitLanes = std::array<std::uint8_t, ScalarLanes::kLanes>;

/// Points with tables of their multiples, made once (83 KiB a point). Constant time in scalars and
/// bits. Immutable, so that threads may share it; copies share the tables.
class FixedBases {
 public:
  explicit FixedBases(const std::vector<Point>& points);
  /// G alone.
  static const FixedBases& base();

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

  /// The same in the first `lanes` lanes, encoded; on the active kernel, which computes eight at a
  /// time. The other lanes are zero, the identity's encoding.
  [[nodiscard]] EncodedLanes multi_multiply(std::span<const ScalarLanes> scalars,
                                            std::span<const BitLanes> bits,
                                            std::size_t lanes) const;
  [[nodiscard]] std::vector<EncodedLanes> encrypt(const ScalarLanes& scalar,
                                                  std::span<const BitLanes> bits,
                                                  std::size_t lanes) const;

 private:
  FixedBases() = default;
  void append(const Point& point, const edwards::FixedBaseTable& table);

  // Tables are of half the points, so that sums are half of what is asked for: to double one costs
  // nothing, and doubles are encoded several times faster (encode_doubles).
  std::vector<Point> points_;
  std::vector<edwards::FixedBaseTable> tables_;
  std::vector<const edwards::FixedBaseTable::Column*> columns_;  // of tables_
};

}  // namespace viche
