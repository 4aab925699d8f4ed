#pragma once
// Durations counted in buckets of equal relative width, after HdrHistogram: 128 buckets for every
// doubling, so that a quantile is at most 1/128 above the exact one, in memory that does not grow.

#include <array>
#include <cstddef>
#include <cstdint>

namespace viche::load {

class Histogram {
 public:
  void add(std::uint64_t nanoseconds);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// Exact.
  [[nodiscard]] std::uint64_t max() const { return max_; }
  /// The least value that at least `part` (0 to 1) of all are not above, rounded up to its bucket's
  /// upper end, but not beyond max(); 0 if there is none.
  [[nodiscard]] std::uint64_t quantile(double part) const;

 private:
  static constexpr unsigned kBits = 7;
  static constexpr std::size_t kBuckets = (64 - kBits + 1) << kBits;

  static std::size_t bucket_of(std::uint64_t value);
  static std::uint64_t upper_end(std::size_t bucket);

  std::array<std::uint64_t, kBuckets> counts_{};
  std::uint64_t count_ = 0;
  std::uint64_t max_ = 0;
};

}  // namespace viche::load
