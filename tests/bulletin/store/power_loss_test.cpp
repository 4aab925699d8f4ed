// A power cut at every fault point: the store keeps only what SQLite had synced, and the
// publication is lost altogether.

#include <gtest/gtest.h>

#include "bulletin/store/sqlite.h"
#include "tests/bulletin/store/crash_script.h"
#include "tests/bulletin/support/lossy_vfs.h"

namespace viche::store {
namespace {

namespace fs = std::filesystem;
using log::test::TemporaryDirectory;
using test::Ending;
using test::kEnough;
using test::kNever;

TEST(PowerLoss, AtEveryPoint) {
  std::size_t kill_at = 0;
  for (; kill_at < kEnough; ++kill_at) {
    SCOPED_TRACE("cut at point " + std::to_string(kill_at));
    const TemporaryDirectory before(log::test::memory_directory());
    const TemporaryDirectory after(log::test::memory_directory());
    const std::string vfs = "lossy-" + std::to_string(kill_at);
    test::register_lossy_vfs(vfs, after.path());
    const Ending ending = test::run_life({before.path(), vfs}, kill_at);
    ASSERT_NE(ending, Ending::kFailed);
    if (ending == Ending::kFinished) break;

    for (const char* kept : {"signed", "acknowledged", "witness"}) {
      if (fs::exists(before.path() / kept)) {
        fs::copy(before.path() / kept, after.path() / kept, fs::copy_options::recursive);
      }
    }
    ASSERT_EQ(test::run_life({after.path(), {}}, kNever), Ending::kFinished);
    test::judge(after.path());
  }
  EXPECT_GT(kill_at, 30U);
  EXPECT_LT(kill_at, kEnough);
}

// The lossy layer must be able to lose something, or the test above shows nothing.
TEST(PowerLoss, WhatIsNotSyncedIsLost) {
  for (const bool syncs : {true, false}) {
    const TemporaryDirectory before(log::test::memory_directory());
    const TemporaryDirectory after(log::test::memory_directory());
    const std::string vfs = syncs ? "lossy-full" : "lossy-normal";
    test::register_lossy_vfs(vfs, after.path());
    Database database(before.path() / "x.db", IfMissing::kCreate, vfs);
    database.execute("PRAGMA journal_mode = WAL");
    database.execute("CREATE TABLE t (x)");
    database.execute(syncs ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    database.execute("INSERT INTO t VALUES (1)");

    Database survivor(after.path() / "x.db", IfMissing::kFail, "");
    Statement count(survivor, "SELECT count(*) FROM t");
    ASSERT_TRUE(count.step());
    EXPECT_EQ(count.number(0), syncs ? 1U : 0U);
  }
}

}  // namespace
}  // namespace viche::store
