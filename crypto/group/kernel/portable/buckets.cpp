// Sums of buckets over the portable arithmetic, lane after lane. A BucketSum holds an Extended.

#include <cstring>

#include "crypto/group/kernel/portable.h"

namespace viche::portable {
namespace {

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

Extended sum_lane(const edwards::Addend* addends, const std::uint32_t* schedule,
                  std::uint32_t count) {
  Extended sum = kIdentity;
  for (std::uint32_t step = 0; step < count; ++step) {
    const std::uint32_t entry = schedule[kLanes * step];
    const edwards::Affine& addend = addends[entry / 2].point;
    sum = entry % 2 == 0 ? sum + addend : sum - addend;
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
