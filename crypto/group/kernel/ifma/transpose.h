#pragma once
// Transposition of eight rows of eight 64-bit words in registers: rows that lie anywhere in memory
// become one vector for each word, one lane for each row, and back. Faster than gathers.

#include <immintrin.h>

#include "crypto/group/kernel/target.h"

VICHE_TARGET_IFMA_BEGIN
namespace viche::ifma {
namespace {

/// rows[i] word j becomes rows[j] word i.
VICHE_ALWAYS_INLINE void transpose(__m512i (&rows)[8]) {
  // Pairs: words 0, 2, 4, 6 and words 1, 3, 5, 7 of rows 0 and 1, 2 and 3, ...
  __m512i even[4], odd[4];
  for (int i = 0; i < 4; ++i) {
    even[i] = _mm512_unpacklo_epi64(rows[2 * i], rows[2 * i + 1]);
    odd[i] = _mm512_unpackhi_epi64(rows[2 * i], rows[2 * i + 1]);
  }
  // What is left is to transpose four by four pairs, twice.
  for (int parity = 0; parity < 2; ++parity) {
    const __m512i* pairs = parity == 0 ? even : odd;
    const __m512i a = _mm512_shuffle_i64x2(pairs[0], pairs[1], 0x88),
                  b = _mm512_shuffle_i64x2(pairs[2], pairs[3], 0x88),
                  c = _mm512_shuffle_i64x2(pairs[0], pairs[1], 0xdd),
                  d = _mm512_shuffle_i64x2(pairs[2], pairs[3], 0xdd);
    rows[parity] = _mm512_shuffle_i64x2(a, b, 0x88);
    rows[parity + 2] = _mm512_shuffle_i64x2(c, d, 0x88);
    rows[parity + 4] = _mm512_shuffle_i64x2(a, b, 0xdd);
    rows[parity + 6] = _mm512_shuffle_i64x2(c, d, 0xdd);
  }
}

}  // namespace
}  // namespace viche::ifma
VICHE_TARGET_IFMA_END
