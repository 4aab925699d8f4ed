// The process viche-board on a disk that is full: reading goes on, ballots are refused, and taken
// as soon as there is room.

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "apps/common/files.h"
#include "tests/apps/served_board.h"

namespace viche::test {
namespace {

using namespace std::chrono_literals;

bool taken(const HttpAnswer& answer) { return answer.status == 200 || answer.status == 201; }

/// Posts ballots of an election one after the other.
class Voters {
 public:
  Voters(const SmallElection& election, std::size_t count)
      : ballots_(election.cast_all(0, std::vector<Bytes32>(count))) {}

  /// The board has room.
  void expect_taken(const ServedBoard& board) {
    const HttpAnswer answer = post_entries(board, {ballots_[next_++]});
    EXPECT_EQ(answer.status, 201U) << answer.body;
  }
  /// The board has little room or none: sooner or later a ballot is refused in hand, and then
  /// before it is taken, while everything can be read.
  void expect_refused(const ServedBoard& board) {
    HttpAnswer answer{201, {}, {}};
    for (int i = 0; i < 40 && answer.status == 201; ++i) {
      answer = post_entries(board, {ballots_[next_++]});
    }
    ASSERT_EQ(answer.status, 503U) << answer.body;
    EXPECT_EQ(answer.reason(), "storage");
    bool sent_away = false;
    for (int i = 0; i < 5; ++i) {
      answer = post_entries(board, {ballots_[next_]});
      EXPECT_EQ(answer.status, 503U);
      EXPECT_EQ(answer.headers.count("retry-after"), 1U);
      sent_away = sent_away || answer.reason() == "unwritable";
    }
    EXPECT_TRUE(sent_away);
    EXPECT_EQ(get(board, "/readyz").reason(), "unwritable");
    for (const char* path : {"/healthz", "/v1/status", "/v1/election", "/checkpoint"}) {
      EXPECT_EQ(get(board, path).status, 200U) << path;
    }
  }
  /// There is room again: those whose answer was 503 post the same bytes.
  void expect_recovers(const ServedBoard& board) {
    for (const std::size_t again : {next_ - 1, next_}) {
      HttpAnswer answer;
      for (int i = 0; i < 100 && !taken(answer); ++i) {
        std::this_thread::sleep_for(100ms);
        answer = post_entries(board, {ballots_[again]});
      }
      EXPECT_TRUE(taken(answer)) << answer.body;
    }
    ++next_;
    EXPECT_EQ(get(board, "/readyz").status, 200U);
  }
  [[nodiscard]] std::size_t posted() const { return next_; }

 private:
  std::vector<Bytes> ballots_;
  std::size_t next_ = 0;
};

void limit_files(const ServedBoard& board, rlim_t bytes) {
  const rlimit limit{bytes, RLIM_INFINITY};
  ASSERT_EQ(::prlimit(board.process(), RLIMIT_FSIZE, &limit, nullptr), 0);
}

// A limit of the process's files stands for the disk; its size decides whether the store or the
// publication meets it.
TEST(ServedBoard, OnAFullDiskReadingGoesOnAndBallotsAreTakenLater) {
  const SmallElection election(160);
  Voters voters(election, 160);
  for (const rlim_t bytes : {1, 3000, 9000, 20000, 70000}) {
    SCOPED_TRACE("files of " + std::to_string(bytes));
    ServedBoard board(election);
    voters.expect_taken(board);
    limit_files(board, bytes);
    voters.expect_refused(board);
    limit_files(board, RLIM_INFINITY);
    voters.expect_recovers(board);
    EXPECT_EQ(board.stop(), 0) << board.log();
  }
  EXPECT_EQ(election.casts(), voters.posted());
}

/// A small file system of its own, in which temporary directories are made.
class SmallDisk {
 public:
  SmallDisk() {
    mounted_ = ::mount("tmpfs", scratch_.path().c_str(), "tmpfs", 0, "size=8m") == 0;
    if (mounted_) ::setenv("TMPDIR", scratch_.path().c_str(), 1);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) ::umount(scratch_.path().c_str());
    before_.empty() ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", before_.c_str(), 1);
  }

  [[nodiscard]] bool mounted() const { return mounted_; }
  /// Leaves no more than `bytes`.
  void fill(std::size_t bytes) const {
    const std::size_t room = fs::space(scratch_.path()).available;
    std::ofstream(scratch_ / "filling") << std::string(room - std::min(room, bytes), 'x');
  }
  void empty() const { fs::remove(scratch_ / "filling"); }

 private:
  const std::string before_ = std::getenv("TMPDIR") == nullptr ? "" : std::getenv("TMPDIR");
  const Scratch scratch_;
  bool mounted_ = false;
};

TEST(ServedBoard, OnARealFullDiskTheSame) {
  const SmallDisk disk;
  if (!disk.mounted()) GTEST_SKIP() << "a file system can be mounted by root only";
  const SmallElection election(160);
  Voters voters(election, 160);
  for (const std::size_t room : {0, 4096, 16384, 65536}) {
    SCOPED_TRACE("room for " + std::to_string(room));
    ServedBoard board(election);
    voters.expect_taken(board);
    disk.fill(room);
    voters.expect_refused(board);
    disk.empty();
    voters.expect_recovers(board);
    EXPECT_EQ(board.stop(), 0) << board.log();
  }
  EXPECT_EQ(election.casts(), voters.posted());
}

}  // namespace
}  // namespace viche::test
