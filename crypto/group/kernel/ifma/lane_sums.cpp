// Sums over points of their own in each lane, eight lanes in a vector. A scalar has 64 digits from
// -8 to 7; a term's multiples are tabulated once and added to 64 sums, one for each digit's place,
// which are joined by doublings at the end: a table stays in the first-level cache, the sums (80
// KiB) in the second.

#include <immintrin.h>

#include "crypto/group/kernel/ifma.h"
#include "crypto/group/kernel/ifma/edwards.h"

VICHE_TARGET_IFMA_BEGIN
namespace viche::ifma {
namespace {

constexpr int kBits = 4;
constexpr int kPlaces = 64;
constexpr int kMultiples = 8;
constexpr int kDigitsOfLimb = 13;  // 52 bits

/// 1 to 8 times an addend.
struct Multiples8 {
  Cached8 of[kMultiples];
};

VICHE_ALWAYS_INLINE Multiples8 tabulate(const Addends8& q) {
  Points8 p[kMultiples];
  p[0] = to_points(q);
  for (int i = 1; i < kMultiples; ++i) p[i] = i % 2 == 1 ? twice(p[i / 2]) : add(p[i - 1], q);
  Multiples8 multiples;
  for (int i = 0; i < kMultiples; ++i) multiples.of[i] = to_cached(p[i]);
  return multiples;
}

/// A scalar plus 8 at each of 64 places, so that four bits are a digit plus 8. In: canonical, so
/// that nothing is carried out of the last place.
struct Offset8 {
  __m512i limb[5];
};

VICHE_ALWAYS_INLINE Offset8 offset(const ScalarBlock& scalars) {
  const __m512i mask52 = splat((u64{1} << 52) - 1);
  Offset8 out;
  __m512i carry = _mm512_setzero_si512();
  for (int i = 0; i < 5; ++i) {
    const __m512i eights = splat(i < 4 ? u64{0x8888888888888} : u64{0x888888888888});
    const __m512i sum = plus(plus(_mm512_loadu_si512(scalars.limb[i]), eights), carry);
    out.limb[i] = _mm512_and_si512(sum, mask52);
    carry = _mm512_srli_epi64(sum, 52);
  }
  return out;
}

/// w - 8 times the addend, w from 0 to 15.
VICHE_ALWAYS_INLINE Cached8 pick(const Multiples8& multiples, __m512i w) {
  const __m512i eight = splat(u64{8});
  const __mmask8 negative = _mm512_cmplt_epu64_mask(w, eight);
  const __m512i magnitude = _mm512_mask_sub_epi64(_mm512_sub_epi64(w, eight), negative, eight, w);
  const F8 one = splat(field::kOne);
  Cached8 picked{one, one, one, zeros()};
  for (int i = 0; i < kMultiples; ++i) {
    const __mmask8 here = _mm512_cmpeq_epi64_mask(magnitude, splat(static_cast<u64>(i + 1)));
    picked = select(picked, multiples.of[i], here);
  }
  return negate_where(picked, negative);
}

// Adds a term's digits to the sums of their places.
void add_term(const Multiples8& multiples, const Offset8& digits, Points8* places) {
  for (int i = 0; i < kPlaces; ++i) {
    const auto shift = static_cast<unsigned>(kBits * (i % kDigitsOfLimb));
    const __m512i w =
        _mm512_and_si512(_mm512_srli_epi64(digits.limb[i / kDigitsOfLimb], shift), splat(u64{15}));
    places[i] = add(places[i], pick(multiples, w));
  }
}

Points8 join(const Points8* places) {
  Points8 sum = places[kPlaces - 1];
  for (int i = kPlaces - 1; i-- > 0;) {
    for (int bit = 0; bit < kBits; ++bit) sum = twice(sum);
    sum = add(sum, places[i]);
  }
  return sum;
}

}  // namespace

void lane_sums(const kernel::LaneTerm* terms, std::size_t count, std::size_t blocks,
               edwards::Extended* sums) {
  Points8 places[kPlaces];
  for (std::size_t b = 0; b < blocks; ++b) {
    for (Points8& place : places) place = identities();
    for (std::size_t t = 0; t < count; ++t) {
      add_term(tabulate(load_addends(terms[t].points + 8 * b)), offset(terms[t].scalars[b]),
               places);
    }
    store_extended(join(places), sums + 8 * b);
  }
}

}  // namespace viche::ifma
VICHE_TARGET_IFMA_END
