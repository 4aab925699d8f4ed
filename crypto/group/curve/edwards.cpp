#include "crypto/group/curve/edwards.h"

#include <cstring>

namespace viche::edwards {

using field::kOne;
using field::RootOfRatio;
using field::u64;

const Extended kBase{
    {{0x62d608f25d51a, 0x412a4b4f6592a, 0x75b7171a4b31d, 0x1ff60527118fe, 0x216936d3cd6e5}},
    {{0x6666666666658, 0x4cccccccccccc, 0x1999999999999, 0x3333333333333, 0x6666666666666}},
    kOne,
    {{0x68ab3a5b7dda3, 0xeea2a5eadbb, 0x2af8df483c27e, 0x332b375274732, 0x67875f0fd78b7}}};

bool ristretto_decode(const std::uint8_t* bytes, Extended& out) {
  const FieldElement s = field::decode(bytes);
  const Bytes32 canonical = field::encode(s);
  const bool is_canonical = std::memcmp(canonical.data(), bytes, 32) == 0 && (bytes[0] & 1U) == 0;

  const FieldElement ss = square(s);
  const FieldElement u1 = sub2(kOne, ss), u2 = add(kOne, ss);
  const FieldElement u2_squared = square(u2);
  // v = -(D u1^2) - u2^2
  const FieldElement v =
      field::carry(sub4(field::kZero, add(mul(field::kD, square(u1)), u2_squared)));
  const RootOfRatio inverse_root = field::sqrt_ratio_m1(kOne, mul(v, u2_squared));
  const FieldElement den_x = mul(inverse_root.root, u2);
  const FieldElement den_y = mul(mul(inverse_root.root, den_x), v);
  out.X = field::absolute(mul(add(s, s), den_x));
  out.Y = mul(u1, den_y);
  out.Z = kOne;
  out.T = mul(out.X, out.Y);
  return is_canonical && inverse_root.was_square == 1 && field::is_negative(out.T) == 0 &&
         field::is_zero(out.Y) == 0;
}

Bytes32 ristretto_encode(const Extended& p) {
  const FieldElement u1 = mul(add(p.Z, p.Y), sub2(p.Z, p.Y));
  const FieldElement u2 = mul(p.X, p.Y);
  const FieldElement inverse_root = field::sqrt_ratio_m1(kOne, mul(u1, square(u2))).root;
  const FieldElement den1 = mul(inverse_root, u1), den2 = mul(inverse_root, u2);
  const FieldElement z_inverse = mul(mul(den1, den2), p.T);
  const u64 rotate = field::is_negative(mul(p.T, z_inverse));
  const FieldElement x = field::select(p.X, mul(p.Y, field::kSqrtM1), rotate);
  FieldElement y = field::select(p.Y, mul(p.X, field::kSqrtM1), rotate);
  const FieldElement den_inverse = field::select(den2, mul(den1, field::kInvSqrtAMinusD), rotate);
  y = field::select(y, field::negate(y), field::is_negative(mul(x, z_inverse)));
  return field::encode(field::absolute(mul(den_inverse, sub2(p.Z, y))));
}

bool ristretto_equal(const Extended& a, const Extended& b) {
  const u64 same = field::is_zero(sub2(mul(a.X, b.Y), mul(a.Y, b.X)));
  const u64 turned = field::is_zero(sub2(mul(a.Y, b.Y), mul(a.X, b.X)));
  return (same | turned) == 1;
}

bool ristretto_is_identity(const Extended& a) {
  return (field::is_zero(a.X) | field::is_zero(a.Y)) == 1;
}

}  // namespace viche::edwards
