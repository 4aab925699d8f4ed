#pragma once
// Points of the curve on AVX-512 IFMA, eight at once (field.h beside this file). Constant time, as
// everything in this file.
//
// A sum is held as (S, D, Z, T) = (Y + X, Y - X, Z, X Y / Z), all tight, which is what an addition
// starts from. Formulas as in crypto/group/curve/edwards.h (complete: no input is special):
//   A = D1 D2, B = S1 S2, C = 2 d T1 T2, Z1 Z2;  E = B - A, H = B + A, F = 2 Z1 Z2 - C,
//   G = 2 Z1 Z2 + C;  X3 = E F, Y3 = G H, Z3 = F G, T3 = E H
// with E, F, G, H, S3 = G H + E F and D3 = G H - E F formed on columns and carried once. In units
// of 2^51, columns of products are below 250 if both operands are tight and below 345 if one is (C,
// whose second operand may be loose); sub adds 512 p, and products from which others are subtracted
// start at 19 * 28 = 532 p, or less where they are doubled: 2 * 190 p for Z1 Z2, and 4 * 152 p for
// 4 Z^2, from which 2 S D < 500 is subtracted. The largest sum is 2 F of a doubling, below 4 * (250
// + 152), and carry accepts 2048.

#include <immintrin.h>

#include "crypto/group/curve/addend.h"
#include "crypto/group/kernel/ifma/field.h"
#include "crypto/group/kernel/ifma/transpose.h"

