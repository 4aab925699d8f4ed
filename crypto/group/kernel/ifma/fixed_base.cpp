// Sums over fixed bases, eight lanes in a vector: each lane its own secret digit of the same base.
// An entry is chosen by a permutation of registers, so that no address depends on a digit.
//
// A column of a table (curve/fixed_base.h) is read once for all blocks of lanes, whose sums stay in
// the first-level cache: a table passes by once for its odd digits and once for its even ones.

#include <immintrin.h>
#include <sodium.h>

#include "crypto/group/curve/scalar_limbs.h"
#include "crypto/group/kernel/ifma.h"
#include "crypto/group/kernel/ifma/edwards.h"

VICHE_TARGET_IFMA_BEGIN
namespace viche::ifma {
namespace {

using Column = edwards::FixedBaseTable::Column;

constexpr std::size_t kMostBlocks = 8;
constexpr std::size_t kDigits = 43;

/// A word for each lane and digit of one parity.
struct Digits {
  alignas(64) u64 of[(kDigits + 1) / 2][kMostBlocks][8];
};

// w_i for the digits i of one parity (curve/fixed_base.h): bits 6 i + 1 to 6 i + 6 of the odd
// number K, and bit 5 of the last one. In: canonical, so that K < 2^254.
void recode(const ScalarBlock& scalars, std::size_t parity, std::size_t block, Digits& digits) {
  const __m512i one = splat(u64{1}), mask52 = splat((u64{1} << 52) - 1);
  __m512i limb[6];
  for (int i = 0; i < 5; ++i) limb[i] = _mm512_loadu_si512(scalars.limb[i]);
  const __mmask8 even = _mm512_testn_epi64_mask(limb[0], one);
  __m512i carry = _mm512_setzero_si512();
  for (int i = 0; i < 5; ++i) {
    const __m512i sum =
        plus(_mm512_mask_add_epi64(limb[i], even, limb[i], splat(scalar::kOrder.limb[i])), carry);
    limb[i] = _mm512_and_si512(sum, mask52);
    carry = _mm512_srli_epi64(sum, 52);
  }
  limb[5] = _mm512_setzero_si512();
  for (std::size_t i = parity; i < kDigits; i += 2) {
    const unsigned from = static_cast<unsigned>(6 * i + 1), shift = from % 52;
    __m512i bits = _mm512_srli_epi64(limb[from / 52], shift);
    if (shift > 46) {
      bits = _mm512_or_si512(bits, _mm512_slli_epi64(limb[from / 52 + 1], 52 - shift));
    }
    bits = _mm512_and_si512(bits, splat(u64{63}));
    if (i == kDigits - 1) bits = _mm512_or_si512(bits, splat(u64{32}));
    _mm512_store_si512(digits.of[i / 2][block], bits);
  }
}

// Limb `first` + b, b = 0..4, of the entries at `index`, lane by lane. Four bits of it count for a
// permutation of two vectors, and the fifth, `upper`, says which two.
VICHE_ALWAYS_INLINE F8 pick(const Column& column, int first, __m512i index, __mmask8 upper) {
  F8 picked;
  for (int b = 0; b < 5; ++b) {
    const u64* limb = column.limb[first + b];
    const __m512i low = _mm512_permutex2var_epi64(_mm512_load_si512(limb), index,
                                                  _mm512_load_si512(limb + 8)),
                  high = _mm512_permutex2var_epi64(_mm512_load_si512(limb + 16), index,
                                                   _mm512_load_si512(limb + 24));
    picked.limb[b] = _mm512_mask_blend_epi64(upper, low, high);
  }
  return picked;
}

// The addends of eight odd digits: of |2 w - 63| = 2 index + 1, index is w - 32 if that is positive
// and 31 - w if not, and five bits of it count.
VICHE_ALWAYS_INLINE Addends8 pick(const Column& column, const u64 (&digits)[8]) {
  const __m512i w = _mm512_load_si512(digits);
  const __mmask8 negative = _mm512_testn_epi64_mask(w, splat(u64{32}));
  const __m512i index = _mm512_mask_xor_epi64(w, negative, w, splat(u64{31}));
  const __mmask8 upper = _mm512_test_epi64_mask(index, splat(u64{16}));
  const Addends8 picked{pick(column, 0, index, upper), pick(column, 5, index, upper),
                        pick(column, 10, index, upper)};
  return negate_where(picked, negative);
}

// The base itself in every lane: the first entry of the first column.
VICHE_ALWAYS_INLINE Addends8 base_of(const Column& column) {
  Addends8 base;
  for (int b = 0; b < 5; ++b) {
    base.sum.limb[b] = splat(column.limb[b][0]);
    base.difference.limb[b] = splat(column.limb[5 + b][0]);
    base.twice_dxy.limb[b] = splat(column.limb[10 + b][0]);
  }
  return base;
}

void add_table(const Column* columns, const Digits& digits, std::size_t count, std::size_t blocks,
               Points8* sums) {
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t b = 0; b < blocks; ++b) {
      sums[b] = add(sums[b], pick(columns[i], digits.of[i][b]));
    }
  }
}

}  // namespace

void fixed_base_sums(const kernel::FixedBaseTerm* terms, std::size_t term_count,
                     const kernel::FixedBaseBits* bits, std::size_t bit_count, std::size_t blocks,
                     edwards::Extended* sums) {
  Points8 points[kMostBlocks];
  Digits digits;
  for (std::size_t b = 0; b < blocks; ++b) points[b] = identities();
  for (std::size_t parity = 2; parity-- > 0;) {
    for (std::size_t t = 0; t < term_count; ++t) {
      for (std::size_t b = 0; b < blocks; ++b) recode(terms[t].scalars[b], parity, b, digits);
      add_table(terms[t].columns, digits, (kDigits + 1 - parity) / 2, blocks, points);
    }
    if (parity == 0 || term_count == 0) continue;
    for (std::size_t b = 0; b < blocks; ++b) {
      for (int i = 0; i < 6; ++i) points[b] = twice(points[b]);
    }
  }
  const Addends8 identity{splat(field::kOne), splat(field::kOne), zeros()};
  for (std::size_t t = 0; t < bit_count; ++t) {
    const Addends8 base = base_of(*bits[t].columns);
    for (std::size_t b = 0; b < blocks; ++b) {
      const __m512i bytes = _mm512_cvtepu8_epi64(
          _mm_loadl_epi64(reinterpret_cast<const __m128i*>(bits[t].bits + 8 * b)));
      const __mmask8 is_set = _mm512_test_epi64_mask(bytes, splat(u64{1}));
      points[b] = add(points[b], select(identity, base, is_set));
    }
  }
  for (std::size_t b = 0; b < blocks; ++b) store_extended(points[b], sums + 8 * b);
  sodium_memzero(&digits, sizeof(digits));
}

}  // namespace viche::ifma
VICHE_TARGET_IFMA_END
