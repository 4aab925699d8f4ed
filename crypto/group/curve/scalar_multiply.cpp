#include "crypto/group/curve/scalar_multiply.h"

#include <array>

#include <sodium.h>

namespace viche::edwards {
namespace {

using field::u64;
using Digits = std::array<std::int8_t, 64>;

// scalar = sum digits[i] 16^i with digits in -8..7, the last in 0..8 (scalar < 2^253). Constant
// time.
Digits signed_digits(const Scalar& scalar) {
  Bytes32 bytes = scalar.encode();
  Digits digits;
  for (std::size_t i = 0; i < 32; ++i) {
    digits[2 * i] = static_cast<std::int8_t>(bytes[i] & 15U);
    digits[2 * i + 1] = static_cast<std::int8_t>(bytes[i] >> 4);
  }
  int carry = 0;
  for (std::size_t i = 0; i < 63; ++i) {
    const int digit = digits[i] + carry;
    carry = (digit + 8) >> 4;
    digits[i] = static_cast<std::int8_t>(digit - (carry << 4));
  }
  digits[63] = static_cast<std::int8_t>(digits[63] + carry);
  sodium_memzero(bytes.data(), bytes.size());
  return digits;
}

// 1 if a = b, else 0, for small non-negative numbers.
u64 equal(u64 a, u64 b) { return ((a ^ b) - 1) >> 63; }

struct SignAndSize {
  u64 negative, size;
};
SignAndSize split(std::int8_t digit) {
  const int value = digit;
  const int sign = value >> 31;  // -1 or 0
  return {static_cast<u64>(sign & 1), static_cast<u64>((value ^ sign) - sign)};
}

Cached negate_if(const Cached& q, u64 negative) {
  // twice_dT is a product, so tight.
  const Cached opposite{q.difference, q.sum, q.twice_Z, field::negate(q.twice_dT)};
  return select(q, opposite, negative);
}

}  // namespace

Extended multiply(const Scalar& scalar, const Extended& p) {
  std::array<Cached, 8> multiples;  // 1 p .. 8 p
  Extended multiple = p;
  multiples[0] = to_cached(p);
  for (std::size_t i = 1; i < 8; ++i) {
    multiple = multiple + multiples[0];
    multiples[i] = to_cached(multiple);
  }
  Digits digits = signed_digits(scalar);
  const Cached identity = to_cached(kIdentity);
  Extended sum = kIdentity;
  for (std::size_t i = 64; i-- > 0;) {
    sum = twice(twice(twice(twice(sum))));
    const auto [negative, size] = split(digits[i]);
    Cached addend = identity;
    for (u64 m = 0; m < 8; ++m) addend = select(addend, multiples[m], equal(size, m + 1));
    sum = sum + negate_if(addend, negative);
  }
  sodium_memzero(digits.data(), digits.size());
  return sum;
}

}  // namespace viche::edwards
