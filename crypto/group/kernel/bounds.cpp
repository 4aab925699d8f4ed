#include "crypto/group/kernel/bounds.h"

#include "crypto/group/curve/scalar_limbs.h"
#include "crypto/group/declassify.h"
#include "crypto/group/result.h"

namespace viche::kernel {

void expect_limbs_below(const std::uint64_t* limbs, std::size_t count, std::uint64_t bound) {
  std::uint64_t beyond = 0;  // bit 63: whether a limb is 2^63 or more, or greater than bound - 1
  for (std::size_t i = 0; i < count; ++i) beyond |= limbs[i] | (bound - 1 - limbs[i]);
  // That it never is, is public.
  if (declassify(beyond >> 63) != 0) broken_invariant("kernel limb out of its stated bound");
}

void expect_canonical(const ScalarBlock* blocks, std::size_t count) {
  std::uint64_t beyond = 0;
  for (std::size_t k = 0; k < count; ++k) {
    for (std::size_t lane = 0; lane < ScalarBlock::kLanes; ++lane) {
      ScalarLimbs limbs;
      for (std::size_t i = 0; i < 5; ++i) {
        limbs.limb[i] = blocks[k].limb[i][lane];
        beyond |= limbs.limb[i] >> 52;
      }
      beyond |= scalar::is_canonical(limbs) ^ 1;
    }
  }
  if (declassify(beyond) != 0) broken_invariant("scalar block out of its stated bound");
}

}  // namespace viche::kernel
