#include "bulletin/service/tracker_index.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace viche::board {
namespace {

std::vector<std::uint64_t> find(const TrackerIndex& index, const Bytes32& tracker) {
  return index.find(std::span(tracker).first<8>());
}

TEST(TrackerIndex, FindsWhatWasAddedThroughAllItsSizes) {
  viche::test::SeededRandom random(3);
  TrackerIndex index;
  EXPECT_TRUE(find(index, Bytes32{}).empty());
  std::vector<Bytes32> trackers(3000);
  for (std::size_t i = 0; i < trackers.size(); ++i) {
    random.fill(trackers[i]);
    index.add(trackers[i], 10 * i);
  }
  EXPECT_EQ(index.size(), trackers.size());
  for (std::size_t i = 0; i < trackers.size(); ++i) {
    EXPECT_EQ(find(index, trackers[i]), std::vector<std::uint64_t>{10 * i});
  }
  Bytes32 unknown{};
  random.fill(unknown);
  EXPECT_TRUE(find(index, unknown).empty());
}

TEST(TrackerIndex, GivesAllThatBeginAlike) {
  TrackerIndex index;
  Bytes32 a{}, b{}, c{};
  a[31] = 1;  // beyond what is kept
  c[0] = 1;
  index.add(a, 5);
  index.add(c, 6);
  index.add(b, 0);
  EXPECT_EQ(find(index, a), (std::vector<std::uint64_t>{5, 0}));
  EXPECT_EQ(find(index, c), std::vector<std::uint64_t>{6});
}

}  // namespace
}  // namespace viche::board
