// Sums of buckets, eight in lockstep. A BucketSum holds the words of S, D, Z and T (edwards.h
// beside this file).

#include <immintrin.h>

#include "crypto/group/kernel/ifma.h"
#include "crypto/group/kernel/ifma/edwards.h"

VICHE_TARGET_IFMA_BEGIN
namespace viche::ifma {
namespace {

using kernel::BucketGroup;
using kernel::BucketSum;
using kernel::kLanes;

// So many steps ahead are records fetched: some 100 ns each step, memory being some 100 ns away.
constexpr std::size_t kAhead = 4;

/// The records of one step. The entries of later steps are at hand for prefetching.
VICHE_ALWAYS_INLINE Addends8 load_step(const edwards::Addend* addends,
                                       const std::uint32_t* entries) {
  const edwards::Addend* records[kLanes];
  for (std::uint32_t lane = 0; lane < kLanes; ++lane) {
    const auto* later =
        reinterpret_cast<const char*>(addends + entries[kAhead * kLanes + lane] / 2);
    _mm_prefetch(later, _MM_HINT_T0);
    _mm_prefetch(later + 64, _MM_HINT_T0);
    records[lane] = addends + entries[lane] / 2;
  }
  const __m256i all = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(entries));
  return negate_where(load_addends(records), _mm256_test_epi32_mask(all, _mm256_set1_epi32(1)));
}

VICHE_ALWAYS_INLINE Addends8 identity_addends() {
  return {splat(field::kOne), splat(field::kOne), zeros()};
}

/// Eight sums in the making: Z, which is only doubled and added to, is not carried. Z has a
/// multiple of 190 p in it, so that columns of 380 * 2^51 less 19 may be subtracted from 2 Z.
struct Sums8 {
  F8 S, D;
  Columns Z;
  F8 T;
};

constexpr u64 kMultipleInZ = 10;  // times 19

VICHE_ALWAYS_INLINE Sums8 to_sums(const Addends8& q) {
  const Points8 p = to_points(q);
  const __m512i bias = splat(kMask51 * 19 * kMultipleInZ);
  const __m512i one = splat((kMask51 - 18) * 19 * kMultipleInZ + 1);
  return {p.S, p.D, {{one, bias, bias, bias, bias}}, p.T};
}

VICHE_ALWAYS_INLINE Points8 to_points(const Sums8& p) { return {p.S, p.D, carry(p.Z), p.T}; }

// As add in edwards.h. In units of 2^51: C < 345, and 2 Z < 2 (250 + 190).
VICHE_ALWAYS_INLINE Sums8 add(const Sums8& p, const Addends8& q) {
  const Columns A = mul_columns(p.D, q.difference), B = mul_columns_plus(p.S, q.sum, 28);
  const F8 E = carry(sub_below(B, A)), H = carry(add(B, A));
  const Columns C = mul_columns(p.T, q.twice_dxy), twice_Z = twice(p.Z);
  const F8 F = carry(sub_below(twice_Z, C)), G = carry(add(twice_Z, C));
  const Columns X = mul_columns(E, F), Y = mul_columns_plus(G, H, 28);
  return {carry(add(Y, X)), carry(sub_below(Y, X)), mul_columns_plus(F, G, kMultipleInZ),
          mul(E, H)};
}

// The sums of a group's lanes.
VICHE_ALWAYS_INLINE Points8 sum_lanes(const edwards::Addend* addends, const std::uint32_t* entries,
                                      const BucketGroup& group) {
  const std::uint32_t steps = group.count[0], full = group.count[kLanes - 1];
  if (steps == 0) return identities();
  const __m256i counts = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(group.count));
  std::uint32_t step = 1;
  Sums8 sums;
  if (full > 0) {
    sums = to_sums(load_step(addends, entries));
    for (; step < full; ++step) sums = add(sums, load_step(addends, entries + kLanes * step));
  } else {
    sums = to_sums(identity_addends());
    step = 0;
  }
  for (; step < steps; ++step) {
    const __mmask8 busy =
        _mm256_cmpgt_epu32_mask(counts, _mm256_set1_epi32(static_cast<int>(step)));
    sums = add(sums, select(identity_addends(), load_step(addends, entries + kLanes * step), busy));
  }
  return to_points(sums);
}

/// Lane i of the result is lane index[i].
VICHE_ALWAYS_INLINE F8 permute(const F8& a, __m512i index) {
  return {{_mm512_permutexvar_epi64(index, a.limb[0]), _mm512_permutexvar_epi64(index, a.limb[1]),
           _mm512_permutexvar_epi64(index, a.limb[2]), _mm512_permutexvar_epi64(index, a.limb[3]),
           _mm512_permutexvar_epi64(index, a.limb[4])}};
}

