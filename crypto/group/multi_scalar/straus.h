#pragma once
// Sums of few terms (Straus): all share their doublings.

#include <span>

#include "crypto/group/curve/edwards.h"
#include "crypto/group/scalar.h"

namespace viche::multi_scalar {

/// The sum of scalars[i] * points[i]. The spans are of equal length. Variable time.
edwards::Extended straus(std::span<const Scalar> scalars,
                         std::span<const edwards::Extended> points);

}  // namespace viche::multi_scalar
