#pragma once
// Multiplication of points known long before their scalars, in constant time, portable.
//
// Odd digits. A scalar k becomes an odd K < 2^254, k itself or k + l (l P is the identity of
// ristretto255, whichever representative P is). With B = (K >> 1) + 2^257 and w_i the six bits of
// B from 6 i upwards, i = 0..42,
//   K = 2 B - (2^258 - 1) = sum_i (2 w_i - 63) 64^i:
// every digit is odd, from -63 to 63, and none is zero, so that a table of 32 odd multiples serves
// every digit in the same way.

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/curve/edwards.h"

namespace viche::edwards {

/// w_0, ..., w_42.
using OddDigits = std::array<std::uint8_t, 43>;
/// Of a scalar's encoding. Constant time.
OddDigits odd_digits(const Bytes32& scalar);

/// The odd multiples of one point at every second digit's weight. 83 KiB; copies share it.
class FixedBaseTable {
 public:
  static constexpr std::size_t kColumns = 22;
  static constexpr std::size_t kEntries = 32;
  /// (2 e + 1) 4096^i P for one i: limb [5 c + b] of entry e is limb b of coordinate c (sum,
  /// difference, twice_dxy of an Affine). Entries side by side, so that one limb of all of them is
  /// four vectors of eight.
  struct alignas(64) Column {
    std::uint64_t limb[15][kEntries];
  };

  explicit FixedBaseTable(const Extended& base);

  /// kColumns of them.
  [[nodiscard]] const Column* columns() const { return columns_->data(); }

 private:
  std::shared_ptr<const std::vector<Column>> columns_;
};

/// The sum of the multiples that `digits` say of the first tables' bases, and of those of the bases
/// after them whose bit is 1; as many tables as digits and bits. Of a bit's byte, the lowest bit
/// counts. Constant time in digits and bits.
Extended multi_multiply(std::span<const OddDigits> digits, std::span<const std::uint8_t> bits,
                        std::span<const FixedBaseTable::Column* const> tables);

}  // namespace viche::edwards
