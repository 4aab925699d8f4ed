#pragma once
// The kernels' sums over points of their own in each lane.

#include <cstddef>

#include "crypto/group/curve/addend.h"
#include "crypto/group/curve/scalar_block.h"

namespace viche::kernel {

/// One point and one scalar a lane.
struct LaneTerm {
  const ScalarBlock* scalars;            // one for each block of lanes
  const edwards::Addend* const* points;  // one for each lane
};

}  // namespace viche::kernel
