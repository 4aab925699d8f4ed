#include "crypto/group/scalar.h"

#include <sodium.h>

#include <algorithm>

#include "crypto/group/declassify.h"

namespace viche {
namespace {

// l, little-endian.
constexpr Bytes32 kOrder = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                            0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                            0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

// Whether a < l, without a branch on a: the borrow of a - l over all bytes.
bool is_below_order(const Bytes32& a) {
  unsigned borrow = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    borrow = (static_cast<unsigned>(a[i]) - kOrder[i] - borrow) >> 8 & 1U;
  }
  return borrow == 1;
}

}  // namespace

Result<Scalar> Scalar::decode(ByteView bytes) {
  if (bytes.size() != 32) {
    return Error{"a scalar has 32 bytes, not " + std::to_string(bytes.size()), ""};
  }
  Scalar scalar;
  std::copy(bytes.begin(), bytes.end(), scalar.bytes_.begin());
  // Whether bytes are a scalar is no secret: whoever sent others is told so.
  if (!declassify(is_below_order(scalar.bytes_)))
    return Error{"scalar not below the group order", ""};
  return scalar;
}

Scalar Scalar::reduce(const Bytes64& bytes) {
  Scalar scalar;
  crypto_core_ristretto255_scalar_reduce(scalar.bytes_.data(), bytes.data());
  return scalar;
}

Scalar Scalar::from_u64(std::uint64_t value) {
  Scalar scalar;
  for (std::size_t i = 0; i < 8; ++i) {
    scalar.bytes_[i] = static_cast<std::uint8_t>(value >> (8 * i));
  }
  return scalar;
}

bool Scalar::is_zero() const { return sodium_is_zero(bytes_.data(), bytes_.size()) == 1; }

Scalar Scalar::inverse() const {
  // libsodium computes this^(l - 2) and only then reports a zero, for which the power is zero.
  Scalar result;
  static_cast<void>(crypto_core_ristretto255_scalar_invert(result.bytes_.data(), bytes_.data()));
  return result;
}

Scalar operator+(const Scalar& a, const Scalar& b) {
  Scalar result;
  crypto_core_ristretto255_scalar_add(result.bytes_.data(), a.bytes_.data(), b.bytes_.data());
  return result;
}

Scalar operator-(const Scalar& a, const Scalar& b) {
  Scalar result;
  crypto_core_ristretto255_scalar_sub(result.bytes_.data(), a.bytes_.data(), b.bytes_.data());
  return result;
}

Scalar operator*(const Scalar& a, const Scalar& b) {
  Scalar result;
  crypto_core_ristretto255_scalar_mul(result.bytes_.data(), a.bytes_.data(), b.bytes_.data());
  return result;
}

Scalar Scalar::operator-() const {
  Scalar result;
  crypto_core_ristretto255_scalar_negate(result.bytes_.data(), bytes_.data());
  return result;
}

bool operator==(const Scalar& a, const Scalar& b) {
  return sodium_memcmp(a.bytes_.data(), b.bytes_.data(), a.bytes_.size()) == 0;
}

}  // namespace viche
