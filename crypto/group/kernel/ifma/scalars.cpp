// Scalars modulo l = 2^252 + c, eight lanes at once, in the limbs of ScalarBlock. A vector multiply
// takes the low 52 bits of its factors and adds the low or the high 52 bits of the product.
//
// Reduction folds from the top as crypto/group/curve/scalar_limbs.h does, by 2^260 = -C with
// C = 2^8 c < 2^133 and by 2^252 = -c, but with complements in place of differences, so that all
// columns only grow: for h <= k, -C h = C (k - h) - C k. The three constant parts, modulo l, are
// kBias, with which the columns start. From columns below 17 * 2^52 (a product has at most five low
// and five high parts a column; addend and bias are one each):
//
//   2^364  h9 < 2^44 + 2^4 <= k = 2^45, so u9 <= 2^45; three low and three high parts at most are
//          added to columns 2 to 7. Column 7 is then below 2^45 2^29 2^-52 + 2^5 < 2^23.
//   2^260  g7 <= k = 2^23, so u7 C_2 < 2^52 has no high part. Six parts at most are added to
//   columns
//          0 to 4, which stay below 32 * 2^52.
//   2^252  q < 2^5 2^52 2^-44 = 2^13 = k. What is left is below 2^252 + 2^163, less than 2 l, and
//          l is subtracted once if it can be.

#include <immintrin.h>

#include "crypto/group/curve/scalar_limbs.h"
#include "crypto/group/kernel/bounds.h"
#include "crypto/group/kernel/ifma/transpose.h"
#include "crypto/group/kernel/scalars.h"
#include "crypto/group/kernel/target.h"

VICHE_TARGET_IFMA_BEGIN
namespace viche::ifma {
namespace {

constexpr std::size_t kLanes = ScalarBlock::kLanes;
constexpr std::uint64_t kMask = scalar::kMask;

// -2^104 C ((2^45 + 1) 2^104 - 1) - C ((2^23 + 1) 2^104 - 1) - 2^13 c modulo l.
constexpr std::uint64_t kBias[5] = {0x66bef59d13ce7, 0x1704416943f3d, 0x8de729981cb1c,
                                    0x2e3a65f1d7f5, 0xd589d118fae};
constexpr std::uint64_t kMost9 = std::uint64_t{1} << 45, kMost7 = std::uint64_t{1} << 23,
                        kMostQ = std::uint64_t{1} << 13;

/// Eight scalars in registers.
struct S8 {
  __m512i limb[5];
};

VICHE_ALWAYS_INLINE __m512i splat(std::uint64_t value) {
  return _mm512_set1_epi64(static_cast<long long>(value));
}
VICHE_ALWAYS_INLINE __m512i low_bits(__m512i a) { return _mm512_and_si512(a, splat(kMask)); }
VICHE_ALWAYS_INLINE __m512i add_low(__m512i sum, __m512i a, __m512i b) {
  return _mm512_madd52lo_epu64(sum, a, b);
}
VICHE_ALWAYS_INLINE __m512i add_high(__m512i sum, __m512i a, __m512i b) {
  return _mm512_madd52hi_epu64(sum, a, b);
}

VICHE_ALWAYS_INLINE S8 load(const ScalarBlock& block) {
  S8 out;
  for (int i = 0; i < 5; ++i) out.limb[i] = _mm512_loadu_si512(block.limb[i]);
  return out;
}

VICHE_ALWAYS_INLINE void store(const S8& a, ScalarBlock& block) {
  for (int i = 0; i < 5; ++i) _mm512_storeu_si512(block.limb[i], a.limb[i]);
}

/// a - l in limbs below 2^52 but for the top one, which is negative where a < l. In: signed limbs.
VICHE_ALWAYS_INLINE S8 less_order(const S8& a) {
  S8 out;
  __m512i carry = _mm512_setzero_si512();
  for (int i = 0; i < 5; ++i) {
    const __m512i order = splat(scalar::kOrder.limb[i]);
    const __m512i limb = _mm512_add_epi64(_mm512_sub_epi64(a.limb[i], order), carry);
    carry = _mm512_srai_epi64(limb, 52);
    out.limb[i] = i < 4 ? low_bits(limb) : limb;
  }
  return out;
}

/// a, or a - l where that is not negative. In: signed limbs, a in [0, 2 l). Out: canonical.
VICHE_ALWAYS_INLINE S8 settle(const S8& a) {
  const S8 less = less_order(a);  // does not wait for the carries of a
  S8 out = a;
  for (int i = 0; i < 4; ++i) {
    out.limb[i + 1] = _mm512_add_epi64(out.limb[i + 1], _mm512_srai_epi64(out.limb[i], 52));
    out.limb[i] = low_bits(out.limb[i]);
  }
  const __mmask8 negative = _mm512_movepi64_mask(less.limb[4]);
  for (int i = 0; i < 5; ++i) {
    out.limb[i] = _mm512_mask_mov_epi64(less.limb[i], negative, out.limb[i]);
  }
  return out;
}

/// The sum of t[i] 2^(52 i) modulo l, where t already holds the bias.
VICHE_ALWAYS_INLINE S8 reduce_columns(__m512i (&t)[10]) {
  const __m512i ones = splat(~std::uint64_t{0});
  __m512i C[3], c[3];
  for (int j = 0; j < 3; ++j) {
    C[j] = splat(scalar::k256C[j]);
    c[j] = splat(scalar::kC[j]);
  }

  // 2^364. Of a complement only the low 52 bits are taken.
  t[8] = _mm512_add_epi64(t[8], _mm512_srli_epi64(t[7], 52));
  t[9] = _mm512_add_epi64(t[9], _mm512_srli_epi64(t[8], 52));
  const __m512i h[3] = {_mm512_xor_si512(t[7], ones), _mm512_xor_si512(t[8], ones),
                        _mm512_sub_epi64(splat(kMost9), t[9])};
  t[7] = _mm512_setzero_si512();
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      t[2 + i + j] = add_low(t[2 + i + j], h[i], C[j]);
      t[3 + i + j] = add_high(t[3 + i + j], h[i], C[j]);
    }
  }

