#pragma once
// When something is due, whatever became of what was due before.

#include <cstdint>
#include <random>

namespace viche::load {

enum class Spacing { kEven, kPoisson };

class Schedule {
 public:
  /// `rate` arrivals a second, more than 0. The same seed gives the same times.
  Schedule(double rate, Spacing spacing, std::uint64_t seed);

  /// Nanoseconds from the start to the next arrival.
  [[nodiscard]] std::int64_t next() const { return next_; }
  /// On to the one after it.
  void advance();

 private:
  double interval_;  // nanoseconds
  Spacing spacing_;
  std::mt19937_64 random_;
  std::uint64_t count_ = 0;
  double at_ = 0;
  std::int64_t next_ = 0;
};

}  // namespace viche::load
