#pragma once
// Eight integers modulo l side by side: what kernels compute scalars in.

#include <cstddef>
#include <cstdint>

namespace viche {

/// Lane j is the number sum limb[i][j] 2^(52 i), canonical as scalar_limbs.h says: limbs below
/// 2^52, the number below l. Not aligned to vectors: g++ 12 leaves results of calls that are
/// assigned to a variable below the alignment of their type.
struct ScalarBlock {
  static constexpr std::size_t kLanes = 8;
  std::uint64_t limb[5][kLanes];
};

}  // namespace viche
