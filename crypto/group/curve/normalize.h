#pragma once
// Points of the curve as addends.

#include <span>

#include "crypto/group/curve/addend.h"

namespace viche::edwards {

/// The addend of each point, with one inversion for all. The spans are of equal length. Constant
/// time but for whether a point's Z is 1, which those decoded have.
void normalize(std::span<const Extended> points, std::span<Addend> addends);

/// The point of an addend, with Z = 1. Constant time.
Extended to_extended(const Affine& addend);

}  // namespace viche::edwards
