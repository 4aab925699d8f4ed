#pragma once
// The check of stated bounds that kernels make in debug builds.

#include <cstddef>
#include <cstdint>

#include "crypto/group/curve/scalar_block.h"

namespace viche::kernel {

/// Aborts unless each of these limbs is below `bound` (at most 2^63). Constant time. Not inline, so
/// that regions of any instruction set may call it (target.h).
void expect_limbs_below(const std::uint64_t* limbs, std::size_t count, std::uint64_t bound);

/// Aborts unless all these scalars are canonical. Constant time. Not inline, for the same reason.
void expect_canonical(const ScalarBlock* blocks, std::size_t count);

}  // namespace viche::kernel
