#pragma once
// Powers of eight and of sixteen elements: square roots and inverses. Each squaring of a power
// waits for the one before, so that sixteen at a time keep the multipliers busy, and eight do not.

#include <immintrin.h>

#include "crypto/group/kernel/ifma/field.h"

VICHE_TARGET_IFMA_BEGIN
namespace viche::ifma {
namespace {

/// Sixteen elements.
struct F16 {
  F8 half[2];
};

VICHE_ALWAYS_INLINE F16 mul(const F16& a, const F16& b) {
  return {{mul(a.half[0], b.half[0]), mul(a.half[1], b.half[1])}};
}
VICHE_ALWAYS_INLINE F16 square(const F16& a) { return {{square(a.half[0]), square(a.half[1])}}; }

// The chain of crypto/group/curve/field.cpp for a^((p - 5) / 8) = a^(2^252 - 3). Power 0 is a,
// power 1 is a^2, and row i makes power i + 2: powers[from]^(2^squarings) powers[times].
struct ChainStep {
  int from, squarings, times;
};
constexpr ChainStep kChain[] = {
    {1, 2, 0},    // 2: a^9
    {2, 0, 1},    // 3: a^11
    {3, 1, 2},    // 4: a^(2^5 - 1)
    {4, 5, 4},    // 5: a^(2^10 - 1)
    {5, 10, 5},   // 6: a^(2^20 - 1)
    {6, 20, 6},   // 7: a^(2^40 - 1)
    {7, 10, 5},   // 8: a^(2^50 - 1)
    {8, 50, 8},   // 9: a^(2^100 - 1)
    {9, 100, 9},  // 10: a^(2^200 - 1)
    {10, 50, 8},  // 11: a^(2^250 - 1)
    {11, 2, 0},   // 12: a^(2^252 - 3)
};

/// a^((p - 5) / 8). In: loose. Out: tight.
[[maybe_unused]] F16 power_p58(const F16& a) {
  F16 powers[13] = {a, square(a)};
  F16* next = powers + 2;
  for (const ChainStep& step : kChain) {
    F16 power = powers[step.from];
    for (int i = 0; i < step.squarings; ++i) power = square(power);
    *next++ = mul(power, powers[step.times]);
  }
  return powers[12];
}
[[maybe_unused]] F8 power_p58(const F8& a) {
  F8 powers[13] = {a, square(a)};
  F8* next = powers + 2;
  for (const ChainStep& step : kChain) {
    F8 power = powers[step.from];
    for (int i = 0; i < step.squarings; ++i) power = square(power);
    *next++ = mul(power, powers[step.times]);
  }
  return powers[12];
}

/// 1/a = a^(p - 2) = a^(8 (p - 5)/8 + 3), and 0 for 0. In: loose. Out: tight.
[[maybe_unused]] F8 invert(const F8& a) {
  F8 power = power_p58(a);
  for (int i = 0; i < 3; ++i) power = square(power);
  return mul(power, mul(square(a), a));
}

}  // namespace
}  // namespace viche::ifma
VICHE_TARGET_IFMA_END
