#pragma once
// Scalar multiplication on the curve, portable.

#include "crypto/group/curve/edwards.h"
#include "crypto/group/scalar.h"

namespace viche::edwards {

/// scalar * p, constant time in both.
Extended multiply(const Scalar& scalar, const Extended& p);

}  // namespace viche::edwards
