#pragma once
// Integers modulo the order l = 2^252 + 27742317777372353535851937790883648493 of ristretto255.

#include <cstdint>

#include "crypto/group/bytes.h"

namespace viche {

/// An integer in [0, l), by construction. Every operation is constant time in the values. The
/// default is zero.
class Scalar {
 public:
  constexpr Scalar() = default;

  /// Exactly 32 bytes, little-endian, below l; anything else is an error.
  static Result<Scalar> decode(ByteView bytes);
  /// 64 little-endian bytes modulo l (uniform, up to 2^-252, if the bytes are).
  static Scalar reduce(const Bytes64& bytes);
  static Scalar from_u64(std::uint64_t value);
  static Scalar zero() { return {}; }
  static Scalar one() { return from_u64(1); }

  [[nodiscard]] Bytes32 encode() const { return bytes_; }
  [[nodiscard]] bool is_zero() const;
  /// The multiplicative inverse; of zero, zero.
  [[nodiscard]] Scalar inverse() const;

  friend Scalar operator+(const Scalar& a, const Scalar& b);
  friend Scalar operator-(const Scalar& a, const Scalar& b);
  friend Scalar operator*(const Scalar& a, const Scalar& b);
  Scalar operator-() const;
  Scalar& operator+=(const Scalar& other) { return *this = *this + other; }
  Scalar& operator-=(const Scalar& other) { return *this = *this - other; }
  Scalar& operator*=(const Scalar& other) { return *this = *this * other; }
  friend bool operator==(const Scalar& a, const Scalar& b);

 private:
  friend class ScalarLanes;

  constexpr explicit Scalar(const Bytes32& canonical) : bytes_(canonical) {}

  Bytes32 bytes_{};  // little-endian, below l
};

}  // namespace viche
