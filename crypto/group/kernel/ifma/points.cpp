// Encodings of ristretto255 elements (RFC 9496 sections 4.3.1 and 4.3.2), sixteen at once.

#include <immintrin.h>

#include "crypto/group/kernel/ifma.h"
#include "crypto/group/kernel/ifma/edwards.h"
#include "crypto/group/kernel/ifma/encoding.h"
#include "crypto/group/kernel/ifma/power.h"

namespace viche::ifma {

bool supported() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512ifma") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("bmi2");
}

}  // namespace viche::ifma

VICHE_TARGET_IFMA_BEGIN
namespace viche::ifma {
namespace {

/// Where w is a square, 1/sqrt(w) up to its sign; where it is not, sqrt(i/w) up to its sign, and 0
/// for w = 0.
struct InverseRoot {
  F16 root;
  __mmask8 was_square[2];
};

// RFC 9496's SQRT_RATIO_M1(1, w), but for the sign. In: tight.
InverseRoot inverse_root(const F16& w) {
  const F16 w3 = mul(square(w), w);
  const F16 w7 = mul(square(w3), w);
  const F16 r = mul(w3, power_p58(w7));
  InverseRoot out;
  for (int h = 0; h < 2; ++h) {
    const F8 sqrt_m1 = splat(field::kSqrtM1), one = splat(field::kOne);
    // w r^2 is a fourth root of 1: 1, -1, i or -i.
    const F8 check = canonical(mul(w.half[h], square(r.half[h])));
    const __mmask8 correct = same_limbs(check, one);
    const __mmask8 flipped = same_limbs(check, canonical(negate(one)));
    const __mmask8 flipped_i = same_limbs(check, canonical(negate(sqrt_m1)));
    out.root.half[h] = select(r.half[h], mul(r.half[h], sqrt_m1), flipped | flipped_i);
    out.was_square[h] = correct | flipped;
  }
  return out;
}

void decode_16(const std::uint8_t* const* encodings, edwards::Addend* addends,
               std::uint8_t* valid) {
  const F8 one = splat(field::kOne);
  F16 s, u1, u2, v, w;
  __mmask8 good[2];
  for (int h = 0; h < 2; ++h) {
    const Encoded encoded = load_encodings(encodings + 8 * h);
    s.half[h] = encoded.s;
    good[h] = encoded.good;
    const F8 ss = square(s.half[h]);
    u1.half[h] = sub(one, ss);
    u2.half[h] = add(one, ss);
    const F8 u2_squared = square(u2.half[h]);
    // v = -(d u1^2) - u2^2
    const Columns d_u1_squared = mul_columns(splat(field::kD), square(u1.half[h]));
    v.half[h] = carry(sub(columns(zeros()), add(d_u1_squared, columns(u2_squared))));
    w.half[h] = mul(v.half[h], u2_squared);
  }
  const InverseRoot inverse = inverse_root(w);
  for (int h = 0; h < 2; ++h) {
    const F8& root = inverse.root.half[h];
    const F8 den_x = mul(root, u2.half[h]);
    const F8 den_y = mul(mul(root, den_x), v.half[h]);
    // |2 s den_x|: the limbs of s are below 2^51, so those of 2 s are loose.
    const Columns twice_s = twice(columns(s.half[h]));
    const F8 x_signed = mul(
        F8{{twice_s.limb[0], twice_s.limb[1], twice_s.limb[2], twice_s.limb[3], twice_s.limb[4]}},
        den_x);
    const F8 x = select(x_signed, negate(x_signed), is_odd(canonical(x_signed)));
    const F8 y = mul(u1.half[h], den_y);
    const F8 t = mul(x, y);
    // y = 0 only if u1 = 0, so s = 1 (odd) or p - 1: excluded above.
    good[h] = static_cast<__mmask8>(good[h] & inverse.was_square[h] & ~is_odd(canonical(t)));
    const Addends8 decoded{add(y, x), sub(y, x), mul(t, splat(field::kTwoD))};
    store_addends(select(Addends8{one, one, zeros()}, decoded, good[h]), addends + 8 * h);
    for (int i = 0; i < 8; ++i) valid[8 * h + i] = (good[h] >> i) & 1U;
  }
}

void encode_16(const edwards::Extended* const* points, std::uint8_t* encodings) {
  F16 u1, u2, w;
  for (int h = 0; h < 2; ++h) {
    const Extended8 p = load_extended(points + 8 * h);
    u1.half[h] = mul(add(p.Z, p.Y), sub(p.Z, p.Y));
    u2.half[h] = mul(p.X, p.Y);
    w.half[h] = mul(u1.half[h], square(u2.half[h]));
  }
  const F16 root = inverse_root(w).root;
  for (int h = 0; h < 2; ++h) {
    const Extended8 p = load_extended(points + 8 * h);
    const F8 sqrt_m1 = splat(field::kSqrtM1);
    const F8 den1 = mul(root.half[h], u1.half[h]), den2 = mul(root.half[h], u2.half[h]);
    const F8 z_inverse = mul(mul(den1, den2), p.T);
    const __mmask8 rotate = is_odd(canonical(mul(p.T, z_inverse)));
    const F8 x = select(p.X, mul(p.Y, sqrt_m1), rotate);
    const F8 y = select(p.Y, mul(p.X, sqrt_m1), rotate);
    const F8 den_inverse = select(den2, mul(den1, splat(field::kInvSqrtAMinusD)), rotate);
    const __mmask8 negative = is_odd(canonical(mul(x, z_inverse)));
    const F8 s = mul(den_inverse, sub(p.Z, select(y, negate(y), negative)));
    const F8 absolute = select(s, negate(s), is_odd(canonical(s)));
    store_encodings(canonical(absolute), encodings + 256 * h);
  }
}

}  // namespace

void decode(const std::uint8_t* const* encodings, std::size_t count, edwards::Addend* addends,
            std::uint8_t* valid) {
  std::size_t i = 0;
  for (; i + 16 <= count; i += 16) decode_16(encodings + i, addends + i, valid + i);
  if (i == count) return;
  const std::uint8_t* last_encodings[16];
  edwards::Addend last_addends[16];
  std::uint8_t last_valid[16];
  for (std::size_t k = 0; k < 16; ++k) last_encodings[k] = encodings[k < count - i ? i + k : i];
  decode_16(last_encodings, last_addends, last_valid);
  for (std::size_t k = 0; i + k < count; ++k) {
    addends[i + k] = last_addends[k];
    valid[i + k] = last_valid[k];
  }
}

void encode(const edwards::Extended* const* points, std::size_t count, std::uint8_t* encodings) {
  std::size_t i = 0;
  for (; i + 16 <= count; i += 16) encode_16(points + i, encodings + 32 * i);
  if (i == count) return;
  const edwards::Extended* last_points[16];
  std::uint8_t last_encodings[512];
  for (std::size_t k = 0; k < 16; ++k) last_points[k] = points[k < count - i ? i + k : i];
  encode_16(last_points, last_encodings);
  for (std::size_t k = 0; k < 32 * (count - i); ++k) encodings[32 * i + k] = last_encodings[k];
}

}  // namespace viche::ifma
VICHE_TARGET_IFMA_END
