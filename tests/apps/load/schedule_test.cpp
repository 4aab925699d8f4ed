#include "apps/viche/load/schedule.h"

#include <gtest/gtest.h>

#include <vector>

namespace viche::load {
namespace {

std::vector<std::int64_t> times(Schedule schedule, std::size_t count) {
  std::vector<std::int64_t> times;
  for (std::size_t i = 0; i < count; ++i, schedule.advance()) times.push_back(schedule.next());
  return times;
}

TEST(LoadSchedule, EvenArrivalsAddUpNoErrors) {
  const std::vector<std::int64_t> third = times(Schedule(3, Spacing::kEven, 1), 3'000'001);
  EXPECT_EQ(third[0], 0);
  EXPECT_EQ(third[1], 333'333'333);
  EXPECT_EQ(third[3'000'000], 1'000'000'000'000'000);
  EXPECT_EQ(times(Schedule(25'000, Spacing::kEven, 1), 3)[2], 80'000);
}

TEST(LoadSchedule, PoissonArrivalsHaveTheRateAndTheSpread) {
  constexpr std::size_t kCount = 200'000;
  const std::vector<std::int64_t> random = times(Schedule(1000, Spacing::kPoisson, 7), kCount);
  EXPECT_NEAR(static_cast<double>(random.back()) * 1e-9, 200.0, 2.0);
  // Gaps are exponential: a part of 1 - 1/e is shorter than the mean.
  std::size_t shorter = 0;
  for (std::size_t i = 1; i < kCount; ++i) {
    EXPECT_GE(random[i], random[i - 1]);
    if (random[i] - random[i - 1] < 1'000'000) ++shorter;
  }
  EXPECT_NEAR(static_cast<double>(shorter) / kCount, 0.632, 0.01);
}

TEST(LoadSchedule, TheSeedDecides) {
  EXPECT_EQ(times(Schedule(10, Spacing::kPoisson, 3), 50),
            times(Schedule(10, Spacing::kPoisson, 3), 50));
  EXPECT_NE(times(Schedule(10, Spacing::kPoisson, 3), 50),
            times(Schedule(10, Spacing::kPoisson, 4), 50));
}

}  // namespace
}  // namespace viche::load