VICHE_TARGET_IFMA_BEGIN
namespace viche::ifma {
namespace {

/// Eight sums; all tight.
struct Points8 {
  F8 S, D, Z, T;
};

/// Eight points as the portable arithmetic holds them: x = X/Z, y = Y/Z, x y = T/Z; all tight.
struct Extended8 {
  F8 X, Y, Z, T;
};

/// Eight addends with Z = 1: y + x, y - x tight; 2 d x y at most 2^52 - 1 a limb.
struct Addends8 {
  F8 sum, difference, twice_dxy;
};

/// Eight addends: Y + X, Y - X, Z, 2 d T; the last at most 2^52 - 1 a limb, the others tight.
struct Cached8 {
  F8 sum, difference, Z, twice_dT;
};

// 1 / (2 d)
constexpr FieldElement kHalfOverD{
    {0x793b66e4fc18, 0x184279542e25e, 0x3739ecc16bbad, 0x390cac5884533, 0x60483f690a6ae}};

VICHE_ALWAYS_INLINE F8 zeros() {
  const __m512i zero = _mm512_setzero_si512();
  return {{zero, zero, zero, zero, zero}};
}

VICHE_ALWAYS_INLINE Points8 identities() {
  const F8 one = splat(field::kOne);
  return {one, one, one, zeros()};
}

/// Eight addends as sums, at the price of one multiplication.
VICHE_ALWAYS_INLINE Points8 to_points(const Addends8& q) {
  return {q.sum, q.difference, splat(field::kOne), mul(q.twice_dxy, splat(kHalfOverD))};
}

VICHE_ALWAYS_INLINE Cached8 to_cached(const Points8& p) {
  return {p.S, p.D, p.Z, mul(p.T, splat(field::kTwoD))};
}

/// Lane by lane, mask ? -q : q. In: twice_dxy tight.
VICHE_ALWAYS_INLINE Addends8 negate_where(const Addends8& q, __mmask8 mask) {
  return {select(q.sum, q.difference, mask), select(q.difference, q.sum, mask),
          negate_loose_where(q.twice_dxy, mask)};
}
VICHE_ALWAYS_INLINE Cached8 negate_where(const Cached8& q, __mmask8 mask) {
  return {select(q.sum, q.difference, mask), select(q.difference, q.sum, mask), q.Z,
          negate_loose_where(q.twice_dT, mask)};
}

/// Lane by lane, mask ? b : a.
VICHE_ALWAYS_INLINE Points8 select(const Points8& a, const Points8& b, __mmask8 mask) {
  return {select(a.S, b.S, mask), select(a.D, b.D, mask), select(a.Z, b.Z, mask),
          select(a.T, b.T, mask)};
}
VICHE_ALWAYS_INLINE Addends8 select(const Addends8& a, const Addends8& b, __mmask8 mask) {
  return {select(a.sum, b.sum, mask), select(a.difference, b.difference, mask),
          select(a.twice_dxy, b.twice_dxy, mask)};
}
VICHE_ALWAYS_INLINE Cached8 select(const Cached8& a, const Cached8& b, __mmask8 mask) {
  return {select(a.sum, b.sum, mask), select(a.difference, b.difference, mask),
          select(a.Z, b.Z, mask), select(a.twice_dT, b.twice_dT, mask)};
}

// The common end of additions and doublings.
VICHE_ALWAYS_INLINE Points8 finish(const F8& E, const F8& F, const F8& G, const F8& H) {
  const Columns X = mul_columns(E, F), Y = mul_columns_plus(G, H, 28);
  return {carry(add(Y, X)), carry(sub_below(Y, X)), mul(F, G), mul(E, H)};
}

VICHE_ALWAYS_INLINE Points8 add(const Points8& p, const Addends8& q) {
  const Columns A = mul_columns(p.D, q.difference), B = mul_columns_plus(p.S, q.sum, 28);
  const F8 E = carry(sub_below(B, A)), H = carry(add(B, A));
  const Columns C = mul_columns(p.T, q.twice_dxy), twice_Z = twice(columns(p.Z));
  return finish(E, carry(sub(twice_Z, C)), carry(add(twice_Z, C)), H);
}

VICHE_ALWAYS_INLINE Points8 add(const Points8& p, const Cached8& q) {
  const Columns A = mul_columns(p.D, q.difference), B = mul_columns_plus(p.S, q.sum, 28);
  const F8 E = carry(sub_below(B, A)), H = carry(add(B, A));
  const Columns C = mul_columns(p.T, q.twice_dT), twice_ZZ = twice(mul_columns_plus(p.Z, q.Z, 10));
  return finish(E, carry(sub_below(twice_ZZ, C)), carry(add(twice_ZZ, C)), H);
}

VICHE_ALWAYS_INLINE Points8 add(const Points8& p, const Points8& q) { return add(p, to_cached(q)); }

/// 2 p, from 2 H = S^2 + D^2, 2 E = S^2 - D^2, 2 G = 2 S D and 2 F = 4 Z^2 - 2 G, with H = X^2 +
/// Y^2, E = 2 X Y, G = Y^2 - X^2, F = 2 Z^2 - G. T is not read.
VICHE_ALWAYS_INLINE Points8 twice(const Points8& p) {
  const Columns SS = square_columns_plus(p.S, 28), DD = square_columns(p.D);
  const F8 H = carry(add(SS, DD)), E = carry(sub_below(SS, DD));
  const Columns SD = mul_columns(p.S, p.D), ZZ = square_columns_plus(p.Z, 8);
  return finish(E, carry(twice(sub_below(twice(ZZ), SD))), carry(twice(SD)), H);
}

/// Eight records, wherever they are.
VICHE_ALWAYS_INLINE Addends8 load_addends(const edwards::Addend* const* records) {
  __m512i low[8], high[8];
  for (int i = 0; i < 8; ++i) {
    low[i] = _mm512_load_si512(records[i]);
    high[i] = _mm512_load_si512(reinterpret_cast<const u64*>(records[i]) + 8);
  }
  transpose(low);
  transpose(high);
  return {{{low[0], low[1], low[2], low[3], low[4]}},
          {{low[5], low[6], low[7], high[0], high[1]}},
          {{high[2], high[3], high[4], high[5], high[6]}}};
}

/// Eight consecutive records. In: limbs below field.h's bound of curve/, as `sub` and `mul` of two
/// tight elements return them.
VICHE_ALWAYS_INLINE void store_addends(const Addends8& q, edwards::Addend* records) {
  expect_below(q.sum.limb, field::kTight);
  expect_below(q.difference.limb, field::kTight);
  expect_below(q.twice_dxy.limb, field::kTight);
  __m512i low[8] = {q.sum.limb[0],        q.sum.limb[1],       q.sum.limb[2],
                    q.sum.limb[3],        q.sum.limb[4],       q.difference.limb[0],
                    q.difference.limb[1], q.difference.limb[2]};
  __m512i high[8] = {q.difference.limb[3], q.difference.limb[4],  q.twice_dxy.limb[0],
                     q.twice_dxy.limb[1],  q.twice_dxy.limb[2],   q.twice_dxy.limb[3],
                     q.twice_dxy.limb[4],  _mm512_setzero_si512()};
  transpose(low);
  transpose(high);
  for (int i = 0; i < 8; ++i) {
    _mm512_store_si512(records + i, low[i]);
    _mm512_store_si512(reinterpret_cast<u64*>(records + i) + 8, high[i]);
  }
}

/// Eight points of the portable arithmetic, wherever they are.
VICHE_ALWAYS_INLINE Extended8 load_extended(const edwards::Extended* const* points) {
  __m512i low[8], middle[8], high[8];
  for (int i = 0; i < 8; ++i) {
    const u64* words = points[i]->X.limb;
    low[i] = _mm512_loadu_si512(words);
    middle[i] = _mm512_loadu_si512(words + 8);
    high[i] = _mm512_maskz_loadu_epi64(0x0f, words + 16);
  }
  transpose(low);
  transpose(middle);
  transpose(high);
  return {{{low[0], low[1], low[2], low[3], low[4]}},
          {{low[5], low[6], low[7], middle[0], middle[1]}},
          {{middle[2], middle[3], middle[4], middle[5], middle[6]}},
          {{middle[7], high[0], high[1], high[2], high[3]}}};
}

VICHE_ALWAYS_INLINE Points8 to_points(const Extended8& p) {
  return {add(p.Y, p.X), sub(p.Y, p.X), p.Z, p.T};
}

/// Eight consecutive points of the portable arithmetic: (S - D, S + D, 2 Z, 2 T).
VICHE_ALWAYS_INLINE void store_extended(const Points8& p, edwards::Extended* points) {
  const F8 X = sub(p.S, p.D), Y = add(p.S, p.D), Z = add(p.Z, p.Z), T = add(p.T, p.T);
  __m512i low[8] = {X.limb[0], X.limb[1], X.limb[2], X.limb[3],
                    X.limb[4], Y.limb[0], Y.limb[1], Y.limb[2]};
  __m512i middle[8] = {Y.limb[3], Y.limb[4], Z.limb[0], Z.limb[1],
                       Z.limb[2], Z.limb[3], Z.limb[4], T.limb[0]};
  __m512i high[8] = {T.limb[1], T.limb[2], T.limb[3], T.limb[4],
                     T.limb[4], T.limb[4], T.limb[4], T.limb[4]};
  transpose(low);
  transpose(middle);
  transpose(high);
  for (int i = 0; i < 8; ++i) {
    u64* words = points[i].X.limb;
    _mm512_storeu_si512(words, low[i]);
    _mm512_storeu_si512(words + 8, middle[i]);
    _mm512_mask_storeu_epi64(words + 16, 0x0f, high[i]);
  }
}

}  // namespace
}  // namespace viche::ifma
VICHE_TARGET_IFMA_END
