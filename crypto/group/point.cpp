#include "crypto/group/point.h"

#include <sodium.h>

#include "crypto/group/curve/scalar_multiply.h"
#include "crypto/group/fixed_bases.h"

namespace viche {

Result<Point> Point::decode(ByteView bytes) {
  if (bytes.size() != 32) {
    return Error{"a point has 32 bytes, not " + std::to_string(bytes.size()), ""};
  }
  edwards::Extended curve;
  if (!edwards::ristretto_decode(bytes.data(), curve)) {
    return Error{"not the canonical encoding of a ristretto255 element", ""};
  }
  return Point(curve);
}

Point Point::base() { return Point(edwards::kBase); }

Point Point::map(const Bytes64& bytes) {
  Bytes32 encoding;
  crypto_core_ristretto255_from_hash(encoding.data(), bytes.data());
  Result<Point> point = decode(encoding);
  if (!point) broken_invariant("libsodium's one-way map gave no element");
  return *point;
}

Bytes32 Point::encode() const { return edwards::ristretto_encode(curve_); }

bool Point::is_identity() const { return edwards::ristretto_is_identity(curve_); }

Point operator+(const Point& a, const Point& b) {
  return Point(a.curve_ + edwards::to_cached(b.curve_));
}

Point operator-(const Point& a, const Point& b) {
  return Point(a.curve_ - edwards::to_cached(b.curve_));
}

Point Point::operator-() const { return Point(edwards::negate(curve_)); }

bool operator==(const Point& a, const Point& b) {
  return edwards::ristretto_equal(a.curve_, b.curve_);
}

Point multiply(const Scalar& scalar, const Point& point) {
  return Point(edwards::multiply(scalar, point.curve()));
}

Point multiply_base(const Scalar& scalar) {
  return FixedBases::base().multi_multiply({&scalar, 1});
}

}  // namespace viche
