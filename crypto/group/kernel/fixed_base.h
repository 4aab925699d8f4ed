#pragma once
// The kernels' sums over points known beforehand, in lanes.

#include <cstddef>
#include <cstdint>

#include "crypto/group/curve/fixed_base.h"
#include "crypto/group/curve/scalar_block.h"

namespace viche::kernel {

/// A table (curve/fixed_base.h) times one scalar a lane.
struct FixedBaseTerm {
  const edwards::FixedBaseTable::Column* columns;
  const ScalarBlock* scalars;  // one for each block of lanes
};

/// The table's base in those lanes whose byte's lowest bit is 1.
struct FixedBaseBits {
  const edwards::FixedBaseTable::Column* columns;
  const std::uint8_t* bits;  // one for each lane
};

}  // namespace viche::kernel
