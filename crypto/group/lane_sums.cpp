#include "crypto/group/lane_sums.h"

#include <algorithm>
#include <array>

#include "crypto/group/kernel/kernel.h"

namespace viche {

using Mask = ScalarLanes::Mask;

void LaneSums::clear(std::size_t lanes) {
  if (lanes > ScalarLanes::kLanes) broken_invariant("LaneSums: more lanes than there are");
  lanes_ = lanes;
  scalars_.clear();
  points_.clear();
}

void LaneSums::add(const ScalarLanes& scalars, std::span<const edwards::Addend* const> points) {
  static constexpr edwards::Addend kIdentity{edwards::kAffineIdentity, 0};
  if (points.size() != lanes_) broken_invariant("LaneSums: not one point a lane");
  scalars_.push_back(scalars);
  points_.insert(points_.end(), points.begin(), points.end());
  points_.resize(ScalarLanes::kLanes * scalars_.size(), &kIdentity);
}

Mask LaneSums::vanishing() const {
  std::vector<kernel::LaneTerm> terms;
  for (std::size_t t = 0; t < scalars_.size(); ++t) {
    terms.push_back({scalars_[t].blocks().data(), points_.data() + ScalarLanes::kLanes * t});
  }
  std::array<edwards::Extended, ScalarLanes::kLanes> sums;
  kernel::active().lane_sums(terms.data(), terms.size(),
                             (lanes_ + ScalarBlock::kLanes - 1) / ScalarBlock::kLanes, sums.data());
  Mask vanishing = 0;
  for (std::size_t i = 0; i < lanes_; ++i) {
    if (edwards::ristretto_is_identity(sums[i])) vanishing |= Mask{1} << i;
  }
  return vanishing;
}

}  // namespace viche
