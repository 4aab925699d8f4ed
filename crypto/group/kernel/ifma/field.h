#pragma once
// The field of 2^255 - 19 on AVX-512 IFMA: eight elements at once, one per 64-bit lane, in radix
// 2^51. Constant time, as everything in this file.
//
// Bounds, for each lane. IFMA multiplies the low 52 bits of its operands and adds either the low 52
// bits of the product or the bits above them to a 64-bit accumulator.
//   tight: every limb < 2^51 + 2^16      what carry returns
//   loose: every limb < 2^52             what multiplication accepts
// A limb product a_i b_j = hi 2^52 + lo has weight 2^(51 (i + j)): lo belongs to column i + j, and
// hi, of weight 2^(51 (i + j + 1)) 2, twice to column i + j + 1. Column k + 5 has the weight of
// column k times 2^255 = 19. With l_k products in column k (1 2 3 4 5 4 3 2 1 0) and h_k = l_(k-1),
// lo < 2^52 gives a folded column k of at most l_k 2^52 + 2 h_k max(hi) + 19 (the same for k + 5):
//   both operands tight, hi < 2^50 + 2^17:   2^51 times  249, 195, 141,  87,  33
//   one tight, one loose, hi < 2^51 + 2^16:  2^51 times  344, 271, 198, 125,  52
//   both loose, hi < 2^52:                   2^51 times  534, 423, 312, 201,  90 (and nothing more)
// plus, in the first two, less than 2^28. So every column of a product is below 2^60.1, and sums
// and differences of a few columns may be formed before the one carry (lazy reduction), as long as
// they stay below 2^62.

#include <immintrin.h>

#include <cstdint>

#include "crypto/group/curve/field.h"
#include "crypto/group/kernel/bounds.h"
#include "crypto/group/kernel/target.h"

