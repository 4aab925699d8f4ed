#pragma once
// What one step of the batch costs on the active kernel.

#include <cstddef>

namespace viche::bench {

/// Nanoseconds of one of 4,096 points decoded at a time.
double decode_ns();
/// Nanoseconds a point of a sum of `terms` with scalars of 253 or of 128 bits.
enum class Scalars { kLong, kShort };
double sum_ns(std::size_t terms, Scalars scalars);

}  // namespace viche::bench
