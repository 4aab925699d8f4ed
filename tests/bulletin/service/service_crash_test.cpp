// A service that is killed under load, at random moments and at every step of a commit: after a
// restart every receipt that it gave holds, and no ballot stands twice.

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string_view>
#include <thread>

#include "bulletin/log/entry_lookup.h"
#include "tests/bulletin/service/service_fixture.h"

namespace viche::board {
namespace {

namespace fs = std::filesystem;

using std::chrono::microseconds;
using store::FaultPoint;

constexpr std::uint32_t kVoters = 8;
constexpr std::size_t kChain = 8;  // ballots of each voter
// Those that a log without witnesses reaches.
constexpr FaultPoint kPoints[] = {FaultPoint::kStageWritten,   FaultPoint::kStaged,
                                  FaultPoint::kSigned,         FaultPoint::kSwapWritten,
                                  FaultPoint::kSwapped,        FaultPoint::kFileWritten,
                                  FaultPoint::kTilesPublished, FaultPoint::kCheckpointPublished};

/// What a voter was told, as the dying process wrote it down.
struct Told {
  std::uint32_t voter;
  std::uint32_t place;  // in the voter's chain
  std::uint64_t index;
  log::TreeHead head;
};

/// When a process is killed: at the n-th time that it reaches a point, or after some time.
struct Death {
  std::optional<FaultPoint> point;
  int n = 0;
  microseconds after{};
};

class ServiceCrash : public test::ServiceFixture {
 protected:
  void prepare() {
    open_vote();
    for (std::uint32_t v = 0; v < kVoters; ++v) {
      for (std::size_t i = 0; i < kChain; ++i) {
        chains_[v].push_back(i == 0 ? ballot(v) : ballot(v, log::hash_leaf(chains_[v].back())));
      }
    }
    process_.reset();
    fs::create_directory(kept());
    copy(directory_.path(), kept());
  }
  [[nodiscard]] fs::path kept() const { return directory_.path() / "kept"; }
  static void copy(const fs::path& from, const fs::path& to) {
    for (const char* name : {"log.db", "public"}) {
      fs::copy(from / name, to / name,
               fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    }
  }
  void forget_everything() {
    service_.reset();
    process_.reset();
    for (const auto& entry : fs::directory_iterator(directory_.path())) {
      if (entry.path() != kept()) fs::remove_all(entry.path());
    }
    copy(kept(), directory_.path());
  }

  /// All voters cast their chains side by side; `tell` hears of every receipt, on any thread.
  void cast_all(const std::function<void(const Told&)>& tell) {
    std::vector<std::thread> voters;
    for (std::uint32_t v = 0; v < kVoters; ++v) {
      voters.emplace_back([this, v, &tell] {
        for (std::uint32_t i = 0; i < kChain; ++i) {
          const Receipt receipt = cast_one(chains_[v][i]);
          ASSERT_NE(receipt.answer.outcome, Outcome::kRefused) << receipt.answer.reason;
          const log::Note note = log::Receipt::decode(receipt.proof).value().checkpoint;
          tell({v, i, receipt.answer.index, log::Checkpoint::decode(note.text).value().head});
        }
      });
    }
    for (std::thread& voter : voters) voter.join();
  }

  /// What a process told before it was killed or came to its end.
  std::vector<Told> life(const Death& death) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      std::atomic<int> reached = 0;
      serve(quick(), [&](FaultPoint point) {
        if (point == death.point && ++reached == death.n) ::kill(::getpid(), SIGKILL);
      });
      cast_all([&](const Told& told) {
        if (::write(ends[1], &told, sizeof told) != sizeof told) ::_exit(1);
      });
      ::_exit(testing::Test::HasFailure() ? 1 : 0);
    }
    ::close(ends[1]);
    if (!death.point) {
      std::this_thread::sleep_for(death.after);
      ::kill(child, SIGKILL);
    }
    std::vector<Told> all;
    for (Told told; ::read(ends[0], &told, sizeof told) == sizeof told;) all.push_back(told);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    killed_ += WIFSIGNALED(status) ? 1 : 0;
    return all;
  }

  void note_head(const log::TreeHead& head) {
    EXPECT_EQ(roots_.emplace(head.size, head.root).first->second, head.root);
  }

  void run(const Death& death) {
    forget_everything();
    roots_.clear();
    const std::vector<Told> before = life(death);
    note_head(published().head());
    serve();
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> places;
    std::mutex mutex;
    cast_all([&](const Told& told) {
      const std::lock_guard lock(mutex);
      places[{told.voter, told.place}] = told.index;
      note_head(told.head);
    });
    for (const Told& told : before) {
      EXPECT_EQ((places.at({told.voter, told.place})), told.index);
      note_head(told.head);
    }
    const log::ElectionState read = published();
    note_head(read.head());
    EXPECT_EQ(read.counts().cast, kVoters * kChain);
    log::EntryLookup lookup(log::LogDirectory(directory_.path() / "public"), read.head());
    for (const auto& [place, index] : places) {
      const Bytes& expected = chains_[place.first][place.second];
      const auto entry = lookup.entry(index);
      ASSERT_TRUE(entry.ok());
      EXPECT_TRUE(std::equal(entry->begin(), entry->end(), expected.begin(), expected.end()));
    }
  }

  std::vector<Bytes> chains_[kVoters];
  std::map<std::uint64_t, log::Hash> roots_;  // by size, in all lives of one log
  int killed_ = 0;
};

TEST_F(ServiceCrash, EveryReceiptHoldsAfterAKill) {
  prepare();
  const char* campaign = std::getenv("VICHE_CAMPAIGN");
  const int runs = campaign != nullptr && std::string_view(campaign) == "full" ? 200 : 12;
  std::mt19937_64 random(11);
  for (int i = 0; i < runs; ++i) {
    Death death;
    if (i % 3 == 2) {
      death.after = microseconds(random() % 250'000);
    } else {
      death.point = kPoints[static_cast<std::size_t>(i - i / 3) % std::size(kPoints)];
      death.n = static_cast<int>(1 + random() % 6);
    }
    SCOPED_TRACE("run " + std::to_string(i));
    run(death);
    ASSERT_FALSE(testing::Test::HasFailure());
  }
  EXPECT_GT(killed_, runs / 2);
}

}  // namespace
}  // namespace viche::board