  // 2^260.
  t[6] = _mm512_add_epi64(t[6], _mm512_srli_epi64(t[5], 52));
  t[7] = _mm512_add_epi64(t[7], _mm512_srli_epi64(t[6], 52));
  const __m512i g[3] = {_mm512_xor_si512(t[5], ones), _mm512_xor_si512(t[6], ones),
                        _mm512_sub_epi64(splat(kMost7), t[7])};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      t[i + j] = add_low(t[i + j], g[i], C[j]);
      if (i + j < 4) t[i + j + 1] = add_high(t[i + j + 1], g[i], C[j]);
    }
  }

  // 2^252. What columns 0 to 2 carry may wait.
  t[4] = _mm512_add_epi64(t[4], _mm512_srli_epi64(t[3], 52));
  t[3] = low_bits(t[3]);
  const __m512i q = _mm512_sub_epi64(splat(kMostQ), _mm512_srli_epi64(t[4], 44));
  t[4] = _mm512_and_si512(t[4], splat((std::uint64_t{1} << 44) - 1));
  for (int j = 0; j < 3; ++j) {
    t[j] = add_low(t[j], q, c[j]);
    if (j < 2) t[j + 1] = add_high(t[j + 1], q, c[j]);
  }
  return settle({{t[0], t[1], t[2], t[3], t[4]}});
}

/// a b + t.
VICHE_ALWAYS_INLINE S8 multiply_add(const S8& a, const S8& b, const S8& addend) {
  __m512i t[10];
  for (int i = 0; i < 10; ++i) t[i] = i < 5 ? addend.limb[i] : _mm512_setzero_si512();
  for (int i = 0; i < 5; ++i) {
    for (int j = 0; j < 5; ++j) {
      t[i + j] = add_low(t[i + j], a.limb[i], b.limb[j]);
      t[i + j + 1] = add_high(t[i + j + 1], a.limb[i], b.limb[j]);
    }
  }
  return reduce_columns(t);
}

