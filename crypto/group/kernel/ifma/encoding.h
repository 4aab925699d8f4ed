#pragma once
// Eight field elements from 32-byte encodings that lie anywhere, and to encodings.

#include <immintrin.h>

#include "crypto/group/kernel/ifma/field.h"
#include "crypto/group/kernel/ifma/transpose.h"

VICHE_TARGET_IFMA_BEGIN
namespace viche::ifma {
namespace {

/// Eight encodings as elements, and which of them are canonical, even and not p - 1: the limbs are
/// below 2^51, so the value is p - 1 or more exactly if all limbs but the lowest are ones and that
/// is 2^51 - 20 or more.
struct Encoded {
  F8 s;
  __mmask8 good;
};
VICHE_ALWAYS_INLINE Encoded load_encodings(const std::uint8_t* const* encodings) {
  __m512i words[8];
  for (int i = 0; i < 8; ++i) words[i] = _mm512_maskz_loadu_epi64(0x0f, encodings[i]);
  transpose(words);
  const __m512i mask = splat(kMask51);
  const F8 s{
      {_mm512_and_si512(words[0], mask),
       _mm512_and_si512(
           _mm512_or_si512(_mm512_srli_epi64(words[0], 51), _mm512_slli_epi64(words[1], 13)), mask),
       _mm512_and_si512(
           _mm512_or_si512(_mm512_srli_epi64(words[1], 38), _mm512_slli_epi64(words[2], 26)), mask),
       _mm512_and_si512(
           _mm512_or_si512(_mm512_srli_epi64(words[2], 25), _mm512_slli_epi64(words[3], 39)), mask),
       _mm512_and_si512(_mm512_srli_epi64(words[3], 12), mask)}};
  const __m512i upper_limbs = _mm512_and_si512(_mm512_and_si512(s.limb[1], s.limb[2]),
                                               _mm512_and_si512(s.limb[3], s.limb[4]));
  const __mmask8 too_large = _mm512_cmpeq_epi64_mask(upper_limbs, mask) &
                             _mm512_cmpge_epu64_mask(s.limb[0], splat(kMask51 - 19));
  const __mmask8 top_bit = _mm512_movepi64_mask(words[3]);
  return {s, static_cast<__mmask8>(~(too_large | top_bit | is_odd(s)))};
}

/// Canonical limbs as 32 bytes each, one after the other.
VICHE_ALWAYS_INLINE void store_encodings(const F8& s, std::uint8_t* encodings) {
  const __m512i zero = _mm512_setzero_si512();
  __m512i words[8] = {
      _mm512_or_si512(s.limb[0], _mm512_slli_epi64(s.limb[1], 51)),
      _mm512_or_si512(_mm512_srli_epi64(s.limb[1], 13), _mm512_slli_epi64(s.limb[2], 38)),
      _mm512_or_si512(_mm512_srli_epi64(s.limb[2], 26), _mm512_slli_epi64(s.limb[3], 25)),
      _mm512_or_si512(_mm512_srli_epi64(s.limb[3], 39), _mm512_slli_epi64(s.limb[4], 12)),
      zero,
      zero,
      zero,
      zero};
  transpose(words);
  for (int i = 0; i < 8; ++i) _mm512_mask_storeu_epi64(encodings + 32 * i, 0x0f, words[i]);
}

}  // namespace
}  // namespace viche::ifma
VICHE_TARGET_IFMA_END
