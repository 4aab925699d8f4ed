#pragma once
// The record in which many points are kept to be added.

#include <type_traits>

#include "crypto/group/curve/edwards.h"

namespace viche::edwards {

/// An affine addend (limbs tight, field.h) on two cache lines of its own, so that kernels load
/// whole records: words 0-4 are y + x, 5-9 y - x, 10-14 2 d x y, 15 is zero.
struct alignas(64) Addend {
  Affine point;
  std::uint64_t zero;
};
static_assert(sizeof(Addend) == 128 && std::is_trivial_v<Addend>);

}  // namespace viche::edwards