// The sum of all lanes, in every lane.
Points8 sum_of_lanes(Points8 p) {
  const __m512i lanes = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
  for (long long distance = 4; distance > 0; distance /= 2) {
    const __m512i index = _mm512_xor_si512(lanes, _mm512_set1_epi64(distance));
    p = add(p, Points8{permute(p.S, index), permute(p.D, index), permute(p.Z, index),
                       permute(p.T, index)});
  }
  return p;
}

VICHE_ALWAYS_INLINE void store_sums(const Points8& p, const std::uint32_t* targets,
                                    BucketSum* sums) {
  __m512i low[8] = {p.S.limb[0], p.S.limb[1], p.S.limb[2], p.S.limb[3],
                    p.S.limb[4], p.D.limb[0], p.D.limb[1], p.D.limb[2]};
  __m512i middle[8] = {p.D.limb[3], p.D.limb[4], p.Z.limb[0], p.Z.limb[1],
                       p.Z.limb[2], p.Z.limb[3], p.Z.limb[4], p.T.limb[0]};
  __m512i high[8] = {p.T.limb[1], p.T.limb[2], p.T.limb[3], p.T.limb[4],
                     p.T.limb[4], p.T.limb[4], p.T.limb[4], p.T.limb[4]};
  transpose(low);
  transpose(middle);
  transpose(high);
  for (std::uint32_t lane = 0; lane < kLanes; ++lane) {
    if (targets[lane] == kernel::kNowhere) continue;
    u64* words = sums[targets[lane]].words;
    _mm512_store_si512(words, low[lane]);
    _mm512_store_si512(words + 8, middle[lane]);
    _mm512_store_si512(words + 16, high[lane]);
  }
}

VICHE_ALWAYS_INLINE Points8 load_sums(const BucketSum* const* sums) {
  __m512i low[8], middle[8], high[8];
  for (std::uint32_t lane = 0; lane < kLanes; ++lane) {
    low[lane] = _mm512_load_si512(sums[lane]->words);
    middle[lane] = _mm512_load_si512(sums[lane]->words + 8);
    high[lane] = _mm512_load_si512(sums[lane]->words + 16);
  }
  transpose(low);
  transpose(middle);
  transpose(high);
  return {{{low[0], low[1], low[2], low[3], low[4]}},
          {{low[5], low[6], low[7], middle[0], middle[1]}},
          {{middle[2], middle[3], middle[4], middle[5], middle[6]}},
          {{middle[7], high[0], high[1], high[2], high[3]}}};
}

// Eight runs, which begin at runs[lane].
void weigh_8(const BucketSum* const* runs, std::size_t length, edwards::Extended* weighted,
             edwards::Extended* plain) {
  const BucketSum* next[kLanes];
  for (std::uint32_t lane = 0; lane < kLanes; ++lane) next[lane] = runs[lane] + length - 1;
  Points8 sum = load_sums(next), total = identities();
  Cached8 cached = to_cached(sum);
  for (std::size_t left = length - 1; left > 0; --left) {
    for (std::uint32_t lane = 0; lane < kLanes; ++lane) --next[lane];
    total = add(total, cached);
    sum = add(load_sums(next), cached);
    cached = to_cached(sum);
  }
  store_extended(add(total, cached), weighted);
  store_extended(sum, plain);
}

}  // namespace

void sum_groups(const edwards::Addend* addends, const std::uint32_t* schedule,
                const BucketGroup* groups, std::size_t wide, std::size_t count, BucketSum* sums) {
  for (std::size_t g = 0; g < count; ++g) {
    Points8 lanes = sum_lanes(addends, schedule, groups[g]);
    if (g < wide) lanes = sum_of_lanes(lanes);
    store_sums(lanes, groups[g].target, sums);
    schedule += kLanes * groups[g].count[0];
  }
}

void weigh_runs(const BucketSum* sums, std::size_t length, std::size_t count, kernel::Run* runs) {
  for (std::size_t first = 0; first < count; first += kLanes) {
    const BucketSum* begin[kLanes];
    edwards::Extended weighted[kLanes], plain[kLanes];
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      begin[lane] = sums + length * (first + lane < count ? first + lane : first);
    }
    weigh_8(begin, length, weighted, plain);
    for (std::size_t lane = 0; lane < kLanes && first + lane < count; ++lane) {
      runs[first + lane].weighted = weighted[lane];
      runs[first + lane].plain = plain[lane];
    }
  }
}

}  // namespace viche::ifma
VICHE_TARGET_IFMA_END
