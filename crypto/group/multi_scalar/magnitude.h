#pragma once
// A scalar without its sign.

#include <array>
#include <cstdint>

#include "crypto/group/scalar.h"

namespace viche::multi_scalar {

using Words = std::array<std::uint64_t, 4>;  // 256 bits, the low ones first

/// s or l - s, whichever is smaller, so at most l/2 < 2^251 + 2^123. Variable time.
struct Magnitude {
  Words words;
  bool negative;  // whether it is l - s
};
Magnitude magnitude(const Scalar& s);

/// The number of bits; of zero, 0.
unsigned bit_length(const Words& words);

/// `width` bits (1 to 63) from bit `position` (0 to 255) on; zeros beyond the last.
inline std::uint64_t bits_at(const Words& words, unsigned position, unsigned width) {
  const unsigned word = position / 64, shift = position % 64;
  std::uint64_t bits = words[word] >> shift;
  if (shift + width > 64 && word < 3) bits |= words[word + 1] << (64 - shift);
  return bits & ((std::uint64_t{1} << width) - 1);
}

}  // namespace viche::multi_scalar
