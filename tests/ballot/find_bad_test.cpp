#include "ballot/find_bad.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "tests/support/seeded_random.h"

namespace viche::ballot {
namespace {

/// A batch in which ballot i adds i + 1 times G to the sum if it is bad, and what is asked of it.
struct PretendBatch {
  std::vector<std::uint64_t> bad;  // i + 1, or 0
  std::vector<int> checked;
  std::vector<std::size_t> group_ends;
  std::size_t summed = 0, checks = 0;  // of up to eight ballots of one group

  /// `run` ballots are of one length, then as many of another; at most 64 of one make a group.
  PretendBatch(std::size_t count, std::size_t run) : bad(count), checked(count) {
    for (std::size_t begin = 0; begin < count; begin = group_ends.back()) {
      const std::size_t of_length = (begin / run + 1) * run;
      group_ends.push_back(std::min({begin + 64, of_length, count}));
    }
  }
  void spoil(std::size_t i) { bad[i] = i + 1; }

  [[nodiscard]] Point sum(std::size_t first, std::size_t count) const {
    const auto begin = bad.begin() + static_cast<std::ptrdiff_t>(first);
    return multiply_base(Scalar::from_u64(
        std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(count), std::uint64_t{0})));
  }
  void search() {
    find_bad(bad.size(), sum(0, bad.size()),
             {[this](std::size_t first, std::size_t count) {
                summed += count;
                return sum(first, count);
              },
              [this](std::size_t first, std::size_t count) {
                EXPECT_EQ(first % 8, 0U);
                for (std::size_t begin = first, end; begin < first + count; begin = end) {
                  end = std::min(first + count,
                                 *std::upper_bound(group_ends.begin(), group_ends.end(), begin));
                  checks += (end - begin + 7) / 8;
                }
                for (std::size_t i = first; i < first + count; ++i) ++checked[i];
              }});
    for (std::size_t i = 0; i < bad.size(); ++i) {
      EXPECT_LE(checked[i], 1) << i;
      if (bad[i] != 0) {
        EXPECT_EQ(checked[i], 1) << i;
      }
    }
    EXPECT_LE(summed, 3 * bad.size());
    EXPECT_LE(8 * checks, bad.size() + 8 * group_ends.size());
  }
};

TEST(FindBad, OneBadBallotCostsLessThanAnotherSum) {
  for (const std::size_t count : {1U, 2U, 8U, 9U, 63U, 64U, 1000U, 4500U}) {
    for (const std::size_t place : {std::size_t{0}, count / 2, count - 1}) {
      PretendBatch batch(count, count);
      batch.spoil(place);
      batch.search();
      EXPECT_LE(batch.summed, count + 64);  // halves are rounded up to eight
      EXPECT_EQ(std::accumulate(batch.checked.begin(), batch.checked.end(), 0),
                std::min<int>(8, static_cast<int>(count - place / 8 * 8)));
    }
  }
}

TEST(FindBad, OneInAThousandIsFoundByHalving) {
  PretendBatch batch(4500, 4500);
  for (std::size_t i = 500; i < 4500; i += 1000) batch.spoil(i);
  batch.search();
  EXPECT_EQ(batch.checks, 4U);
}

// Nobody who posts bad ballots makes it cost more than three sums and a check of eight lanes for
// eight ballots, and one for each group that they are in.
TEST(FindBad, CostIsBoundedHoweverManyAreBad) {
  test::SeededRandom random(12);
  for (const std::size_t count : {17U, 100U, 4500U}) {
    for (const std::uint64_t one_in : {1U, 2U, 8U, 9U, 30U, 100U, 300U}) {
      for (const std::size_t run :
           {std::size_t{1}, std::size_t{3}, std::size_t{13}, std::size_t{100}, count}) {
        PretendBatch batch(count, run);
        batch.spoil(0);
        for (std::size_t i = 0; i < count; ++i) {
          if (random.below(one_in) == 0) batch.spoil(i);
        }
        batch.search();
      }
    }
  }
}

}  // namespace
}  // namespace viche::ballot
