#include "crypto/group/curve/scalar_multiply.h"

#include <algorithm>
#include <array>

#include <sodium.h>

#include "crypto/group/curve/normalize.h"

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

Affine negate_if(const Affine& q, u64 negative) {
  const Affine opposite{q.difference, q.sum, field::negate(q.twice_dxy)};
  return select(q, opposite, negative);
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

FixedBaseTable::FixedBaseTable(const Extended& base) {
  std::vector<Extended> points;
  points.reserve(256);
  Extended power = base;
  for (int i = 0; i < 32; ++i) {
    const Cached step = to_cached(power);
    Extended multiple = power;
    for (int m = 0; m < 8; ++m) {
      points.push_back(multiple);
      multiple = multiple + step;
    }
    for (int k = 0; k < 8; ++k) power = twice(power);
  }
  std::vector<Addend> addends(points.size());
  normalize(points, addends);
  multiples_.reserve(points.size());
  for (const Addend& addend : addends) multiples_.push_back(addend.point);
}

void FixedBaseTable::add_digits(Extended& accumulator, std::span<const std::int8_t, 64> digits,
                                std::size_t parity) const {
  for (std::size_t i = 0; i < 32; ++i) {
    const auto [negative, size] = split(digits[2 * i + parity]);
    Affine addend = kAffineIdentity;
    for (u64 m = 0; m < 8; ++m) addend = select(addend, multiples_[8 * i + m], equal(size, m + 1));
    accumulator = accumulator + negate_if(addend, negative);
  }
}

// sum_i d_i 16^i = 16 (sum over odd i of d_i 256^((i-1)/2)) + (sum over even i of d_i 256^(i/2)):
// four doublings for all bases.
Extended multi_multiply(std::span<const Scalar> scalars, std::span<const FixedBaseTable> tables) {
  std::vector<Digits> digits;
  digits.reserve(scalars.size());
  for (const Scalar& scalar : scalars) digits.push_back(signed_digits(scalar));
  Extended sum = kIdentity;
  for (std::size_t b = 0; b < tables.size(); ++b) tables[b].add_digits(sum, digits[b], 1);
  sum = twice(twice(twice(twice(sum))));
  for (std::size_t b = 0; b < tables.size(); ++b) tables[b].add_digits(sum, digits[b], 0);
  sodium_memzero(digits.data(), digits.size() * sizeof(Digits));
  return sum;
}

}  // namespace viche::edwards
