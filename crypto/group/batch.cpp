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

FixedBases::FixedBases(std::vector<Point> points) : points_(std::move(points)) {
  tables_.reserve(points_.size());
  for (const Point& point : points_) tables_.emplace_back(point.curve());
}

Point FixedBases::multi_multiply(std::span<const Scalar> scalars) const {
  if (scalars.size() != points_.size()) {
    broken_invariant("FixedBases::multi_multiply: unequal numbers of scalars and bases");
  }
  return Point(edwards::multi_multiply(scalars, tables_));
}

std::vector<Point> FixedBases::multiply_each(const Scalar& scalar) const {
  std::vector<Point> products;
  products.reserve(tables_.size());
  for (const edwards::FixedBaseTable& table : tables_) {
    products.emplace_back(edwards::multi_multiply({&scalar, 1}, {&table, 1}));
  }
  return products;
}

}  // namespace viche
