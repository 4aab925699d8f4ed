#include "crypto/group/fixed_bases.h"

namespace viche {

FixedBases::FixedBases(std::vector<Point> points) : points_(std::move(points)) {
  tables_.reserve(points_.size());
  for (const Point& point : points_) tables_.emplace_back(point.curve());
}

FixedBases FixedBases::at(std::span<const std::size_t> indexes) const {
  FixedBases chosen;
  chosen.points_.reserve(indexes.size());
  chosen.tables_.reserve(indexes.size());
  for (const std::size_t index : indexes) {
    chosen.points_.push_back(points_[index]);
    chosen.tables_.push_back(tables_[index]);
  }
  return chosen;
}

Point FixedBases::multi_multiply(std::span<const Scalar> scalars,
                                 std::span<const std::uint8_t> bits) const {
  if (scalars.size() + bits.size() != points_.size()) {
    broken_invariant("FixedBases::multi_multiply: unequal numbers of scalars and bases");
  }
  return Point(edwards::multi_multiply(scalars, bits, tables_));
}

std::vector<Point> FixedBases::encrypt(const Scalar& scalar,
                                       std::span<const std::uint8_t> bits) const {
  if (bits.size() + 1 != points_.size()) {
    broken_invariant("FixedBases::encrypt: not one bit fewer than bases");
  }
  std::vector<Point> products;
  products.reserve(tables_.size());
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const edwards::Extended product = edwards::multi_multiply({&scalar, 1}, {}, {&tables_[i], 1});
    products.emplace_back(i == 0 ? product : edwards::add_if(product, tables_[0], bits[i - 1]));
  }
  return products;
}

}  // namespace viche
