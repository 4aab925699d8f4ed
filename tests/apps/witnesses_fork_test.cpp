// Boards with one key on different logs, and a witness that both ask.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "apps/common/record.h"
#include "bulletin/log/fork.h"
#include "tests/apps/witnessed_board.h"

namespace viche::test {
namespace {

using nlohmann::json;

class WitnessedFork : public testing::Test {
 protected:
  /// Flags of a second board, with what the first one's store and record hold now.
  [[nodiscard]] std::vector<std::string> copy_of_the_board() const {
    fs::copy(election_.path("board"), election_.path("board-2"), fs::copy_options::recursive);
    fs::copy(election_.record(), election_.path("record-2"), fs::copy_options::recursive);
    std::vector<std::string> flags{"--board-directory", election_.path("board-2"), "--board-record",
                                   election_.path("record-2")};
    const std::vector<std::string> witnesses = asking({witness_.port()});
    flags.insert(flags.end(), witnesses.begin(), witnesses.end());
    return flags;
  }
  /// It shows the checkpoint that these cosigned.
  static void expect_stopped(const ServedBoard& board, const json& cosigned_by) {
    EXPECT_TRUE(within_seconds([&] { return get(board, "/readyz").reason() == "contradicted"; }));
    const json status = get_json(board, "/v1/status");
    EXPECT_EQ(status.at("contradicted_by"), json{"witness.example/one"});
    EXPECT_EQ(status.at("cosigned_by"), cosigned_by);
    EXPECT_NE(get(board, "/metrics")
                  .body.find("viche_board_contradicting{witness=\"witness.example/one\"} 1\n"),
              std::string::npos);
    EXPECT_NE(board.log().find("a witness contradicts the log"), std::string::npos);
    EXPECT_EQ(get(board, "/checkpoint").status, 200U);
  }
  /// The one file of evidence that the second board kept.
  [[nodiscard]] json kept() const {
    const std::vector<fs::path> files = files_below(election_.path("board-2/contradictions"));
    EXPECT_EQ(files.size(), 1U);
    return json::parse(read_text(files.front()));
  }

  const SmallElection election_{3};
  ServedWitness witness_{election_, 0};
};

TEST_F(WitnessedFork, TheWitnessKeepsTheProofAndTheBoardStops) {
  const std::vector<std::string> copy = copy_of_the_board();
  ServedBoard honest(election_, asking({witness_.port()}));
  ServedBoard forked(election_, copy);
  const HttpAnswer first = post_entries(honest, {election_.cast(0, 0)});
  ASSERT_EQ(first.status, 201U) << first.body;
  EXPECT_EQ(first.headers.at("viche-cosignatures"), "1;quorum=1");
  const HttpAnswer other = post_entries(forked, {election_.cast(0, 1)});
  ASSERT_EQ(other.status, 201U) << other.body;
  EXPECT_EQ(other.headers.at("viche-cosignatures"), "0;quorum=1");

  expect_stopped(forked, json::array());
  for (const std::string path : {"/v1/ballots", "/v1/entries"}) {
    EXPECT_EQ(post_entries(forked, {election_.cast(1, 1)}, path).reason(), "contradicted");
  }
  EXPECT_EQ(kept().at("witness"), "witness.example/one");
  EXPECT_EQ(kept().at("contradiction"), "other-root");
  EXPECT_EQ(kept().at("status"), 409);

  // What the witness shows is proof to whoever has the manifest.
  const json forks = json::parse(ask(witness_.port(), get_request("/forks")).body);
  ASSERT_EQ(forks.size(), 1U);
  const auto record = app::open_record(election_.record(), app::Quorum::kManifest);
  ASSERT_TRUE(record.ok()) << record.error().message();
  const auto seen = log::Note::decode(forks[0].at("seen").get<std::string>());
  const auto second = log::Note::decode(forks[0].at("other").get<std::string>());
  ASSERT_TRUE(seen.ok() && second.ok());
  const log::Fork fork{*seen, {forks[0].at("size").get<std::uint64_t>(), {}, *second}};
  EXPECT_TRUE(log::verify_fork(fork, record->policy.log()).ok());
  EXPECT_NE(witness_.log().find("\"event\":\"fork\""), std::string::npos) << witness_.log();

  // The honest board goes on, and the proof outlives the witness's process.
  EXPECT_EQ(post_entries(honest, {election_.cast(1, 0)}).headers.at("viche-cosignatures"),
            "1;quorum=1");
  EXPECT_EQ(forked.stop(), 0);
  EXPECT_EQ(witness_.stop(), 0);
  const ServedWitness again(election_, 0);
  EXPECT_EQ(json::parse(ask(again.port(), get_request("/forks")).body), forks);
}

TEST_F(WitnessedFork, ABoardFromAnOldBackupTakesNothing) {
  const std::vector<std::string> copy = copy_of_the_board();
  ServedBoard honest(election_, asking({witness_.port()}));
  ASSERT_EQ(post_entries(honest, {election_.cast(0, 0)}).status, 201U);
  ServedBoard old(election_, copy);
  EXPECT_EQ(post_entries(old, {election_.cast(0, 1)}).reason(), "contradicted");
  expect_stopped(old, json{"witness.example/one"});  // of the old checkpoint
  EXPECT_EQ(kept().at("contradiction"), "longer-log");
  EXPECT_EQ(old.stop(), 0);
}

}  // namespace
}  // namespace viche::test