VICHE_TARGET_IFMA_BEGIN
namespace viche::ifma {
namespace {

using u64 = std::uint64_t;

constexpr u64 kMask51 = (u64{1} << 51) - 1;
constexpr u64 kTight = (u64{1} << 51) + (u64{1} << 16);
constexpr u64 kLoose = u64{1} << 52;
constexpr u64 kColumn = u64{1} << 62;  // what carry accepts

struct F8 {
  __m512i limb[5];
};

/// An element whose limbs are not yet carried.
struct Columns {
  __m512i limb[5];
};

VICHE_ALWAYS_INLINE void expect_below([[maybe_unused]] const __m512i (&limbs)[5],
                                      [[maybe_unused]] u64 bound) {
#ifndef NDEBUG
  u64 words[40];
  for (int i = 0; i < 5; ++i) _mm512_storeu_si512(words + 8 * i, limbs[i]);
  kernel::expect_limbs_below(words, 40, bound);
#endif
}

VICHE_ALWAYS_INLINE __m512i splat(u64 word) {
  return _mm512_set1_epi64(static_cast<long long>(word));
}
/// The same element in every lane.
VICHE_ALWAYS_INLINE F8 splat(const FieldElement& a) {
  return {
      {splat(a.limb[0]), splat(a.limb[1]), splat(a.limb[2]), splat(a.limb[3]), splat(a.limb[4])}};
}

VICHE_ALWAYS_INLINE __m512i plus(__m512i a, __m512i b) { return _mm512_add_epi64(a, b); }
/// 2 a + b.
VICHE_ALWAYS_INLINE __m512i twice_plus(__m512i a, __m512i b) { return plus(plus(a, a), b); }
VICHE_ALWAYS_INLINE __m512i times_9(__m512i a) { return plus(a, _mm512_slli_epi64(a, 3)); }
VICHE_ALWAYS_INLINE __m512i lo(__m512i sum, __m512i a, __m512i b) {
  return _mm512_madd52lo_epu64(sum, a, b);
}
VICHE_ALWAYS_INLINE __m512i hi(__m512i sum, __m512i a, __m512i b) {
  return _mm512_madd52hi_epu64(sum, a, b);
}

/// One pass of carries. In: limbs below 2^62, so that every carry is below 2^11. Out: tight (limb 0
/// below 2^51 + 19 * 2^11).
VICHE_ALWAYS_INLINE F8 carry(const Columns& a) {
  expect_below(a.limb, kColumn);
  const __m512i mask = splat(kMask51);
  const __m512i c0 = _mm512_srli_epi64(a.limb[0], 51), c1 = _mm512_srli_epi64(a.limb[1], 51),
                c2 = _mm512_srli_epi64(a.limb[2], 51), c3 = _mm512_srli_epi64(a.limb[3], 51),
                c4 = _mm512_srli_epi64(a.limb[4], 51);
  return {{lo(_mm512_and_si512(a.limb[0], mask), c4, splat(u64{19})),
           plus(_mm512_and_si512(a.limb[1], mask), c0), plus(_mm512_and_si512(a.limb[2], mask), c1),
           plus(_mm512_and_si512(a.limb[3], mask), c2),
           plus(_mm512_and_si512(a.limb[4], mask), c3)}};
}

/// The limbs of an element as columns, to be added to others.
VICHE_ALWAYS_INLINE Columns columns(const F8& a) {
  return {{a.limb[0], a.limb[1], a.limb[2], a.limb[3], a.limb[4]}};
}

/// a + b. Bounds add up.
VICHE_ALWAYS_INLINE Columns add(const Columns& a, const Columns& b) {
  return {{plus(a.limb[0], b.limb[0]), plus(a.limb[1], b.limb[1]), plus(a.limb[2], b.limb[2]),
           plus(a.limb[3], b.limb[3]), plus(a.limb[4], b.limb[4])}};
}

/// a - b + 512 p. In: b below 511 * 2^51. Out: below the bound of a + 2^60.
VICHE_ALWAYS_INLINE Columns sub(const Columns& a, const Columns& b) {
  expect_below(b.limb, 511 * (u64{1} << 51));
  const __m512i bias0 = splat((kMask51 - 18) * 512), bias = splat(kMask51 * 512);
  return {{_mm512_sub_epi64(plus(a.limb[0], bias0), b.limb[0]),
           _mm512_sub_epi64(plus(a.limb[1], bias), b.limb[1]),
           _mm512_sub_epi64(plus(a.limb[2], bias), b.limb[2]),
           _mm512_sub_epi64(plus(a.limb[3], bias), b.limb[3]),
           _mm512_sub_epi64(plus(a.limb[4], bias), b.limb[4])}};
}

/// a - b. In: every column of a at least that of b, as a multiple of p in a makes sure.
VICHE_ALWAYS_INLINE Columns sub_below(const Columns& a, const Columns& b) {
  return {{_mm512_sub_epi64(a.limb[0], b.limb[0]), _mm512_sub_epi64(a.limb[1], b.limb[1]),
           _mm512_sub_epi64(a.limb[2], b.limb[2]), _mm512_sub_epi64(a.limb[3], b.limb[3]),
           _mm512_sub_epi64(a.limb[4], b.limb[4])}};
}

VICHE_ALWAYS_INLINE Columns twice(const Columns& a) { return add(a, a); }

/// In: loose. Out: tight.
VICHE_ALWAYS_INLINE F8 add(const F8& a, const F8& b) { return carry(add(columns(a), columns(b))); }

/// 2 p - a without a carry. In: limbs at most 2^52 - 38, which is where 2p has its own. Out: loose.
VICHE_ALWAYS_INLINE F8 negate_loose(const F8& a) {
  expect_below(a.limb, kLoose - 37);
  const __m512i p0 = splat((kMask51 - 18) * 2), p = splat(kMask51 * 2);
  return {{_mm512_sub_epi64(p0, a.limb[0]), _mm512_sub_epi64(p, a.limb[1]),
           _mm512_sub_epi64(p, a.limb[2]), _mm512_sub_epi64(p, a.limb[3]),
           _mm512_sub_epi64(p, a.limb[4])}};
}
/// In: tight. Out: tight.
VICHE_ALWAYS_INLINE F8 negate(const F8& a) { return carry(columns(negate_loose(a))); }
/// In: a loose, b tight. Out: tight.
VICHE_ALWAYS_INLINE F8 sub(const F8& a, const F8& b) {
  return carry(add(columns(a), columns(negate_loose(b))));
}

/// Lane by lane, mask ? b : a.
VICHE_ALWAYS_INLINE F8 select(const F8& a, const F8& b, __mmask8 mask) {
  return {{_mm512_mask_blend_epi64(mask, a.limb[0], b.limb[0]),
           _mm512_mask_blend_epi64(mask, a.limb[1], b.limb[1]),
           _mm512_mask_blend_epi64(mask, a.limb[2], b.limb[2]),
           _mm512_mask_blend_epi64(mask, a.limb[3], b.limb[3]),
           _mm512_mask_blend_epi64(mask, a.limb[4], b.limb[4])}};
}

/// Lane by lane, mask ? -a : a. In: limbs at most 2^52 - 38. Out: loose.
VICHE_ALWAYS_INLINE F8 negate_loose_where(const F8& a, __mmask8 mask) {
  return select(a, negate_loose(a), mask);
}

/// a b + 19 `multiple` p, not carried. In: loose; `multiple` even, at most 28, a constant. Out: as
/// the comment at the top of this file says, and 19 * multiple * 2^51 more: enough to subtract
/// columns below that less 19 from. The multiple of p costs nothing: it is where the accumulators
/// of columns 5 to 9 start.
//
// l, h: what a column has once (low halves) and twice (high halves). With s = l_(k+5) + 2 h_(k+5),
// column k gets 19 s = s + 2 (9 s), so its two accumulators start at s and 9 s. s itself is summed
// on top of 2 h, which saves an addition.
VICHE_ALWAYS_INLINE Columns mul_columns_plus(const F8& a, const F8& b, u64 multiple) {
  expect_below(a.limb, kLoose);
  expect_below(b.limb, kLoose);
  const __m512i a0 = a.limb[0], a1 = a.limb[1], a2 = a.limb[2], a3 = a.limb[3], a4 = a.limb[4];
  const __m512i b0 = b.limb[0], b1 = b.limb[1], b2 = b.limb[2], b3 = b.limb[3], b4 = b.limb[4];
  const __m512i bias0 = splat((kMask51 - 18) * (multiple / 2)),
                bias = splat(kMask51 * (multiple / 2));
  __m512i h5 = hi(bias0, a0, b4), h6 = hi(bias, a1, b4), h7 = hi(bias, a2, b4),
          h8 = hi(bias, a3, b4), h9 = hi(bias, a4, b4);
  h5 = hi(h5, a1, b3), h6 = hi(h6, a2, b3), h7 = hi(h7, a3, b3), h8 = hi(h8, a4, b3);
  h5 = hi(h5, a2, b2), h6 = hi(h6, a3, b2), h7 = hi(h7, a4, b2);
  h5 = hi(h5, a3, b1), h6 = hi(h6, a4, b1);
  h5 = hi(h5, a4, b0);
  __m512i s5 = plus(h5, h5), s6 = plus(h6, h6), s7 = plus(h7, h7), s8 = plus(h8, h8);
  const __m512i s9 = plus(h9, h9);
  s5 = lo(s5, a1, b4), s6 = lo(s6, a2, b4), s7 = lo(s7, a3, b4), s8 = lo(s8, a4, b4);
  s5 = lo(s5, a2, b3), s6 = lo(s6, a3, b3), s7 = lo(s7, a4, b3);
  s5 = lo(s5, a3, b2), s6 = lo(s6, a4, b2);
  s5 = lo(s5, a4, b1);
  __m512i l0 = lo(s5, a0, b0), l1 = lo(s6, a1, b0), l2 = lo(s7, a2, b0), l3 = lo(s8, a3, b0),
          l4 = lo(s9, a4, b0);
  const __m512i h0 = times_9(s5);
  __m512i h1 = hi(times_9(s6), a0, b0), h2 = hi(times_9(s7), a1, b0), h3 = hi(times_9(s8), a2, b0),
          h4 = hi(times_9(s9), a3, b0);
  l1 = lo(l1, a0, b1), l2 = lo(l2, a1, b1), l3 = lo(l3, a2, b1), l4 = lo(l4, a3, b1);
  h2 = hi(h2, a0, b1), h3 = hi(h3, a1, b1), h4 = hi(h4, a2, b1);
  l2 = lo(l2, a0, b2), l3 = lo(l3, a1, b2), l4 = lo(l4, a2, b2);
  h3 = hi(h3, a0, b2), h4 = hi(h4, a1, b2);
  l3 = lo(l3, a0, b3), l4 = lo(l4, a1, b3);
  h4 = hi(h4, a0, b3);
  l4 = lo(l4, a0, b4);
  return {{twice_plus(h0, l0), twice_plus(h1, l1), twice_plus(h2, l2), twice_plus(h3, l3),
           twice_plus(h4, l4)}};
}

/// a^2 + 19 `multiple` p, not carried. Bounds as mul_columns_plus(a, a, multiple), whose columns it
/// computes.
//
// The products of two different limbs count twice, so x_1, x_2, x_4 hold what a column has once,
// twice and four times, and the fold by 19 is spread over them.
VICHE_ALWAYS_INLINE Columns square_columns_plus(const F8& a, u64 multiple) {
  expect_below(a.limb, kLoose);
  const __m512i a0 = a.limb[0], a1 = a.limb[1], a2 = a.limb[2], a3 = a.limb[3], a4 = a.limb[4];
  const __m512i zero = _mm512_setzero_si512(), half_bias0 = splat((kMask51 - 18) * (multiple / 2)),
                half_bias = splat(kMask51 * (multiple / 2)), bias = splat(kMask51 * multiple);
  __m512i x5_2 = lo(half_bias0, a1, a4), x5_4 = hi(zero, a0, a4);
  const __m512i x6_1 = lo(bias, a3, a3), x6_2 = lo(zero, a2, a4);
  __m512i x6_4 = hi(zero, a1, a4);
  __m512i x7_2 = lo(half_bias, a3, a4);
  const __m512i x7_4 = hi(zero, a2, a4);
  const __m512i x8_1 = lo(bias, a4, a4), x8_4 = hi(zero, a3, a4), x9_2 = hi(half_bias, a4, a4);
  x5_2 = lo(x5_2, a2, a3), x5_4 = hi(x5_4, a1, a3);
  x6_4 = hi(x6_4, a2, a3);
  x7_2 = hi(x7_2, a3, a3);
  x5_2 = hi(x5_2, a2, a2);
  const __m512i s5 = twice_plus(x5_4, x5_2);                    // of column 5, half
  const __m512i s6 = twice_plus(twice_plus(x6_4, x6_2), x6_1);  // of column 6, all
  const __m512i s7 = twice_plus(x7_4, x7_2);                    // of column 7, half
  const __m512i s8 = plus(x8_1, _mm512_slli_epi64(x8_4, 2));    // of column 8, all
  // 2 * 19 s5 = 2 s5 + 4 (9 s5), 19 s6 = s6 + 2 (9 s6), 2 * 19 s7 = 2 s7 + 4 (9 s7), 19 s8 = s8 +
  // 2 (9 s8), 2 * 19 x9_2 = 2 x9_2 + 4 (9 x9_2)
  const __m512i x0_1 = lo(plus(s5, s5), a0, a0);
  __m512i x1_2 = lo(times_9(s6), a0, a1);
  const __m512i x2_1 = lo(zero, a1, a1), x2_2 = lo(s7, a0, a2), x2_4 = hi(times_9(s7), a0, a1);
  __m512i x3_2 = lo(times_9(s8), a0, a3);
  const __m512i x3_4 = hi(zero, a0, a2);
  const __m512i x4_1 = lo(zero, a2, a2);
  __m512i x4_2 = lo(x9_2, a0, a4), x4_4 = hi(times_9(x9_2), a0, a3);
  x1_2 = hi(x1_2, a0, a0);
  x3_2 = lo(x3_2, a1, a2);
  x4_2 = lo(x4_2, a1, a3), x4_4 = hi(x4_4, a1, a2);
  x3_2 = hi(x3_2, a1, a1);
  return {{plus(x0_1, _mm512_slli_epi64(times_9(s5), 2)), twice_plus(x1_2, s6),
           twice_plus(twice_plus(x2_4, x2_2), x2_1), twice_plus(twice_plus(x3_4, x3_2), s8),
           twice_plus(twice_plus(x4_4, x4_2), x4_1)}};
}

VICHE_ALWAYS_INLINE Columns mul_columns(const F8& a, const F8& b) {
  return mul_columns_plus(a, b, 0);
}
VICHE_ALWAYS_INLINE Columns square_columns(const F8& a) { return square_columns_plus(a, 0); }

/// In: loose. Out: tight.
VICHE_ALWAYS_INLINE F8 mul(const F8& a, const F8& b) { return carry(mul_columns(a, b)); }
VICHE_ALWAYS_INLINE F8 square(const F8& a) { return carry(square_columns(a)); }

/// The canonical limbs: below 2^51, value below p. In: tight.
VICHE_ALWAYS_INLINE F8 canonical(const F8& a) {
  expect_below(a.limb, kTight);
  const __m512i mask = splat(kMask51), n19 = splat(u64{19});
  // The value is below 2^255 + 2^221, so below 2p; q = 1 exactly if it is p or more.
  __m512i q = _mm512_srli_epi64(plus(a.limb[0], n19), 51);
  for (int i = 1; i < 5; ++i) q = _mm512_srli_epi64(plus(a.limb[i], q), 51);
  F8 out;
  __m512i rest = lo(a.limb[0], q, n19);
  for (int i = 0; i < 4; ++i) {
    out.limb[i] = _mm512_and_si512(rest, mask);
    rest = plus(a.limb[i + 1], _mm512_srli_epi64(rest, 51));
  }
  out.limb[4] = _mm512_and_si512(rest, mask);
  return out;
}

/// Lane by lane, whether the limbs are the same: equality in the field if both are canonical.
VICHE_ALWAYS_INLINE __mmask8 same_limbs(const F8& a, const F8& b) {
  __m512i differ = _mm512_xor_si512(a.limb[0], b.limb[0]);
  for (int i = 1; i < 5; ++i)
    differ = _mm512_or_si512(differ, _mm512_xor_si512(a.limb[i], b.limb[i]));
  return _mm512_testn_epi64_mask(differ, differ);
}
/// Lane by lane, whether the lowest bit is set: RFC 9496's "negative" of a canonical element.
VICHE_ALWAYS_INLINE __mmask8 is_odd(const F8& a) {
  return _mm512_test_epi64_mask(a.limb[0], splat(u64{1}));
}

}  // namespace
}  // namespace viche::ifma
VICHE_TARGET_IFMA_END
