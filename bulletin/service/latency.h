#pragma once
// How long the stages of the board's line take, as counts of durations.

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace viche::board {

/// Upper bounds of the buckets, in seconds; one more bucket has all that took longer.
inline constexpr std::array<double, 13> kLatencyBounds = {
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5};

/// A copy of a histogram. Counts are by bucket, not cumulative.
struct Latencies {
  std::array<std::uint64_t, kLatencyBounds.size() + 1> counts{};
  double seconds = 0;  // the sum

  [[nodiscard]] std::uint64_t count() const;
};

/// Any thread may add and read at any time.
class LatencyHistogram {
 public:
  using Duration = std::chrono::steady_clock::duration;

  /// `times` durations of this length.
  void add(Duration duration, std::uint64_t times = 1);
  [[nodiscard]] Latencies read() const;

 private:
  std::array<std::atomic<std::uint64_t>, kLatencyBounds.size() + 1> counts_{};
  std::atomic<std::uint64_t> nanoseconds_{0};
};

}  // namespace viche::board
