// Go's checksum database client (tests/bulletin/go) reads a board that runs, over HTTP, while it
// grows.

#include <gtest/gtest.h>

#include <sstream>

#include "bulletin/log/merkle.h"
#include "tests/apps/served_board.h"
#include "tests/bulletin/support/go_program.h"

namespace viche::test {
namespace {

/// In requests that the board takes at once; the receipts, in order.
std::vector<std::string> post_all(const ServedBoard& board, const std::vector<Bytes>& ballots,
                                  std::size_t first, std::size_t count) {
  constexpr std::size_t kAtOnce = 1000;
  std::vector<std::string> receipts;
  for (std::size_t i = first; i < first + count; i += kAtOnce) {
    const auto begin = ballots.begin() + static_cast<std::ptrdiff_t>(i);
    const std::size_t here = std::min(kAtOnce, first + count - i);
    const HttpAnswer answer =
        post_entries(board, {begin, begin + static_cast<std::ptrdiff_t>(here)});
    EXPECT_EQ(answer.status, here == 1 ? 201U : 200U) << answer.body;
    if (here == 1) receipts.push_back(answer.body);
  }
  return receipts;
}

TEST(GoInterop, ReadsARunningBoard) {
  if (const std::string missing = log::test::GoProgram::missing(); !missing.empty()) {
    GTEST_SKIP() << missing;
  }
  const std::size_t voters = full_campaign() ? 70000 : 600;
  const SmallElection election(voters);
  const log::test::GoProgram program(election.path("."));
  ASSERT_TRUE(program.built().second) << program.built().first;
  const std::vector<Bytes> ballots = election.cast_all(0, std::vector<Bytes32>(voters));
  ServedBoard board(election, {"--http-body-bytes", "16777216"});
  const auto record = app::open_record(election.record(), app::Quorum::kNone);
  ASSERT_TRUE(record.ok());
  const std::string key = " " + record->policy.log().encode();
  const std::string address = " http://127.0.0.1:" + std::to_string(board.port());
  const auto size = [&] {
    std::istringstream lines(get(board, "/checkpoint").body);
    std::string line;
    std::getline(lines, line);
    std::getline(lines, line);
    return std::stoul(line);
  };

  // The manifest's and the officials' entries come first; then ballots up to the edges of tiles.
  std::size_t posted = 0;
  std::string kept;
  for (const std::size_t edge :
       {255U, 256U, 257U, 511U, 512U, 513U, 65535U, 65536U, 65537U, 70001U}) {
    if (edge > voters) break;
    std::size_t now = size();
    while (now < edge) {  // a batch's own entry comes with each
      const std::size_t count = edge - now > 2 ? edge - now - 2 : 1;
      const auto receipts = post_all(board, ballots, posted, count);
      for (const std::string& receipt : receipts) {
        write_text(election.path("receipt"), receipt);
        write_bytes(election.path("entry"), ballots[posted]);
        const auto checked =
            program.run("receipt " + election.path("receipt") + " " + election.path("entry") + key);
        EXPECT_TRUE(checked.second) << checked.first;
      }
      posted += count;
      now = size();
    }
    const auto [output, accepted] =
        program.run((kept.empty() ? "" : "grown " + kept) + address + key);
    EXPECT_TRUE(accepted) << output;
    EXPECT_EQ(output, std::to_string(now) + "\n");
    kept = election.path("kept");
    write_text(kept, get(board, "/checkpoint").body);
  }
  EXPECT_EQ(board.stop(), 0);
  // The record on disk is the same log; another log's key does not fit.
  EXPECT_TRUE(program.run("grown " + kept + " " + election.record() + key).second);
  const SmallElection other(0, Until::kInit);
  EXPECT_FALSE(program.run(other.record() + key).second);
}

}  // namespace
}  // namespace viche::test
