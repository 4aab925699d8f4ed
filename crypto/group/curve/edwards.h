#pragma once
// The curve -x^2 + y^2 = 1 + d x^2 y^2 over 2^255 - 19, whose points modulo its torsion are
// ristretto255 (RFC 9496).
//
// Formulas: Hisil, Wong, Carter, Dawson 2008 (extended coordinates, a = -1; complete, so that no
// input is special). Coordinates of an Extended are tight (field.h); each line below that leaves a
// bound says so.

#include "crypto/group/curve/field.h"

namespace viche::edwards {

using field::add;
using field::mul;
using field::square;
using field::sub2;
using field::sub4;

/// x = X/Z, y = Y/Z, x y = T/Z.
struct Extended {
  FieldElement X, Y, Z, T;
};

/// An addend prepared: Y + X, Y - X, 2 Z, 2 d T.
struct Cached {
  FieldElement sum, difference, twice_Z, twice_dT;  // sum, twice_Z < 2^52 + 2^14; difference < 2^53
};

/// An addend with Z = 1: y + x, y - x, 2 d x y; all tight.
struct Affine {
  FieldElement sum, difference, twice_dxy;
};

inline constexpr Extended kIdentity{field::kZero, field::kOne, field::kOne, field::kZero};
inline constexpr Affine kAffineIdentity{field::kOne, field::kOne, field::kZero};
extern const Extended kBase;  // G

inline Cached to_cached(const Extended& p) {
  return {add(p.Y, p.X), sub2(p.Y, p.X), add(p.Z, p.Z), mul(p.T, field::kTwoD)};
}

inline Extended negate(const Extended& p) {
  return {field::negate(p.X), p.Y, p.Z, field::negate(p.T)};
}

// The common end of an addition: a = (Y1 + X1)(..), b = (Y1 - X1)(..), c = 2 d T1 T2 tight, d = 2
// Z1 Z2 below 2^52 + 2^14.
inline Extended finish(const FieldElement& a, const FieldElement& b, const FieldElement& c,
                       const FieldElement& d) {
  const FieldElement E = sub2(a, b), H = add(a, b);  // < 2^53, < 2^52 + 2^14
  const FieldElement G = add(d, c), F = sub2(d, c);  // < 2^53, < 2^53 + 2^14
  return {mul(E, F), mul(G, H), mul(F, G), mul(E, H)};
}

inline Extended operator+(const Extended& p, const Cached& q) {
  return finish(mul(add(p.Y, p.X), q.sum), mul(sub2(p.Y, p.X), q.difference), mul(p.T, q.twice_dT),
                mul(p.Z, q.twice_Z));
}

inline Extended operator+(const Extended& p, const Affine& q) {
  return finish(mul(add(p.Y, p.X), q.sum), mul(sub2(p.Y, p.X), q.difference), mul(p.T, q.twice_dxy),
                add(p.Z, p.Z));
}

// p - q: the roles of sum and difference change, and c changes its sign.
inline Extended operator-(const Extended& p, const Cached& q) {
  const FieldElement a = mul(add(p.Y, p.X), q.difference), b = mul(sub2(p.Y, p.X), q.sum);
  const FieldElement c = mul(p.T, q.twice_dT), d = mul(p.Z, q.twice_Z);
  const FieldElement E = sub2(a, b), H = add(a, b), G = sub2(d, c), F = add(d, c);
  return {mul(E, F), mul(G, H), mul(F, G), mul(E, H)};
}

inline Extended twice(const Extended& p) {
  const FieldElement XX = square(p.X), YY = square(p.Y), ZZ = square(p.Z);
  const FieldElement H = add(YY, XX);                     // < 2^52 + 2^14
  const FieldElement G = sub2(YY, XX);                    // < 2^52 + 2^51 + 2^13
  const FieldElement E = sub4(square(add(p.X, p.Y)), H);  // 2 X Y: < 2^53 + 2^51 + 2^13
  const FieldElement F = sub4(add(ZZ, ZZ), G);            // 2 ZZ - G: < 2^53 + 2^52 + 2^14
  return {mul(E, F), mul(G, H), mul(F, G), mul(E, H)};
}

/// `bit` (0 or 1) ? b : a, without a branch.
inline Affine select(const Affine& a, const Affine& b, std::uint64_t bit) {
  return {field::select(a.sum, b.sum, bit), field::select(a.difference, b.difference, bit),
          field::select(a.twice_dxy, b.twice_dxy, bit)};
}
inline Cached select(const Cached& a, const Cached& b, std::uint64_t bit) {
  return {field::select(a.sum, b.sum, bit), field::select(a.difference, b.difference, bit),
          field::select(a.twice_Z, b.twice_Z, bit), field::select(a.twice_dT, b.twice_dT, bit)};
}

/// RFC 9496 section 4.3.1. False if the 32 bytes are no canonical encoding. Z = 1.
bool ristretto_decode(const std::uint8_t* bytes, Extended& out);
/// RFC 9496 section 4.3.2.
Bytes32 ristretto_encode(const Extended& p);
/// RFC 9496 section 4.3.3: whether both are one ristretto255 element.
bool ristretto_equal(const Extended& a, const Extended& b);
bool ristretto_is_identity(const Extended& a);

}  // namespace viche::edwards