VICHE_ALWAYS_INLINE S8 bias() {
  S8 out;
  for (int i = 0; i < 5; ++i) out.limb[i] = splat(kBias[i]);
  return out;
}

// Limb-wise, without carries.
VICHE_ALWAYS_INLINE S8 add_limbs(const S8& a, const S8& b) {
  S8 out;
  for (int i = 0; i < 5; ++i) out.limb[i] = _mm512_add_epi64(a.limb[i], b.limb[i]);
  return out;
}

// The limb of 52 bits that begins at bit `shift` of a and goes on with the low bits of b.
VICHE_ALWAYS_INLINE __m512i straddle(__m512i a, __m512i b, unsigned shift) {
  return low_bits(_mm512_or_si512(_mm512_srli_epi64(a, shift), _mm512_slli_epi64(b, 64 - shift)));
}

// words[j] lane i = word j of the 32 bytes at rows[i].
VICHE_ALWAYS_INLINE void load_words(const std::uint8_t* const* rows, __m512i (&words)[4]) {
  __m512i pair[4];  // rows i and i + 4
  for (int i = 0; i < 4; ++i) {
    pair[i] = _mm512_inserti64x4(
        _mm512_castsi256_si512(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows[i]))),
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows[i + 4])), 1);
  }
  const __m512i even = _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13),
                odd = _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15);
  const __m512i even01 = _mm512_unpacklo_epi64(pair[0], pair[1]),
                even23 = _mm512_unpacklo_epi64(pair[2], pair[3]),
                odd01 = _mm512_unpackhi_epi64(pair[0], pair[1]),
                odd23 = _mm512_unpackhi_epi64(pair[2], pair[3]);
  words[0] = _mm512_permutex2var_epi64(even01, even, even23);
  words[1] = _mm512_permutex2var_epi64(odd01, even, odd23);
  words[2] = _mm512_permutex2var_epi64(even01, odd, even23);
  words[3] = _mm512_permutex2var_epi64(odd01, odd, odd23);
}

// The 32 bytes of lane i to rows + 32 i.
VICHE_ALWAYS_INLINE void store_words(const __m512i (&words)[4], std::uint8_t* rows) {
  const __m512i low_even = _mm512_unpacklo_epi64(words[0], words[1]),
                low_odd = _mm512_unpackhi_epi64(words[0], words[1]),
                high_even = _mm512_unpacklo_epi64(words[2], words[3]),
                high_odd = _mm512_unpackhi_epi64(words[2], words[3]);
  // Lanes 2 k of `even` and 2 k + 1 of `odd` side by side.
  for (int k = 0; k < 4; ++k) {
    const long long first = 2 * k;
    const __m512i index = _mm512_setr_epi64(first, first + 1, first + 8, first + 9, first,
                                            first + 1, first + 8, first + 9);
    const __m512i even = _mm512_permutex2var_epi64(low_even, index, high_even),
                  odd = _mm512_permutex2var_epi64(low_odd, index, high_odd);
    _mm512_storeu_si512(rows + 64 * k, _mm512_mask_mov_epi64(even, 0xf0, odd));
  }
}

#ifdef NDEBUG
VICHE_ALWAYS_INLINE void expect(const ScalarBlock*, std::size_t) {}
#else
void expect(const ScalarBlock* blocks, std::size_t count) {
  kernel::expect_canonical(blocks, count);
}
#endif

void multiply(const ScalarBlock* a, const ScalarBlock* b, std::size_t blocks, ScalarBlock* out) {
  expect(a, blocks);
  expect(b, blocks);
  for (std::size_t k = 0; k < blocks; ++k) {
    store(multiply_add(load(a[k]), load(b[k]), bias()), out[k]);
  }
}

void multiply_add(const ScalarBlock* a, const ScalarBlock* b, const ScalarBlock* addends,
                  std::size_t blocks, ScalarBlock* out) {
  expect(a, blocks);
  expect(b, blocks);
  expect(addends, blocks);
  for (std::size_t k = 0; k < blocks; ++k) {
    store(multiply_add(load(a[k]), load(b[k]), add_limbs(load(addends[k]), bias())), out[k]);
  }
}

