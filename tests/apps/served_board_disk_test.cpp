// The process viche-board on a disk that is full: a limit of the process's files stands for it,
// which is hit in the store or in the publication according to its size.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <thread>

#include "apps/viche/files.h"
#include "tests/apps/served_board.h"

namespace viche::test {
namespace {

using namespace std::chrono_literals;

void limit_files(const ServedBoard& board, rlim_t bytes) {
  const rlimit limit{bytes, RLIM_INFINITY};
  ASSERT_EQ(::prlimit(board.process(), RLIMIT_FSIZE, &limit, nullptr), 0);
}

TEST(ServedBoard, OnAFullDiskReadingGoesOnAndBallotsAreTakenLater) {
  constexpr std::size_t kVoters = 120;
  const SmallElection election(kVoters);
  const std::vector<Bytes> ballots = election.cast_all(0, std::vector<Bytes32>(kVoters));
  std::size_t next = 0, refused_in_hand = 0, not_taken = 0;
  // From nothing at all to what is enough for a while.
  for (const rlim_t bytes : {1, 3000, 9000, 20000, 70000}) {
    SCOPED_TRACE("files of " + std::to_string(bytes));
    ServedBoard board(election);
    ASSERT_EQ(post_entries(board, {ballots[next++]}).status, 201U);
    const std::string checkpoint = get(board, "/checkpoint").body;
    limit_files(board, bytes);
    HttpAnswer answer{201, {}, {}};
    for (int i = 0; i < 20 && answer.status == 201; ++i) {
      answer = post_entries(board, {ballots[next++]});
    }
    ASSERT_EQ(answer.status, 503U) << answer.body;
    EXPECT_EQ(answer.reason(), "storage");
    ++refused_in_hand;
    for (int i = 0; i < 5; ++i) {
      const HttpAnswer more = post_entries(board, {ballots[next]});
      EXPECT_EQ(more.status, 503U);
      EXPECT_TRUE(more.reason() == "unwritable" || more.reason() == "storage") << more.body;
      EXPECT_EQ(more.headers.count("retry-after"), 1U);
      not_taken += more.reason() == "unwritable" ? 1 : 0;
    }
    EXPECT_EQ(get(board, "/readyz").reason(), "unwritable");
    EXPECT_EQ(get(board, "/healthz").status, 200U);
    EXPECT_EQ(get(board, "/v1/status").status, 200U);
    EXPECT_NE(get(board, "/checkpoint").body, "");
    EXPECT_EQ(metric(board, "viche_board_writable"), 0);

    limit_files(board, RLIM_INFINITY);
    // Those whose answer was 503: the same bytes again.
    for (const std::size_t again : {next - 1, next}) {
      HttpAnswer later;
      for (int i = 0; i < 100 && later.status != 200 && later.status != 201; ++i) {
        std::this_thread::sleep_for(100ms);
        later = post_entries(board, {ballots[again]});
      }
      EXPECT_TRUE(later.status == 200 || later.status == 201) << later.body;
    }
    ++next;
    EXPECT_EQ(get(board, "/readyz").status, 200U);
    EXPECT_NE(get(board, "/checkpoint").body, checkpoint);
    EXPECT_EQ(board.stop(), 0) << board.log();
  }
  EXPECT_EQ(refused_in_hand, 5U);
  EXPECT_GT(not_taken, 0U);
  EXPECT_EQ(election.casts(), next);
}

}  // namespace
}  // namespace viche::test
