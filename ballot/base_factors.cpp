#include "ballot/base_factors.h"

#include <algorithm>

namespace viche::ballot {

void BaseFactors::clear() { std::fill(factors_.begin(), factors_.end(), Scalar::zero()); }

void BaseFactors::add(std::span<const BaseFactor> factors) {
  for (const BaseFactor& each : factors) factors_[each.base] += each.factor;
}

void BaseFactors::append_to(VartimeSum& sum) const {
  for (std::size_t i = 0; i < factors_.size(); ++i) {
    if (factors_[i].is_zero()) continue;
    sum.add({&factors_[i], 1}, context_->bases().subspan(i, 1));
  }
}

}  // namespace viche::ballot
