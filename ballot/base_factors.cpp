#include "ballot/base_factors.h"

#include <algorithm>

namespace viche::ballot {

void BaseFactors::clear() { std::fill(factors_.begin(), factors_.end(), Scalar::zero()); }

void BaseFactors::add(const StyleLayout& style, const StyleFactors& factors) {
  factors_[ElectionContext::kBaseG] += factors.G;
  factors_[ElectionContext::kBaseH] += factors.H;
  for (std::size_t p = 1; p <= style.n(); ++p) {
    factors_[context_->base_H(p)] += factors.H_p[p - 1];
    factors_[context_->base_K(p)] += factors.K_p[p - 1];
    factors_[context_->base_Y(style.slots[p - 1])] += factors.Y_p[p - 1];
  }
}

void BaseFactors::append_to(VartimeSum& sum) const {
  for (std::size_t i = 0; i < factors_.size(); ++i) {
    if (factors_[i].is_zero()) continue;
    sum.add({&factors_[i], 1}, context_->bases().subspan(i, 1));
  }
}

}  // namespace viche::ballot
