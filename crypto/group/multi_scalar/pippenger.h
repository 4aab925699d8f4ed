#pragma once
// Sums of many terms by buckets (Pippenger).

#include <span>

#include "crypto/group/kernel/kernel.h"
#include "crypto/group/multi_scalar/digits.h"
#include "crypto/group/multi_scalar/schedule.h"

namespace viche::multi_scalar {

/// The scalars are cut into windows of signed digits. Within a window, bucket b is the sum of the
/// addends whose digit is b, less that of those whose digit is -b; the window's sum is the sum of b
/// bucket_b; windows are joined by doublings. Buffers are kept.
class Pippenger {
 public:
  /// The sum of scalars[i] * addends[i], on this kernel.
  edwards::Extended sum(std::span<const Scalar> scalars, const edwards::Addend* addends,
                        const kernel::Kernel& kernel);

 private:
  void sum_windows(std::span<const Window> windows, std::size_t first, std::size_t count,
                   const edwards::Addend* addends, const kernel::Kernel& kernel);

  Magnitudes magnitudes_;
  Schedule schedule_;
  std::vector<std::int16_t> digits_;
  std::vector<kernel::BucketSum> buckets_;
  std::vector<kernel::Run> runs_;
  std::vector<edwards::Extended> window_sums_;
};

}  // namespace viche::multi_scalar
