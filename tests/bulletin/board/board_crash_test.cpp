// A board that is killed at every step of a submission: after a restart and the same submission
// again, everything is in the log once, and what was published before is a prefix of what is
// published then.

#include <sys/wait.h>
#include <unistd.h>

#include "tests/bulletin/board/board_fixture.h"

namespace viche::board {
namespace {

namespace fs = std::filesystem;

using test::EntryType;

constexpr int kKilled = 9;

class BoardCrash : public test::BoardFixture {
 protected:
  /// Runs `submit` in a child process that is killed at the n-th fault point; whether it was,
  /// rather than coming to its end first.
  template <class Submit>
  bool killed_at(int n, const Submit& submit) {
    process_.reset();  // the child is the only one that has the log open
    const pid_t child = ::fork();
    if (child == 0) {
      int reached = 0;
      start({}, [&](store::FaultPoint) {
        if (++reached == n) ::_exit(kKilled);
      });
      submit();
      ::_exit(testing::Test::HasFailure() ? 1 : 0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status));
    const int code = WEXITSTATUS(status);
    EXPECT_TRUE(code == kKilled || code == 0) << code;
    return code == kKilled;
  }
};

TEST_F(BoardCrash, KilledAtEveryStepOfASubmission) {
  open_vote();
  const Bytes a = ballot(0);
  const std::vector<Bytes> ballots = {ballot(1), a, ballot(0, log::hash_leaf(a))};
  const log::Statement notice = statement(EntryType::kNotice, 0);
  const std::uint64_t size = state().size();
  process_.reset();
  const fs::path kept = directory_.path() / "kept";
  fs::create_directory(kept);
  for (const char* name : {"log.db", "public"}) {
    fs::copy(directory_.path() / name, kept / name,
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }
  const auto submit = [&] {
    EXPECT_NE(post(notice).outcome, Outcome::kRefused);
    for (const Answer& answer : post(ballots)) EXPECT_NE(answer.outcome, Outcome::kRefused);
  };

  std::set<Bytes32> roots;
  for (int n = 1;; ++n) {
    SCOPED_TRACE("fault point " + std::to_string(n));
    process_.reset();
    for (const auto& entry : fs::directory_iterator(directory_.path())) {
      if (entry.path() != kept) fs::remove_all(entry.path());
    }
    fs::copy(kept, directory_.path(), fs::copy_options::recursive);
    const bool killed = killed_at(n, submit);
    const log::ElectionState before = published();
    start();
    EXPECT_GE(state().size(), before.size());
    submit();
    // The notice, and two batches: of voters 0 and 1, and of voter 0 again.
    EXPECT_EQ(state().size(), size + 1 + 3 + 2);
    EXPECT_EQ(state().counts(), (log::BallotCounts{3, 2, 1, 0, 0}));
    const log::ElectionState after = published();
    EXPECT_EQ(after.head(), state().head());
    roots.insert(after.head().root);
    if (!killed) {
      EXPECT_GT(n, 15);
      break;
    }
    ASSERT_FALSE(testing::Test::HasFailure());
  }
  EXPECT_EQ(roots.size(), 1U);  // wherever it was killed, one log came of it
}

}  // namespace
}  // namespace viche::board
