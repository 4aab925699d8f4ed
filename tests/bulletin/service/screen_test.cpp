#include "bulletin/service/screen.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ballot/ballot.h"
#include "tests/support/seeded_random.h"

namespace viche::board {
namespace {

using std::chrono::seconds;
using viche::test::SeededRandom;

/// The bytes of a ballot's front: enough to be screened.
Bytes front(std::uint8_t credential, std::uint8_t salt) {
  Bytes bytes(ballot::kOffsetC, credential);
  bytes.push_back(salt);
  return bytes;
}

class ScreenTest : public testing::Test {
 protected:
  Screened screen(std::vector<Bytes> submissions, seconds at = seconds(0)) {
    return screen_.screen(std::move(submissions), Screen::Time() + at, random_);
  }
  /// How many of `count` ballots of this credential, each alone in its way, are let through.
  std::size_t let_through(std::uint8_t credential, std::uint8_t count, seconds at) {
    std::vector<Bytes> submissions;
    for (std::uint8_t i = 0; i < count; ++i) submissions.push_back(front(credential, i));
    return screen(std::move(submissions), at).entries.size();
  }

  Screen screen_{{5, 2, seconds(10), 3}};
  SeededRandom random_{1};
};

TEST_F(ScreenTest, EqualBytesAreCheckedOnce) {
  const Screened screened = screen({front(1, 0), front(2, 0), front(1, 0), Bytes{}, Bytes{}});
  EXPECT_EQ(screened.entries, (std::vector<Bytes>{front(1, 0), front(2, 0), Bytes{}}));
  EXPECT_EQ(screened.places, (std::vector<std::optional<std::size_t>>{0, 1, 0, 2, 2}));
  ASSERT_EQ(screened.leaves.size(), 3U);
  EXPECT_EQ(screened.leaves[1], log::hash_leaf(front(2, 0)));
}

TEST_F(ScreenTest, AFewOfEachCredential) {
  std::vector<Bytes> submissions;
  for (std::uint8_t i = 0; i < 9; ++i) submissions.push_back(front(7, i));
  submissions.push_back(front(8, 0));
  submissions.push_back(front(7, 8));  // as one that was left out
  const Screened screened = screen(std::move(submissions));
  EXPECT_EQ(screened.entries.size(), 6U);
  EXPECT_TRUE(screened.places[4].has_value());
  EXPECT_FALSE(screened.places[5].has_value());
  EXPECT_EQ(screened.places[9], 5U);
  EXPECT_FALSE(screened.places[10].has_value());
}

TEST_F(ScreenTest, FewOfSuspectsUntilTheWindowEnds) {
  EXPECT_EQ(let_through(1, 5, seconds(1)), 5U);
  screen_.refused(front(1, 0));
  EXPECT_EQ(let_through(1, 5, seconds(2)), 5U);
  screen_.refused(front(1, 1));
  screen_.refused(Bytes{1, 2});  // too short to have a credential
  EXPECT_EQ(let_through(1, 5, seconds(3)), 3U);
  EXPECT_EQ(let_through(2, 5, seconds(3)), 5U);
  EXPECT_EQ(let_through(1, 5, seconds(10)), 3U);  // the window began at 1
  EXPECT_EQ(let_through(1, 5, seconds(11)), 5U);
}

TEST_F(ScreenTest, WhichOfTheSuspectsIsChosenAtRandom) {
  screen_.screen({}, Screen::Time(), random_);
  for (int i = 0; i < 2; ++i) screen_.refused(front(1, 0));
  int last = 0;
  for (int round = 0; round < 40; ++round) {
    std::vector<Bytes> submissions;
    for (std::uint8_t i = 0; i < 6; ++i) submissions.push_back(front(1, i));
    last += screen(std::move(submissions)).places.back().has_value() ? 1 : 0;
  }
  EXPECT_GT(last, 8);
  EXPECT_LT(last, 32);
}

TEST_F(ScreenTest, AFloodInOneNameLeavesRoomForOtherSuspects) {
  screen_.screen({}, Screen::Time(), random_);
  for (std::uint8_t K = 1; K <= 3; ++K) {
    for (int i = 0; i < 2; ++i) screen_.refused(front(K, 0));
  }
  for (int round = 0; round < 20; ++round) {
    std::vector<Bytes> submissions;
    for (std::uint8_t i = 0; i < 200; ++i) submissions.push_back(front(1, i));
    submissions.push_back(front(2, 0));
    submissions.push_back(front(3, 0));
    const Screened screened = screen(std::move(submissions));
    EXPECT_EQ(screened.entries.size(), 3U);
    EXPECT_TRUE(screened.places[200].has_value());
    EXPECT_TRUE(screened.places[201].has_value());
  }
}

}  // namespace
}  // namespace viche::board
