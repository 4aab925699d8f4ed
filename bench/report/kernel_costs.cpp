#include "bench/report/kernel_costs.h"

#include "bench/report/timing.h"
#include "crypto/group/batch.h"
#include "crypto/group/multi_scalar.h"

namespace viche::bench {
namespace {

std::vector<Point> random_points(std::size_t count) {
  SystemRandom random;
  std::vector<Point> points;
  Bytes64 bytes;
  random.fill(bytes);
  Point point = Point::map(bytes);
  random.fill(bytes);
  const Point step = Point::map(bytes);
  for (std::size_t i = 0; i < count; ++i) points.push_back(point += step);
  return points;
}

double per(std::size_t count, double seconds) { return seconds / static_cast<double>(count) * 1e9; }

}  // namespace

double decode_ns() {
  constexpr std::size_t kCount = 4096;
  const Bytes bytes = encode_points(random_points(kCount));
  std::vector<const std::uint8_t*> encodings;
  for (std::size_t i = 0; i < kCount; ++i) encodings.push_back(&bytes[32 * i]);
  std::vector<edwards::Addend> addends(kCount);
  Bytes valid(kCount);
  const double spent = best_seconds(20, [&] { decode_addends(encodings, addends, valid); });
  for (const std::uint8_t is_valid : valid) {
    if (is_valid != 1) broken_invariant("decode_ns: an encoding was refused");
  }
  return per(kCount, spent);
}

double sum_ns(std::size_t terms, Scalars scalars) {
  SystemRandom random;
  std::vector<edwards::Addend> addends(terms);
  to_addends(random_points(terms), addends);
  std::vector<Scalar> factors = random_weights(terms, random);
  if (scalars == Scalars::kLong) {
    for (Scalar& factor : factors) factor = factor.inverse();
  }
  MultiScalarBuffers buffers;
  Point sum;
  const double spent =
      best_seconds(5, [&] { sum = vartime_multi_multiply(factors, addends, buffers); });
  // The same sum taken in two parts.
  const std::span<const Scalar> f(factors);
  const std::span<const edwards::Addend> a(addends);
  const Point parts = vartime_multi_multiply(f.first(terms / 3), a.first(terms / 3), buffers) +
                      vartime_multi_multiply(f.subspan(terms / 3), a.subspan(terms / 3), buffers);
  if (!(parts == sum)) broken_invariant("sum_ns: the sum is wrong");
  return per(terms, spent);
}

}  // namespace viche::bench
