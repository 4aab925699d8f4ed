#include "bulletin/service/latency.h"

#include <gtest/gtest.h>

namespace viche::board {
namespace {

using std::chrono::milliseconds;

TEST(Latency, ADurationCountsInTheFirstBucketThatHoldsIt) {
  LatencyHistogram histogram;
  histogram.add(milliseconds(1));
  histogram.add(milliseconds(3), 5);
  histogram.add(milliseconds(60'000));
  histogram.add(milliseconds(-1));  // a clock that was set back
  const Latencies read = histogram.read();
  EXPECT_EQ(read.counts[0], 1U);  // up to 0.0005 s
  EXPECT_EQ(read.counts[1], 1U);  // up to 0.001 s, that included
  EXPECT_EQ(read.counts[3], 5U);
  EXPECT_EQ(read.counts.back(), 1U);
  EXPECT_EQ(read.count(), 8U);
  EXPECT_NEAR(read.seconds, 60.016, 1e-9);
}

}  // namespace
}  // namespace viche::board
