// A service that is killed under load, at random moments and at every step of a commit, at its
// start, while ballots are cast and while the vote is closed and sealed; and whose power is cut.
// After a restart every receipt that it gave holds, and no ballot stands twice.

#include <cstdlib>
#include <random>
#include <string_view>

#include "tests/bulletin/service/service_lives.h"
#include "tests/bulletin/support/lossy_vfs.h"
#include "tests/bulletin/support/synced_files.h"

namespace viche::board {
namespace {

namespace fs = std::filesystem;

using test::Death;
using test::kPoints;

int runs() {
  const char* campaign = std::getenv("VICHE_CAMPAIGN");
  return campaign != nullptr && std::string_view(campaign) == "full" ? 200 : 12;
}

class ServiceCrash : public test::ServiceLives {
 protected:
  /// The deaths of run `i`: one in three after some time, the others at each point in turn.
  Death death(int i) {
    Death death;
    if (i % 3 == 2) {
      death.after = std::chrono::microseconds(random_() % 250'000);
    } else {
      death.point = kPoints[static_cast<std::size_t>(i - i / 3) % std::size(kPoints)];
      death.n = static_cast<int>(1 + random_() % 6);
      if (i % 5 == 4) {
        death.counted = Death::Counted::kFromClose;
        death.n = 1 + death.n % 2;  // two statements
      }
    }
    return death;
  }
  /// Takes from the disk what a killed process had not synced.
  void cut_power(double lost) {
    for (const char* name : {"log.db", "log.db-wal", "log.db-journal", "log.db-shm"}) {
      fs::remove(file(name));
      if (fs::exists(file("disk") / name)) fs::rename(file("disk") / name, file(name));
    }
    log::test::restore_synced(file("public"), file("notes"), file("restored"), lost, random_);
    for (const char* name : {"public", "disk", "notes"}) fs::remove_all(file(name));
    fs::rename(file("restored"), file("public"));
  }
  /// A life whose writes cut_power can lose.
  void live_unsynced(const Death& death) {
    fs::create_directory(file("notes"));
    fs::create_directory(file("disk"));
    fs::copy(file("log.db"), file("disk"));
    if (fs::exists(file("log.db-wal"))) fs::copy(file("log.db-wal"), file("disk"));
    live(death, [this] {
      store::test::register_lossy_vfs("lossy", file("disk"));
      vfs_ = "lossy";
      log::test::note_syncs(file("public"), file("notes"));
    });
  }

  std::mt19937_64 random_{11};
};

TEST_F(ServiceCrash, EveryReceiptHoldsAfterAKill) {
  prepare();
  for (int i = 0; i < runs(); ++i) {
    SCOPED_TRACE("run " + std::to_string(i));
    begin_again();
    live(death(i));
    judge();
    ASSERT_FALSE(testing::Test::HasFailure());
  }
  EXPECT_GT(killed_, runs() / 2);
}

TEST_F(ServiceCrash, AndAfterKillsDuringTheRecovery) {
  prepare();
  int lives = 0;
  for (int i = 0; i < runs() / 4; ++i) {
    SCOPED_TRACE("run " + std::to_string(i));
    begin_again();
    live(death(i));
    // The next ones die at what they first reach: what the one before left undone.
    for (int again = 0; again < 3; ++again, ++lives) {
      Death early{kPoints[random_() % std::size(kPoints)], 1, {}, Death::Counted::kFromStart};
      live(early);
    }
    judge();
    ASSERT_FALSE(testing::Test::HasFailure());
  }
  EXPECT_GT(killed_, lives);
}

TEST_F(ServiceCrash, AndAfterPowerCuts) {
  prepare();
  for (int i = 0; i < runs(); ++i) {
    SCOPED_TRACE("run " + std::to_string(i));
    begin_again();
    for (int cut = 0; cut < 1 + i % 2; ++cut) {
      live_unsynced(death(i + cut));
      cut_power(i % 4 < 2 ? 1 : 0.5);
    }
    judge();
    ASSERT_FALSE(testing::Test::HasFailure());
  }
  EXPECT_GT(killed_, runs() / 2);
}

}  // namespace
}  // namespace viche::board
