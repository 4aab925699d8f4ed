#include "apps/viche/load/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace viche::load {
namespace {

std::uint64_t exact(std::vector<std::uint64_t> values, double part) {
  std::sort(values.begin(), values.end());
  const double place = std::ceil(part * static_cast<double>(values.size()));
  return values[std::max<std::size_t>(1, static_cast<std::size_t>(place)) - 1];
}

void expect_near(const std::vector<std::uint64_t>& values) {
  Histogram histogram;
  for (const std::uint64_t value : values) histogram.add(value);
  EXPECT_EQ(histogram.count(), values.size());
  EXPECT_EQ(histogram.max(), *std::max_element(values.begin(), values.end()));
  for (const double part : {0.0, 0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1.0}) {
    const std::uint64_t truth = exact(values, part);
    EXPECT_GE(histogram.quantile(part), truth) << part;
    EXPECT_LE(histogram.quantile(part), truth + truth / 128) << part;
  }
}

TEST(LoadHistogram, QuantilesAreAtMostAHundredAndTwentyEighthAboveTheExactOnes) {
  std::mt19937_64 random(5);
  std::vector<std::uint64_t> uniform, wide;
  std::lognormal_distribution<double> spread(17, 4);
  for (int i = 0; i < 20'000; ++i) {
    uniform.push_back(random() % 3'000'000'000);
    wide.push_back(static_cast<std::uint64_t>(spread(random)));
  }
  expect_near(uniform);
  expect_near(wide);
  expect_near({7});
}

TEST(LoadHistogram, HoldsEverythingFromNothingToTheLargestNumber) {
  for (unsigned bit = 0; bit < 64; ++bit) {
    const std::uint64_t power = std::uint64_t{1} << bit;
    for (const std::uint64_t value : {power - 1, power, power + 1, power + power / 2}) {
      Histogram histogram;
      histogram.add(value);
      histogram.add(UINT64_MAX);
      EXPECT_GE(histogram.quantile(0.5), value);
      EXPECT_LE(histogram.quantile(0.5), value + value / 128);
      EXPECT_EQ(histogram.quantile(1), UINT64_MAX);
    }
  }
}

TEST(LoadHistogram, SmallNumbersAreExact) {
  for (std::uint64_t value = 0; value < 256; ++value) {
    Histogram histogram;
    histogram.add(value);
    histogram.add(1'000'000);
    EXPECT_EQ(histogram.quantile(0.5), value);
  }
}

TEST(LoadHistogram, NothingHasNoQuantiles) {
  const Histogram histogram;
  EXPECT_EQ(histogram.quantile(0.99), 0U);
  EXPECT_EQ(histogram.max(), 0U);
}

}  // namespace
}  // namespace viche::load
