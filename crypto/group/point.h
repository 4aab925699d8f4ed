#pragma once
// Elements of ristretto255 (RFC 9496).

#include "crypto/group/bytes.h"
#include "crypto/group/curve/edwards.h"
#include "crypto/group/scalar.h"

namespace viche {

/// A group element, valid by construction. The default is the identity. Addition is cheap; encoding
/// and decoding cost as much as some thirty additions (see batch.h for many).
class Point {
 public:
  constexpr Point() = default;

  /// The 32-byte canonical encoding; anything else is an error. The identity (32 zero bytes) is
  /// accepted: whoever must not accept it asks is_identity().
  static Result<Point> decode(ByteView bytes);
  static Point identity() { return {}; }
  static Point base();
  /// The one-way map of RFC 9496 section 4.3.4 from 64 uniform bytes.
  static Point map(const Bytes64& bytes);

  [[nodiscard]] Bytes32 encode() const;
  [[nodiscard]] bool is_identity() const;

  friend Point operator+(const Point& a, const Point& b);
  friend Point operator-(const Point& a, const Point& b);
  Point operator-() const;
  Point& operator+=(const Point& other) { return *this = *this + other; }
  Point& operator-=(const Point& other) { return *this = *this - other; }
  friend bool operator==(const Point& a, const Point& b);

  /// The element of a point of the curve, and back: for the arithmetic of this folder.
  explicit constexpr Point(const edwards::Extended& curve) : curve_(curve) {}
  [[nodiscard]] constexpr const edwards::Extended& curve() const { return curve_; }

 private:
  edwards::Extended curve_ = edwards::kIdentity;  // one of the element's four representatives
};

/// scalar * point, constant time in both; the identity is a result like any other.
Point multiply(const Scalar& scalar, const Point& point);
/// scalar * G, constant time.
Point multiply_base(const Scalar& scalar);

}  // namespace viche
