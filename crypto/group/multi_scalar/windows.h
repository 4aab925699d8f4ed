#pragma once
// Into which windows of bits the scalars of a sum are cut.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace viche::multi_scalar {

/// The greatest width of a window: digits fit 16 bits.
inline constexpr unsigned kMaxWidth = 15;
/// Scalars of at most so many bits are short.
inline constexpr unsigned kShortBits = 128;

/// `width` bits from bit `position` on. Signed digits are in -2^(width-1)..2^(width-1).
struct Window {
  unsigned position, width;
  bool short_too;  // whether short scalars have digits here
  [[nodiscard]] std::size_t buckets() const { return std::size_t{1} << (width - 1); }
};

/// How many scalars there are of each class, and how many bits the longest has; 0 bits if none.
struct Classes {
  std::size_t short_count = 0, long_count = 0;
  unsigned short_bits = 0, long_bits = 0;
};

/// Windows from bit 0 upwards, without gaps, whose sums cost least: widths within the bits that
/// short scalars have, and within those above, differ by at most one, the greater ones above. Short
/// scalars are in all windows that are short_too, and fit into them with their last carry; long
/// ones are in all windows.
std::vector<Window> plan_windows(const Classes& classes);

}  // namespace viche::multi_scalar
