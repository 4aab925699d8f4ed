#pragma once
// The generators H, and H_p, K_p for p = 1, 2, ...: points of which nobody knows a relation.

#include <vector>

#include "crypto/group/point.h"

namespace viche {

/// H = map(H("viche/v1/generator-H";)), H_p = map(H("viche/v1/generator-Hp"; u32 p)), K_p likewise
/// with "viche/v1/generator-Kp", where map is RFC 9496's one-way map and H(;) the transcript hash.
/// Immutable.
class Generators {
 public:
  /// H and the first n pairs.
  explicit Generators(std::size_t n);

  [[nodiscard]] std::size_t size() const { return H_p_.size(); }
  [[nodiscard]] const Point& H() const { return H_; }
  /// p from 1 to size().
  [[nodiscard]] const Point& H(std::size_t p) const { return at(H_p_, p); }
  [[nodiscard]] const Point& K(std::size_t p) const { return at(K_p_, p); }

 private:
  static const Point& at(const std::vector<Point>& points, std::size_t p);

  Point H_;
  std::vector<Point> H_p_;
  std::vector<Point> K_p_;
};

}  // namespace viche
