#pragma once
// Z_q^d for tiny q as a group for the ballot proof: its elements are vectors, and the unit vectors
// are generators of which no relation holds. The Fiat-Shamir challenges become arguments, so that
// everything can be tried.

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace viche::test {

template <unsigned q>
struct SmallScalar {
  unsigned value = 0;

  static SmallScalar zero() { return {0}; }
  static SmallScalar one() { return {1 % q}; }
  static SmallScalar from_u64(std::uint64_t value) { return {static_cast<unsigned>(value % q)}; }
  friend SmallScalar operator+(SmallScalar a, SmallScalar b) { return {(a.value + b.value) % q}; }
  friend SmallScalar operator-(SmallScalar a, SmallScalar b) {
    return {(a.value + q - b.value) % q};
  }
  friend SmallScalar operator*(SmallScalar a, SmallScalar b) { return {a.value * b.value % q}; }
  SmallScalar operator-() const { return {(q - value) % q}; }
  /// 1 / value for a prime q: value^(q - 2).
  [[nodiscard]] SmallScalar inverse() const {
    SmallScalar power = one();
    for (unsigned i = 0; i + 2 < q; ++i) power = power * *this;
    return power;
  }
  SmallScalar& operator+=(SmallScalar other) { return *this = *this + other; }
  friend bool operator==(SmallScalar, SmallScalar) = default;
};

/// Every list of `length` scalars.
template <unsigned q>
std::vector<std::vector<SmallScalar<q>>> every_list(std::size_t length) {
  std::vector<std::vector<SmallScalar<q>>> lists{{}};
  for (std::size_t i = 0; i < length; ++i) {
    std::vector<std::vector<SmallScalar<q>>> longer;
    for (const auto& list : lists) {
      for (unsigned value = 0; value < q; ++value) {
        longer.push_back(list);
        longer.back().push_back({value});
      }
    }
    lists = std::move(longer);
  }
  return lists;
}

template <unsigned q, std::size_t d>
struct SmallPoint {
  std::array<SmallScalar<q>, d> coordinates{};

  static SmallPoint unit(std::size_t i) {
    SmallPoint point;
    point.coordinates[i] = SmallScalar<q>::one();
    return point;
  }
  friend SmallPoint operator*(SmallScalar<q> scalar, SmallPoint point) {
    for (auto& coordinate : point.coordinates) coordinate = scalar * coordinate;
    return point;
  }
  SmallPoint& operator+=(const SmallPoint& other) {
    for (std::size_t i = 0; i < d; ++i) coordinates[i] += other.coordinates[i];
    return *this;
  }
  friend SmallPoint operator+(SmallPoint a, const SmallPoint& b) { return a += b; }
  friend SmallPoint operator-(const SmallPoint& a, const SmallPoint& b) {
    return a + -SmallScalar<q>::one() * b;
  }
  friend bool operator==(const SmallPoint&, const SmallPoint&) = default;
  /// A number of its own for each point.
  [[nodiscard]] std::uint64_t index() const {
    std::uint64_t index = 0;
    for (const auto coordinate : coordinates) index = index * q + coordinate.value;
    return index;
  }
};

/// The group of a ballot with n positions: G is unit vector 0, H is 1, then H_1..H_n, K_1..K_n.
template <unsigned q, std::size_t n>
struct SmallGroup {
  static constexpr std::size_t kDimension = 2 + 2 * n;
  using Scalar = SmallScalar<q>;
  using Bit = Scalar;  // whatever a false ballot says
  using Point = SmallPoint<q, kDimension>;

  class Bases {
   public:
    explicit Bases(std::vector<Point> points) : points_(std::move(points)) {}
    [[nodiscard]] Point multi_multiply(std::span<const Scalar> scalars,
                                       std::span<const Bit> bits = {}) const {
      Point sum;
      for (std::size_t i = 0; i < scalars.size(); ++i) sum += scalars[i] * points_[i];
      for (std::size_t i = 0; i < bits.size(); ++i) sum += bits[i] * points_[scalars.size() + i];
      return sum;
    }
    [[nodiscard]] std::vector<Point> encrypt(Scalar scalar, std::span<const Bit> bits) const {
      std::vector<Point> products;
      for (const Point& point : points_) products.push_back(scalar * point);
      for (std::size_t i = 0; i < bits.size(); ++i) products[i + 1] += bits[i] * points_[0];
      return products;
    }

   private:
    std::vector<Point> points_;
  };

  static Point G() { return Point::unit(0); }
  static Point H() { return Point::unit(1); }
  static Point H(std::size_t p) { return Point::unit(1 + p); }
  static Point K(std::size_t p) { return Point::unit(1 + n + p); }
  static Scalar scalar(Bit bit) { return bit; }
};

}  // namespace viche::test
