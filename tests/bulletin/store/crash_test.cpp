// The log's process is killed at every fault point, and again at every point of its recovery.

#include <gtest/gtest.h>

#include "tests/bulletin/store/crash_script.h"

namespace viche::store {
namespace {

using test::Ending;
using test::kEnough;
using test::kNever;

std::vector<std::string> final_files() {
  std::vector<std::string> files{"checkpoint"};
  for (const log::Tile& tile : log::tiles_of(test::kScriptEnd)) files.push_back(tile.path());
  std::sort(files.begin(), files.end());
  return files;
}

TEST(Crash, AtEveryPoint) {
  std::size_t kill_at = 0;
  for (; kill_at < kEnough; ++kill_at) {
    SCOPED_TRACE("killed at point " + std::to_string(kill_at));
    const log::test::TemporaryDirectory directory(log::test::memory_directory());
    const Ending ending = test::run_life({directory.path(), {}}, kill_at);
    ASSERT_NE(ending, Ending::kFailed);
    test::judge(directory.path());
    if (ending == Ending::kFinished) break;
    ASSERT_EQ(test::run_life({directory.path(), {}}, kNever), Ending::kFinished);
    test::judge(directory.path());
    EXPECT_EQ(test::files_below(directory.path() / "public"), final_files());
  }
  EXPECT_GT(kill_at, 30U);
  EXPECT_LT(kill_at, kEnough);
}

TEST(Crash, AgainAndAgainDuringRecovery) {
  const log::test::TemporaryDirectory directory(log::test::memory_directory());
  Ending ending = Ending::kKilled;
  std::size_t lives = 0;
  // Each life gets at most three points further than where it was killed before.
  for (; ending == Ending::kKilled && lives < kEnough; ++lives) {
    ending = test::run_life({directory.path(), {}}, lives % 2 == 0 ? 3 : 11);
    SCOPED_TRACE("life " + std::to_string(lives));
    test::judge(directory.path());
  }
  EXPECT_EQ(ending, Ending::kFinished);
  EXPECT_GT(lives, 4U);
  EXPECT_EQ(test::files_below(directory.path() / "public"), final_files());
}

}  // namespace
}  // namespace viche::store
