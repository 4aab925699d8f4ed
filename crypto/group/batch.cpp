#include "crypto/group/batch.h"

#include <algorithm>

namespace viche {

Result<std::vector<Point>> decode_points(ByteView concatenated) {
  if (concatenated.size() % 32 != 0) {
    return Error{"the length of a list of points is a multiple of 32, not " +
                     std::to_string(concatenated.size()),
                 ""};
  }
  std::vector<Point> points;
  points.reserve(concatenated.size() / 32);
  for (std::size_t i = 0; i < concatenated.size() / 32; ++i) {
    const Result<Point> point = Point::decode(concatenated.subspan(32 * i, 32));
    if (!point) return point.error().at("point " + std::to_string(i));
    points.push_back(*point);
  }
  return points;
}

Bytes encode_points(std::span<const Point> points) {
  Bytes out;
  out.reserve(32 * points.size());
  for (const Point& point : points) append(out, point.encode());
  return out;
}

// libsodium adds two points at a fifth of the price of a multiplication, since it decodes and
// encodes each time: a bucket method over it is some nine times slower than this sum for 2,000
// terms, and worse for fewer.
Point vartime_multi_multiply(std::span<const Scalar> scalars, std::span<const Point> points) {
  if (scalars.size() != points.size()) {
    broken_invariant("vartime_multi_multiply: unequal numbers of scalars and points");
  }
  Point sum;
  for (std::size_t i = 0; i < scalars.size(); ++i) {
    if (!scalars[i].is_zero()) sum += multiply(scalars[i], points[i]);
  }
  return sum;
}

std::vector<Scalar> random_weights(std::size_t count, RandomSource& random) {
  std::vector<Scalar> weights;
  weights.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    Bytes64 bytes{};
    random.fill(std::span(bytes).first(16));
    weights.push_back(Scalar::reduce(bytes));
  }
  return weights;
}

Point FixedBases::multi_multiply(std::span<const Scalar> scalars) const {
  if (scalars.size() != points_.size()) {
    broken_invariant("FixedBases::multi_multiply: unequal numbers of scalars and bases");
  }
  Point sum;
  for (std::size_t i = 0; i < scalars.size(); ++i) sum += multiply(scalars[i], points_[i]);
  return sum;
}

std::vector<Point> FixedBases::multiply_each(const Scalar& scalar) const {
  std::vector<Point> products;
  products.reserve(points_.size());
  for (const Point& point : points_) products.push_back(multiply(scalar, point));
  return products;
}

}  // namespace viche
