#pragma once
// The field of 2^255 - 19 in radix 2^51, five 64-bit limbs: the portable arithmetic.
//
// Bounds. An element is five limbs; its value is sum limb[i] 2^(51 i), not necessarily below p.
//   tight: every limb < 2^51 + 2^13        what multiplication, squaring and carrying return
//   loose: every limb < 2^54               what they accept
// add of two tight elements is below 2^52 + 2^14; sub adds a multiple of p first, so that no limb
// underflows: sub2 (2p, limbs >= 2^52 - 38) takes a tight subtrahend, sub4 (4p, limbs >= 2^53 - 76)
// one below 2^53 - 76. Debug builds check every stated bound.
//
// Why multiplication does not overflow, for limbs < 2^54: 19 b < 2^58.3; the largest column has one
// plain product and four times 19, below 77 * 2^108 < 2^114.3; its carry (>> 51) is below 2^63.3.
// The top column has five plain products, below 2^110.4, so its carry times 19 is below 2^63.7 and
// is added to limb 0 below 2^51. One more carry from limb 0 to limb 1, below 2^12.8, leaves limb 1
// below 2^51 + 2^13 and all others below 2^51.

#include <cstdint>

#include "crypto/group/bytes.h"
#include "crypto/group/declassify.h"

namespace viche {

struct FieldElement {
  std::uint64_t limb[5];
};

namespace field {

using u64 = std::uint64_t;
__extension__ using u128 = unsigned __int128;

inline constexpr u64 kMask = (u64{1} << 51) - 1;
inline constexpr u64 kTight = (u64{1} << 51) + (u64{1} << 13);
inline constexpr u64 kLoose = u64{1} << 54;

inline constexpr FieldElement kZero{{0, 0, 0, 0, 0}};
inline constexpr FieldElement kOne{{1, 0, 0, 0, 0}};

#ifdef NDEBUG
inline void expect_below(const FieldElement&, u64) {}
#else
inline void expect_below(const FieldElement& a, u64 bound) {
  u64 beyond = 0;  // bit 63: whether a limb is 2^63 or more, or greater than bound - 1
  for (const u64 limb : a.limb) beyond |= limb | (bound - 1 - limb);
  // That it never is, is public.
  if (declassify(beyond >> 63) != 0) broken_invariant("field element out of its stated bound");
}
#endif

/// In: tight or sums of few tight ones; out below the sum of the bounds. No carry.
inline FieldElement add(const FieldElement& a, const FieldElement& b) {
  return {{a.limb[0] + b.limb[0], a.limb[1] + b.limb[1], a.limb[2] + b.limb[2],
           a.limb[3] + b.limb[3], a.limb[4] + b.limb[4]}};
}

/// a - b + 2p. In: b tight. Out: below the bound of a + 2^52.
inline FieldElement sub2(const FieldElement& a, const FieldElement& b) {
  expect_below(b, kTight);
  constexpr u64 k0 = 0xfffffffffffda, k = 0xffffffffffffe;
  return {{a.limb[0] + k0 - b.limb[0], a.limb[1] + k - b.limb[1], a.limb[2] + k - b.limb[2],
           a.limb[3] + k - b.limb[3], a.limb[4] + k - b.limb[4]}};
}

/// a - b + 4p. In: b below 2^53 - 76. Out: below the bound of a + 2^53.
inline FieldElement sub4(const FieldElement& a, const FieldElement& b) {
  constexpr u64 k0 = 0x1fffffffffffb4, k = 0x1ffffffffffffc;
  expect_below(b, k0);
  return {{a.limb[0] + k0 - b.limb[0], a.limb[1] + k - b.limb[1], a.limb[2] + k - b.limb[2],
           a.limb[3] + k - b.limb[3], a.limb[4] + k - b.limb[4]}};
}

/// One pass of carries. In: limbs below 2^59, so that the top carry times 19 is below 2^13. Out:
/// tight.
inline FieldElement carry(const FieldElement& a) {
  expect_below(a, u64{1} << 59);
  const u64 c0 = a.limb[0] >> 51, c1 = a.limb[1] >> 51, c2 = a.limb[2] >> 51, c3 = a.limb[3] >> 51,
            c4 = a.limb[4] >> 51;
  return {{(a.limb[0] & kMask) + c4 * 19, (a.limb[1] & kMask) + c0, (a.limb[2] & kMask) + c1,
           (a.limb[3] & kMask) + c2, (a.limb[4] & kMask) + c3}};
}

/// Columns of a product, carried. In: as the comment at the top of this file says. Out: tight.
inline FieldElement carry_columns(u128 r0, u128 r1, u128 r2, u128 r3, u128 r4) {
  r1 += static_cast<u64>(r0 >> 51);
  r2 += static_cast<u64>(r1 >> 51);
  r3 += static_cast<u64>(r2 >> 51);
  r4 += static_cast<u64>(r3 >> 51);
  const u64 top = static_cast<u64>(r4 >> 51);
  const u64 limb0 = (static_cast<u64>(r0) & kMask) + top * 19;
  return {{limb0 & kMask, (static_cast<u64>(r1) & kMask) + (limb0 >> 51),
           static_cast<u64>(r2) & kMask, static_cast<u64>(r3) & kMask,
           static_cast<u64>(r4) & kMask}};
}

/// In: loose. Out: tight. Constant time, as everything in this file.
inline FieldElement mul(const FieldElement& a, const FieldElement& b) {
  expect_below(a, kLoose);
  expect_below(b, kLoose);
  const u64 a0 = a.limb[0], a1 = a.limb[1], a2 = a.limb[2], a3 = a.limb[3], a4 = a.limb[4];
  const u64 b0 = b.limb[0], b1 = b.limb[1], b2 = b.limb[2], b3 = b.limb[3], b4 = b.limb[4];
  const u64 n1 = b1 * 19, n2 = b2 * 19, n3 = b3 * 19, n4 = b4 * 19;
  const auto m = [](u64 x, u64 y) { return static_cast<u128>(x) * y; };
  return carry_columns(m(a0, b0) + m(a4, n1) + m(a3, n2) + m(a2, n3) + m(a1, n4),
                       m(a1, b0) + m(a0, b1) + m(a4, n2) + m(a3, n3) + m(a2, n4),
                       m(a2, b0) + m(a1, b1) + m(a0, b2) + m(a4, n3) + m(a3, n4),
                       m(a3, b0) + m(a2, b1) + m(a1, b2) + m(a0, b3) + m(a4, n4),
                       m(a4, b0) + m(a3, b1) + m(a2, b2) + m(a1, b3) + m(a0, b4));
}

/// In: loose. Out: tight.
inline FieldElement square(const FieldElement& a) {
  expect_below(a, kLoose);
  const u64 a0 = a.limb[0], a1 = a.limb[1], a2 = a.limb[2], a3 = a.limb[3], a4 = a.limb[4];
  const u64 n3 = a3 * 19, n4 = a4 * 19;
  const auto m = [](u64 x, u64 y) { return static_cast<u128>(x) * y; };
  return carry_columns(
      m(a0, a0) + 2 * (m(a1, n4) + m(a2, n3)), m(a3, n3) + 2 * (m(a0, a1) + m(a2, n4)),
      m(a1, a1) + 2 * (m(a0, a2) + m(a4, n3)), m(a4, n4) + 2 * (m(a0, a3) + m(a1, a2)),
      m(a2, a2) + 2 * (m(a0, a4) + m(a1, a3)));
}

inline FieldElement square_times(FieldElement a, int times) {
  for (int i = 0; i < times; ++i) a = square(a);
  return a;
}

/// -a. In: tight. Out: tight.
inline FieldElement negate(const FieldElement& a) { return carry(sub2(kZero, a)); }

/// `bit` (0 or 1) ? b : a, without a branch.
inline FieldElement select(const FieldElement& a, const FieldElement& b, u64 bit) {
  const u64 mask = u64{0} - bit;
  FieldElement out = a;
  for (int i = 0; i < 5; ++i) out.limb[i] ^= mask & (a.limb[i] ^ b.limb[i]);
  return out;
}

/// a^((p - 5) / 8) = a^(2^252 - 3). In: loose.
FieldElement power_p58(const FieldElement& a);
/// 1/a, and 0 for 0. In: loose. Out: tight.
FieldElement invert(const FieldElement& a);

/// The canonical 32 little-endian bytes. In: loose.
Bytes32 encode(const FieldElement& a);
/// The low 255 bits of 32 little-endian bytes; whether they are canonical is the caller's question.
/// Out: tight.
FieldElement decode(const std::uint8_t* bytes);

/// 1 if a = 0 mod p, else 0. In: loose.
u64 is_zero(const FieldElement& a);
/// The lowest bit of the canonical value (RFC 9496's "negative"). In: loose.
u64 is_negative(const FieldElement& a);
/// a or -a, whichever is not negative. In: tight. Out: tight.
inline FieldElement absolute(const FieldElement& a) { return select(a, negate(a), is_negative(a)); }

/// RFC 9496 section 4.2, SQRT_RATIO_M1: (1, +sqrt(u/v)) if u/v is a square, (1, 0) if u = 0, (0, 0)
/// if v = 0 and u is not, (0, +sqrt(i u/v)) else. In: u, v tight.
struct RootOfRatio {
  u64 was_square;
  FieldElement root;
};
RootOfRatio sqrt_ratio_m1(const FieldElement& u, const FieldElement& v);

extern const FieldElement kD;               // -121665/121666
extern const FieldElement kTwoD;            // 2 d
extern const FieldElement kSqrtM1;          // a square root of -1
extern const FieldElement kInvSqrtAMinusD;  // 1/sqrt(a - d), a = -1

}  // namespace field
}  // namespace viche
