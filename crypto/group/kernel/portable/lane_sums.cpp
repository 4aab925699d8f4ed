#include <vector>

#include "crypto/group/curve/normalize.h"
#include "crypto/group/curve/scalar_limbs.h"
#include "crypto/group/kernel/portable.h"
#include "crypto/group/multi_scalar/straus.h"

namespace viche::portable {
namespace {

Scalar scalar_at(const ScalarBlock& block, std::size_t lane) {
  ScalarLimbs limbs;
  for (std::size_t i = 0; i < 5; ++i) limbs.limb[i] = block.limb[i][lane];
  return Scalar::decode(scalar::to_bytes(limbs)).value();
}

}  // namespace

void lane_sums(const kernel::LaneTerm* terms, std::size_t count, std::size_t blocks,
               edwards::Extended* sums) {
  std::vector<Scalar> scalars(count);
  std::vector<edwards::Extended> points(count);
  for (std::size_t lane = 0; lane < ScalarBlock::kLanes * blocks; ++lane) {
    const std::size_t block = lane / ScalarBlock::kLanes, of_block = lane % ScalarBlock::kLanes;
    for (std::size_t t = 0; t < count; ++t) {
      scalars[t] = scalar_at(terms[t].scalars[block], of_block);
      points[t] = edwards::to_extended(terms[t].points[lane]->point);
    }
    sums[lane] = multi_scalar::straus(scalars, points);
  }
}

}  // namespace viche::portable
