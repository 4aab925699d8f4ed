#pragma once
// Sums whose scalars have few bits: the weights of votes.

#include <optional>
#include <span>

#include "crypto/group/curve/addend.h"
#include "crypto/group/curve/edwards.h"
#include "crypto/group/scalar.h"

namespace viche::multi_scalar {

/// The sum of scalars[i] * addends[i] with an addition for each bit that is set, where that is the
/// cheapest way: at most 64 terms below 2^64 with four such bits each on average. Else nothing. The
/// spans are of equal length. Variable time.
std::optional<edwards::Extended> sum_of_few_bits(std::span<const Scalar> scalars,
                                                 std::span<const edwards::Addend> addends);

}  // namespace viche::multi_scalar
