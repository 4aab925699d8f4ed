#pragma once
// Integers modulo l = 2^252 + c in radix 2^52, five 64-bit limbs: the portable arithmetic, and the
// form that all kernels share.
//
// Bounds. The value is sum limb[i] 2^(52 i). Canonical: every limb < 2^52 and the value < l; so is
// all that functions take and return. Debug builds check it. Everything is constant time.
//
// Reduction folds from the top, with c < 2^125 and C = 2^8 c < 2^133, by 2^260 = -C (mod l):
//
//   T = low + 2^364 h   ->  low - 2^104 C h     T < 2^512:    h < 2^148, so |T| < 2^386 after it
//   T = low + 2^260 h   ->  low - C h           |h| < 2^126, so |T| < 2^262 after it
//   T = low + 2^252 h   ->  low - c h           |h| < 2^10,  so -2^135 < T < 2^252 after it
//
// and l is added once if T is negative. C and c have three limbs: a fold from the top takes fewer
// products than one from 2^252 at once.

#include <cstdint>

#include "crypto/group/bytes.h"
#include "crypto/group/declassify.h"

namespace viche {

struct ScalarLimbs {
  std::uint64_t limb[5];
};

namespace scalar {

using u64 = std::uint64_t;
using i64 = std::int64_t;
__extension__ using i128 = __int128;

inline constexpr u64 kMask = (u64{1} << 52) - 1;

inline constexpr ScalarLimbs kOrder{
    {0x2631a5cf5d3ed, 0xdea2f79cd6581, 0x14def9, 0, u64{1} << 44}};              // l
inline constexpr u64 kC[3] = {0x2631a5cf5d3ed, 0xdea2f79cd6581, 0x14def9};       // c
inline constexpr u64 k256C[3] = {0x31a5cf5d3ed00, 0xa2f79cd658126, 0x14def9de};  // C

/// Carries signed limbs below 2^63 in absolute value, for a total in (-l, l); adds l to a negative
/// one. Out: canonical.
inline ScalarLimbs settle(i64 s0, i64 s1, i64 s2, i64 s3, i64 s4) {
  i64 s[5] = {s0, s1, s2, s3, s4};
  for (int i = 0; i < 4; ++i) {
    s[i + 1] += s[i] >> 52;
    s[i] &= static_cast<i64>(kMask);
  }
  const i64 negative = s[4] >> 63;
  for (int i = 0; i < 5; ++i) s[i] += negative & static_cast<i64>(kOrder.limb[i]);
  ScalarLimbs out;
  for (int i = 0; i < 4; ++i) {
    s[i + 1] += s[i] >> 52;
    out.limb[i] = static_cast<u64>(s[i]) & kMask;
  }
  out.limb[4] = static_cast<u64>(s[4]);
  return out;
}

/// a - b for numbers below l, in signed limbs, is what settle takes; so is a + b - l.
inline ScalarLimbs settle_difference(const ScalarLimbs& a, const ScalarLimbs& b) {
  const auto d = [&](int i) { return static_cast<i64>(a.limb[i] - b.limb[i]); };
  return settle(d(0), d(1), d(2), d(3), d(4));
}

/// Whether a number in limbs below 2^52 is below l: 1 or 0.
inline u64 is_canonical(const ScalarLimbs& a) {
  i64 borrow = 0;
  for (int i = 0; i < 5; ++i)
    borrow = (borrow >> 52) + static_cast<i64>(a.limb[i] - kOrder.limb[i]);
  return static_cast<u64>(borrow) >> 63;
}

#ifdef NDEBUG
inline void expect_canonical(const ScalarLimbs&) {}
#else
inline void expect_canonical(const ScalarLimbs& a) {
  u64 beyond = is_canonical(a) ^ 1;
  for (const u64 limb : a.limb) beyond |= limb >> 52;
  // That it never is, is public.
  if (declassify(beyond) != 0) broken_invariant("scalar limbs out of their stated bound");
}
#endif

inline ScalarLimbs sub(const ScalarLimbs& a, const ScalarLimbs& b) {
  expect_canonical(a);
  expect_canonical(b);
  return settle_difference(a, b);
}

inline ScalarLimbs add(const ScalarLimbs& a, const ScalarLimbs& b) {
  expect_canonical(a);
  expect_canonical(b);
  ScalarLimbs sum;
  for (int i = 0; i < 5; ++i) sum.limb[i] = a.limb[i] + b.limb[i];
  return settle_difference(sum, kOrder);
}

/// sum t[i] 2^(52 i) modulo l. In: columns in [0, 2^107), their sum below 2^512.
inline ScalarLimbs reduce_columns(i128 (&t)[10]) {
  const auto take = [&t](int i) {  // the limb of a column, after carrying the rest
    t[i + 1] += t[i] >> 52;
    return t[i] & static_cast<i128>(kMask);
  };
  const auto times = [](i128 h, u64 constant) { return h * static_cast<i128>(constant); };

  // 2^364. What is left in columns 0 to 5 weighs below 2^368: the bounds above have room for it.
  t[6] = take(6);
  const i128 h7 = take(7), h8 = take(8), h9 = t[9];  // h9 < 2^44
  t[2] -= times(h7, k256C[0]);
  t[3] -= times(h7, k256C[1]) + times(h8, k256C[0]);
  t[4] -= times(h7, k256C[2]) + times(h8, k256C[1]) + times(h9, k256C[0]);
  t[5] -= times(h8, k256C[2]) + times(h9, k256C[1]);
  t[6] -= times(h9, k256C[2]);

  // 2^260. Columns 0 to 2 are below 2^108 in absolute value, below 2^212 in weight.
  t[3] = take(3);
  t[4] = take(4);
  const i128 g5 = take(5);
  const i128 g6 = t[6] & static_cast<i128>(kMask), g7 = t[6] >> 52;  // |g7| < 2^22
  t[0] -= times(g5, k256C[0]);
  t[1] -= times(g5, k256C[1]) + times(g6, k256C[0]);
  t[2] -= times(g5, k256C[2]) + times(g6, k256C[1]) + times(g7, k256C[0]);
  t[3] -= times(g6, k256C[2]) + times(g7, k256C[1]);
  t[4] -= times(g7, k256C[2]);

  // 2^252. |q| < 2^10, so that its products with limbs below 2^52 fit 63 bits.
  i64 r[5];
  for (int i = 0; i < 4; ++i) r[i] = static_cast<i64>(take(i));
  const i64 top = static_cast<i64>(t[4]);
  const i64 q = top >> 44;
  r[4] = top & ((i64{1} << 44) - 1);
  for (int i = 0; i < 3; ++i) r[i] -= q * static_cast<i64>(kC[i]);
  return settle(r[0], r[1], r[2], r[3], r[4]);
}

/// a b + addend.
inline ScalarLimbs multiply_add(const ScalarLimbs& a, const ScalarLimbs& b,
                                const ScalarLimbs& addend) {
  expect_canonical(a);
  expect_canonical(b);
  expect_canonical(addend);
  i128 t[10] = {};
  for (int i = 0; i < 5; ++i) t[i] = static_cast<i128>(addend.limb[i]);
  for (int i = 0; i < 5; ++i) {
    for (int j = 0; j < 5; ++j) {
      t[i + j] += static_cast<i128>(a.limb[i]) * static_cast<i128>(b.limb[j]);
    }
  }
  return reduce_columns(t);
}

inline ScalarLimbs mul(const ScalarLimbs& a, const ScalarLimbs& b) {
  return multiply_add(a, b, ScalarLimbs{{0, 0, 0, 0, 0}});
}

/// 32 little-endian bytes in limbs below 2^52; whether they are canonical is the caller's question.
ScalarLimbs from_bytes(const std::uint8_t* bytes);
/// The 32 little-endian bytes of a canonical number.
Bytes32 to_bytes(const ScalarLimbs& a);
/// 64 little-endian bytes modulo l.
ScalarLimbs reduce(const std::uint8_t* bytes);
/// 1 / a; of zero, zero.
ScalarLimbs invert(const ScalarLimbs& a);

}  // namespace scalar
}  // namespace viche
