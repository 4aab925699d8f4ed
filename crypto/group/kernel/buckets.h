#pragma once
// How sums of many addends are handed to a kernel: as schedules for eight lanes in lockstep.

#include <cstddef>
#include <cstdint>

#include "crypto/group/curve/addend.h"

namespace viche::kernel {

inline constexpr std::uint32_t kLanes = 8;

/// A sum on its own cache lines, in the form of the kernel that made it: nobody else reads it.
struct alignas(64) BucketSum {
  std::uint64_t words[24];
};

/// Eight lanes that sum at the same time. A schedule has for each step of a group eight entries,
/// one a lane: twice the index of an addend, plus one if it is to be subtracted. Lane l has entries
/// in the first count[l] steps of max(count) = count[0], the others being zero; count descends.
struct BucketGroup {
  std::uint32_t count[kLanes];
  std::uint32_t target[kLanes];  // where the lane's sum belongs; kNowhere if it does not exist
};
inline constexpr std::uint32_t kNowhere = ~std::uint32_t{0};

/// Consecutive bucket sums S_0 .. S_(n-1), counted: S_0 + 2 S_1 + ... + n S_(n-1), and not.
struct Run {
  edwards::Extended weighted, plain;
};

}  // namespace viche::kernel