void add(const ScalarBlock* a, const ScalarBlock* b, std::size_t blocks, ScalarBlock* out) {
  expect(a, blocks);
  expect(b, blocks);
  for (std::size_t k = 0; k < blocks; ++k) {
    store(settle(add_limbs(load(a[k]), load(b[k]))), out[k]);
  }
}

void subtract(const ScalarBlock* a, const ScalarBlock* b, std::size_t blocks, ScalarBlock* out) {
  expect(a, blocks);
  expect(b, blocks);
  for (std::size_t k = 0; k < blocks; ++k) {
    const S8 x = load(a[k]), y = load(b[k]);
    S8 difference;
    for (int i = 0; i < 5; ++i) {
      difference.limb[i] =
          _mm512_add_epi64(_mm512_sub_epi64(x.limb[i], y.limb[i]), splat(scalar::kOrder.limb[i]));
    }
    store(settle(difference), out[k]);
  }
}

void decode(const std::uint8_t* const* encodings, std::size_t blocks, ScalarBlock* out,
            std::uint8_t* canonical) {
  for (std::size_t k = 0; k < blocks; ++k) {
    __m512i words[4];
    load_words(encodings + kLanes * k, words);
    S8 value = {{low_bits(words[0]), straddle(words[0], words[1], 52),
                 straddle(words[1], words[2], 40), straddle(words[2], words[3], 28),
                 _mm512_srli_epi64(words[3], 16)}};
    const __mmask8 below = _mm512_movepi64_mask(less_order(value).limb[4]);
    for (int i = 0; i < 5; ++i) value.limb[i] = _mm512_maskz_mov_epi64(below, value.limb[i]);
    canonical[k] = below;
    store(value, out[k]);
  }
}

void reduce(const std::uint8_t* digests, std::size_t blocks, ScalarBlock* out) {
  const S8 start = bias();
  for (std::size_t k = 0; k < blocks; ++k) {
    __m512i w[8];
    for (std::size_t i = 0; i < 8; ++i) {
      w[i] = _mm512_loadu_si512(digests + 64 * (kLanes * k + i));
    }
    transpose(w);
    __m512i t[10] = {low_bits(w[0]),           straddle(w[0], w[1], 52),
                     straddle(w[1], w[2], 40), straddle(w[2], w[3], 28),
                     straddle(w[3], w[4], 16), low_bits(_mm512_srli_epi64(w[4], 4)),
                     straddle(w[4], w[5], 56), straddle(w[5], w[6], 44),
                     straddle(w[6], w[7], 32), _mm512_srli_epi64(w[7], 20)};
    for (int i = 0; i < 5; ++i) t[i] = _mm512_add_epi64(t[i], start.limb[i]);
    store(reduce_columns(t), out[k]);
  }
}

void encode(const ScalarBlock* scalars, std::size_t blocks, std::uint8_t* encodings) {
  expect(scalars, blocks);
  for (std::size_t k = 0; k < blocks; ++k) {
    const S8 a = load(scalars[k]);
    const __m512i words[4] = {
        _mm512_or_si512(a.limb[0], _mm512_slli_epi64(a.limb[1], 52)),
        _mm512_or_si512(_mm512_srli_epi64(a.limb[1], 12), _mm512_slli_epi64(a.limb[2], 40)),
        _mm512_or_si512(_mm512_srli_epi64(a.limb[2], 24), _mm512_slli_epi64(a.limb[3], 28)),
        _mm512_or_si512(_mm512_srli_epi64(a.limb[3], 36), _mm512_slli_epi64(a.limb[4], 16))};
    store_words(words, encodings + 32 * kLanes * k);
  }
}

}  // namespace
}  // namespace viche::ifma
VICHE_TARGET_IFMA_END

namespace viche::ifma {

const kernel::ScalarFunctions kScalars{.multiply = multiply,
                                       .multiply_add = multiply_add,
                                       .add = add,
                                       .subtract = subtract,
                                       .decode = decode,
                                       .reduce = reduce,
                                       .encode = encode};

}  // namespace viche::ifma
