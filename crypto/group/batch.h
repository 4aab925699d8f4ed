#pragma once
// Group operations in batches: what hot loops call, so that fast kernels slide in behind.
// Single-threaded.

#include <span>
#include <vector>

#include "crypto/group/curve/addend.h"
#include "crypto/group/point.h"
#include "crypto/group/random.h"
#include "crypto/group/scalar.h"

namespace viche {

/// Decodes 32-byte encodings that lie anywhere: addends[i] is the point of encodings[i] and
/// valid[i] is 1, or they are the identity and 0 where that is not canonical. The spans are of
/// equal length. The kernels decode sixteen at a time, so few at a time cost more each. The
/// verdicts and addends are written without branching on them.
void decode_addends(std::span<const std::uint8_t* const> encodings,
                    std::span<edwards::Addend> addends, std::span<std::uint8_t> valid);

/// Decodes n concatenated 32-byte encodings. The error names the index of the first bad one ("point
/// 3").
Result<std::vector<Point>> decode_points(ByteView concatenated);
/// The concatenated 32-byte encodings. Constant time.
Bytes encode_points(std::span<const Point> points);
/// The concatenated encodings of points[i] + points[i], many times faster: one inversion for many
/// of them in place of a square root each. A prover computes points from half their scalars for
/// this. Constant time.
Bytes encode_doubles(std::span<const Point> points);

/// The sum of scalars[i] * points[i]; of nothing, the identity. The spans are of equal length.
/// Variable time: public data only.
Point vartime_multi_multiply(std::span<const Scalar> scalars, std::span<const Point> points);

/// `count` fresh uniform 128-bit scalars: the weights of a random linear combination. They must be
/// drawn after everything that they weigh is fixed. One call of `random`.
std::vector<Scalar> random_weights(std::size_t count, RandomSource& random);

}  // namespace viche
