#include "crypto/group/scalar.h"

#include <sodium.h>

#include <algorithm>

#include "crypto/group/curve/scalar_limbs.h"
#include "crypto/group/declassify.h"

namespace viche {
namespace {

ScalarLimbs limbs(const Bytes32& bytes) { return scalar::from_bytes(bytes.data()); }

}  // namespace

Result<Scalar> Scalar::decode(ByteView bytes) {
  if (bytes.size() != 32) {
    return Error{"a scalar has 32 bytes, not " + std::to_string(bytes.size()), ""};
  }
  Scalar scalar;
  std::copy(bytes.begin(), bytes.end(), scalar.bytes_.begin());
  // Whether bytes are a scalar is no secret: whoever sent others is told so.
  if (declassify(scalar::is_canonical(limbs(scalar.bytes_))) == 0)
    return Error{"scalar not below the group order", ""};
  return scalar;
}

Scalar Scalar::reduce(const Bytes64& bytes) {
  return Scalar(scalar::to_bytes(scalar::reduce(bytes.data())));
}

Scalar Scalar::from_u64(std::uint64_t value) {
  Scalar scalar;
  for (std::size_t i = 0; i < 8; ++i) {
    scalar.bytes_[i] = static_cast<std::uint8_t>(value >> (8 * i));
  }
  return scalar;
}

bool Scalar::is_zero() const { return sodium_is_zero(bytes_.data(), bytes_.size()) == 1; }

Scalar Scalar::inverse() const { return Scalar(scalar::to_bytes(scalar::invert(limbs(bytes_)))); }

Scalar operator+(const Scalar& a, const Scalar& b) {
  return Scalar(scalar::to_bytes(scalar::add(limbs(a.bytes_), limbs(b.bytes_))));
}

Scalar operator-(const Scalar& a, const Scalar& b) {
  return Scalar(scalar::to_bytes(scalar::sub(limbs(a.bytes_), limbs(b.bytes_))));
}

Scalar operator*(const Scalar& a, const Scalar& b) {
  return Scalar(scalar::to_bytes(scalar::mul(limbs(a.bytes_), limbs(b.bytes_))));
}

Scalar Scalar::operator-() const { return Scalar() - *this; }

bool operator==(const Scalar& a, const Scalar& b) {
  return sodium_memcmp(a.bytes_.data(), b.bytes_.data(), a.bytes_.size()) == 0;
}

}  // namespace viche
