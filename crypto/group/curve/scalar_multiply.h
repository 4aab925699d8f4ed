#pragma once
// Scalar multiplication on the curve, portable.

#include <span>
#include <vector>

#include "crypto/group/curve/edwards.h"
#include "crypto/group/scalar.h"

namespace viche::edwards {

/// scalar * p, constant time in both.
Extended multiply(const Scalar& scalar, const Extended& p);

/// Multiples of one point for a constant-time multiplication by 64 additions: for each even power
/// of 16, the first eight multiples. 30 KiB.
class FixedBaseTable {
 public:
  explicit FixedBaseTable(const Extended& base);

  /// accumulator += sum over i of digits[2 i + parity] 256^i base. Digits in -8..8; constant time
  /// in them.
  void add_digits(Extended& accumulator, std::span<const std::int8_t, 64> digits,
                  std::size_t parity) const;

 private:
  std::vector<Affine> multiples_;  // [32][8]: (m + 1) 256^i base
};

/// sum scalars[i] * tables[i], constant time in the scalars.
Extended multi_multiply(std::span<const Scalar> scalars, std::span<const FixedBaseTable> tables);

}  // namespace viche::edwards
