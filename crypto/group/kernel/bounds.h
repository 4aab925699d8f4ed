#pragma once
// The check of stated bounds that kernels make in debug builds.

#include <cstddef>
#include <cstdint>

namespace viche::kernel {

/// Aborts unless each of these limbs is below `bound` (at most 2^63). Constant time. Not inline, so
/// that regions of any instruction set may call it (target.h).
void expect_limbs_below(const std::uint64_t* limbs, std::size_t count, std::uint64_t bound);

}  // namespace viche::kernel
