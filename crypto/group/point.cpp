#include "crypto/group/point.h"

#include <sodium.h>

#include <algorithm>

namespace viche {
namespace {

void require_valid(int status) {
  if (status != 0) broken_invariant("libsodium refused the encoding of a valid point");
}

}  // namespace

Result<Point> Point::decode(ByteView bytes) {
  if (bytes.size() != 32) {
    return Error{"a point has 32 bytes, not " + std::to_string(bytes.size()), ""};
  }
  // libsodium 1.0.18 ignores the top bit, so that two encodings of each element pass it.
  if ((bytes[31] & 0x80) != 0 || crypto_core_ristretto255_is_valid_point(bytes.data()) != 1) {
    return Error{"not the canonical encoding of a ristretto255 element", ""};
  }
  Point point;
  std::copy(bytes.begin(), bytes.end(), point.encoding_.begin());
  return point;
}

Point Point::base() { return multiply_base(Scalar::one()); }

Point Point::map(const Bytes64& bytes) {
  Point point;
  crypto_core_ristretto255_from_hash(point.encoding_.data(), bytes.data());
  return point;
}

Bytes32 Point::encode() const { return encoding_; }

bool Point::is_identity() const { return sodium_is_zero(encoding_.data(), encoding_.size()) == 1; }

Point operator+(const Point& a, const Point& b) {
  Point sum;
  require_valid(
      crypto_core_ristretto255_add(sum.encoding_.data(), a.encoding_.data(), b.encoding_.data()));
  return sum;
}

Point operator-(const Point& a, const Point& b) {
  Point difference;
  require_valid(crypto_core_ristretto255_sub(difference.encoding_.data(), a.encoding_.data(),
                                             b.encoding_.data()));
  return difference;
}

Point Point::operator-() const { return identity() - *this; }

bool operator==(const Point& a, const Point& b) {
  return sodium_memcmp(a.encoding_.data(), b.encoding_.data(), a.encoding_.size()) == 0;
}

// libsodium's multiplications report an error when the result is the identity, which they have then
// written (32 zero bytes). No other error is possible here: the scalar is below l and the point is
// valid.
Point multiply(const Scalar& scalar, const Point& point) {
  Point product;
  if (crypto_scalarmult_ristretto255(product.encoding_.data(), scalar.encode().data(),
                                     point.encoding_.data()) != 0) {
    return Point::identity();
  }
  return product;
}

Point multiply_base(const Scalar& scalar) {
  Point product;
  if (crypto_scalarmult_ristretto255_base(product.encoding_.data(), scalar.encode().data()) != 0) {
    return Point::identity();
  }
  return product;
}

}  // namespace viche
