#pragma once
// Scalars and points of the group, public and secret, made without libsodium.

#include "crypto/group/batch.h"
#include "tests/constant_time/secrecy.h"

namespace viche::test {

/// A scalar of four nearly full words; the value does not matter.
inline Scalar some_scalar(std::uint8_t salt) {
  Bytes32 bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(0xa5U ^ (salt * 31 + i));
  }
  bytes[31] = 0x0f;
  return Scalar::decode(bytes).value();
}

inline Scalar secret_scalar(std::uint8_t salt) {
  Scalar scalar = some_scalar(salt);
  poison(scalar);
  return scalar;
}

inline Point public_point(std::uint8_t salt) { return multiply_base(some_scalar(salt)); }

inline Point secret_point(std::uint8_t salt) {
  Point point = public_point(salt);
  poison(point);
  return point;
}

}  // namespace viche::test
