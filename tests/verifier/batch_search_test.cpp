#include "verifier/batch_search.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/group/point.h"

namespace viche::verifier {
namespace {

/// What a search among `count` ballots costs, of which those in `bad` add G to the sum.
struct Cost {
  std::size_t summed = 0, sums = 0, judged = 0;
  std::size_t judgements = 0;  // each of at most eight ballots, and of one block
  std::vector<std::size_t> found;
};

/// The ballots stand in blocks of `block`.
Cost cost_of(std::size_t count, const std::vector<std::size_t>& bad, std::size_t block = 64) {
  Cost cost;
  const auto sum = [&](std::size_t first, std::size_t size) {
    const auto inside = std::count_if(
        bad.begin(), bad.end(), [&](std::size_t i) { return i >= first && i < first + size; });
    return multiply_base(Scalar::from_u64(static_cast<std::uint64_t>(inside)));
  };
  search_batch(
      count, sum(0, count),
      [&](std::size_t first, std::size_t size) {
        cost.summed += size;
        ++cost.sums;
        return sum(first, size);
      },
      [&](std::size_t first, std::size_t size) {
        EXPECT_EQ(first % 8, 0U);
        cost.judged += size;
        for (std::size_t at = first, end; at < first + size; at = end) {
          end = std::min(first + size, (at / block + 1) * block);
          cost.judgements += (end - at + 7) / 8;
        }
        for (std::size_t i = first; i < first + size; ++i) {
          if (std::find(bad.begin(), bad.end(), i) != bad.end()) cost.found.push_back(i);
        }
      });
  std::sort(cost.found.begin(), cost.found.end());
  EXPECT_EQ(cost.found, bad) << "each once, none left out";
  EXPECT_LE(cost.summed, 3 * count);
  EXPECT_LE(cost.judged, count);
  EXPECT_LE(8 * cost.judgements, count + 8 * ((count + block - 1) / block));
  return cost;
}

std::vector<std::size_t> every(std::size_t step, std::size_t count) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < count; i += step) numbers.push_back(i);
  return numbers;
}

TEST(BatchSearch, FewBadBallotsAreCheap) {
  for (const std::size_t place : {0U, 7U, 8U, 2000U, 4095U}) {
    const Cost cost = cost_of(4096, {place});
    EXPECT_LE(cost.summed, 4096U);
    EXPECT_EQ(cost.judged, 8U);
    EXPECT_EQ(cost.sums, 9U);
  }
  EXPECT_EQ(cost_of(4000, every(1000, 4000)).judged, 32U);
  EXPECT_EQ(cost_of(5, {4}).sums, 0U);
}

TEST(BatchSearch, ManyBadBallotsCostNoMoreThanTheBound) {
  for (const std::size_t count : {9U, 65U, 4100U}) {
    for (const std::size_t step : {1U, 2U, 9U, 50U, 200U}) {
      for (const std::size_t block : {1U, 5U, 31U, 64U}) cost_of(count, every(step, count), block);
    }
  }
  EXPECT_EQ(cost_of(4096, every(1, 4096)).judgements, 512U);
  EXPECT_GT(cost_of(4096, every(1, 4096), 31).judgements, 512U + 64U);
}

}  // namespace
}  // namespace viche::verifier
