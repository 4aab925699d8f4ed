// Sums of buckets over the portable arithmetic, lane after lane. A BucketSum holds an Extended.

#include <cstring>

#include "crypto/group/curve/normalize.h"
#include "crypto/group/kernel/portable.h"

namespace viche::portable {
namespace {

using edwards::Affine;
using edwards::Extended;
using edwards::kIdentity;
using edwards::to_cached;
using kernel::BucketGroup;
using kernel::BucketSum;
using kernel::kLanes;

static_assert(sizeof(Extended) <= sizeof(BucketSum));

Extended load(const BucketSum& sum) {
  Extended point;
  std::memcpy(&point, sum.words, sizeof(point));
  return point;
}

// The addend of an entry, without a branch: the signs are random. twice_dxy is below 2^52.
Affine addend_at(const edwards::Addend* addends, std::uint32_t entry) {
  const Affine& addend = addends[entry / 2].point;
  const FieldElement* parts[2] = {&addend.sum, &addend.difference};
  const std::uint32_t negative = entry % 2;
  return {*parts[negative], *parts[1 - negative],
          field::select(addend.twice_dxy, field::sub2(field::kZero, addend.twice_dxy), negative)};
}

Extended sum_lane(const edwards::Addend* addends, const std::uint32_t* schedule,
                  std::uint32_t count) {
  if (count == 0) return kIdentity;
  Extended sum = edwards::to_extended(addend_at(addends, schedule[0]));
  for (std::uint32_t step = 1; step < count; ++step) {
    sum = sum + addend_at(addends, schedule[kLanes * step]);
  }
  return sum;
}

}  // namespace

void sum_groups(const edwards::Addend* addends, const std::uint32_t* schedule,
                const BucketGroup* groups, std::size_t wide, std::size_t count, BucketSum* sums) {
  for (std::size_t g = 0; g < count; ++g) {
    const BucketGroup& group = groups[g];
    Extended all = kIdentity;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const Extended sum = sum_lane(addends, schedule + lane, group.count[lane]);
      if (g < wide) {
        all = all + to_cached(sum);
      } else if (group.target[lane] != kernel::kNowhere) {
        std::memcpy(sums[group.target[lane]].words, &sum, sizeof(sum));
      }
    }
    if (g < wide) std::memcpy(sums[group.target[0]].words, &all, sizeof(all));
    schedule += kLanes * group.count[0];
  }
}

void weigh_runs(const BucketSum* sums, std::size_t length, std::size_t count, kernel::Run* runs) {
  for (std::size_t r = 0; r < count; ++r) {
    Extended plain = kIdentity, weighted = kIdentity;
    for (std::size_t b = length; b-- > 0;) {
      plain = plain + to_cached(load(sums[r * length + b]));
      weighted = weighted + to_cached(plain);
    }
    runs[r] = {weighted, plain};
  }
}

}  // namespace viche::portable
