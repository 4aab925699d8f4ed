// A board whose store is lost goes on from the record, and only from all of it; copies that are
// made while the board works serve.

#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "bulletin/log/merkle.h"
#include "tests/apps/served_board.h"

namespace viche::test {
namespace {

using nlohmann::json;

/// An election with some ballots, whose board has lost its store.
class Restore : public testing::Test {
 protected:
  Restore() : election_(4) {
    ServedBoard board(election_);
    first_ = election_.cast(0, 0);
    old_checkpoint_ = read_text(election_.path("record/checkpoint"));
    receipt_ = post_entries(board, {first_}).body;
    EXPECT_EQ(post_entries(board, {election_.cast(1, 1)}).status, 201U);
    EXPECT_EQ(board.stop(), 0);
    write_text(election_.path("old-checkpoint"), old_checkpoint_);
    write_text(election_.path("mine.receipt"), receipt_);
    fs::copy(election_.record(), election_.path("mirror"), fs::copy_options::recursive);
    fs::rename(election_.path("board"), election_.path("lost"));
  }

  Ran restore(const std::vector<std::string>& more = {}, const std::string& record = "record") {
    std::vector<std::string> command{"board",      "restore",
                                     "--board",    election_.path("board"),
                                     "--record",   election_.path(record),
                                     "--manifest", election_.path("manifest.json"),
                                     "--log-key",  election_.path("log.json")};
    command.insert(command.end(), more.begin(), more.end());
    return viche(command);
  }
  [[nodiscard]] bool has_store() const { return fs::exists(election_.path("board/log.sqlite")); }

  SmallElection election_;
  Bytes first_;
  std::string old_checkpoint_, receipt_;
};

TEST_F(Restore, ThenTheBoardGoesOn) {
  const Ran restored = restore({"--at-least", election_.path("old-checkpoint"), "--at-least",
                                election_.path("mine.receipt")});
  ASSERT_EQ(restored.exit_code, 0) << restored.err;
  EXPECT_NE(restored.err.find("is a fork"), std::string::npos) << restored.err;
  EXPECT_EQ(restored.err.find("nothing was given"), std::string::npos) << restored.err;
  EXPECT_EQ(election_.casts(), 2U);

  ServedBoard board(election_);
  const HttpAnswer known = post_entries(board, {first_});
  EXPECT_EQ(known.status, 200U) << "the same ballot is known";
  EXPECT_EQ(known.body.substr(0, known.body.find("\n\n")).find("index 1"),
            receipt_.substr(0, receipt_.find("\n\n")).find("index 1"));
  const Bytes second = election_.cast(0, 2, log::hash_leaf(first_));
  EXPECT_EQ(post_entries(board, {second}).status, 201U);
  EXPECT_EQ(post_entries(board, {election_.cast(2, 0)}).status, 201U);
  EXPECT_EQ(json::parse(get(board, "/v1/status").body).at("cast"), 4);
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(election_.finish().exit_code, 0);
  EXPECT_EQ(verify(election_.record()).exit_code, 0);
}

TEST_F(Restore, GivesTheLostStoreAgain) {
  ASSERT_EQ(restore().exit_code, 0);
  const auto status = [&](const std::string& board) {
    return viche({"board", "status", "--board", election_.path(board), "--record",
                  election_.record(), "--json"})
        .out;
  };
  EXPECT_EQ(status("board"), status("lost"));
  EXPECT_FALSE(fs::exists(election_.path("board/restoring")));
}

TEST_F(Restore, IntoAnEmptyRecordTooFromAMirror) {
  fs::remove_all(election_.record());
  ASSERT_EQ(restore({}, "mirror").exit_code, 0);
  ServedBoard board(election_);
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(election_.casts(), 2U);
}

TEST_F(Restore, WarnsIfNothingShowsThatTheRecordIsTheNewest) {
  const Ran restored = restore();
  ASSERT_EQ(restored.exit_code, 0) << restored.err;
  EXPECT_NE(restored.err.find("nothing was given (--at-least)"), std::string::npos) << restored.err;
}

TEST_F(Restore, WhereAStoreIsNothingIsMade) {
  ASSERT_EQ(restore().exit_code, 0);
  const Bytes store = read_bytes(election_.path("board/log.sqlite"));
  const Ran again = restore();
  EXPECT_EQ(again.exit_code, 3);
  EXPECT_NE(again.err.find("exists already"), std::string::npos) << again.err;
  EXPECT_EQ(read_bytes(election_.path("board/log.sqlite")), store);
}

TEST_F(Restore, IntoADirectoryThatLostItsStoreAlone) {
  fs::rename(election_.path("lost"), election_.path("board"));
  for (const char* name : {"log.sqlite", "log.sqlite-wal", "log.sqlite-shm"}) {
    fs::remove(election_.path("board") + "/" + name);
  }
  fs::create_directory(election_.path("board/restoring"));  // a restore was killed
  write_text(election_.path("board/restoring/log.sqlite"), "half");
  const Ran restored = restore();
  EXPECT_EQ(restored.exit_code, 0) << restored.err;
  EXPECT_EQ(election_.casts(), 2U);
}

TEST_F(Restore, RefusesAnOlderRecord) {
  // The mirror stopped before the last ballot; a voter's receipt and a witness know more.
  fs::rename(election_.path("lost"), election_.path("board"));
  ASSERT_EQ(
      election_.post({election_.write_ballots("more.ballots", {election_.cast(2, 0)})}).exit_code,
      0);
  ASSERT_EQ(election_.witness_cosigns().exit_code, 0);
  fs::remove_all(election_.path("board"));
  std::vector<std::string> newer{election_.path("record/checkpoint")};
  for (const fs::path& file : files_below(election_.path("witness-seen"))) {
    if (file.filename() != "lock") newer.push_back(file.string());
  }
  ASSERT_EQ(newer.size(), 2U);
  for (const std::string& file : newer) {
    const Ran refused = restore({"--at-least", file}, "mirror");
    EXPECT_EQ(refused.exit_code, 1) << refused.err;
    EXPECT_NE(refused.err.find(file), std::string::npos) << refused.err;
    EXPECT_NE(refused.err.find("it is older"), std::string::npos) << refused.err;
    EXPECT_FALSE(has_store());
  }
  EXPECT_EQ(restore({"--at-least", newer[0], "--at-least", newer[1]}).exit_code, 0);
  EXPECT_NE(read_text(election_.path("record/checkpoint")).find("witness"), std::string::npos);
}

TEST_F(Restore, RefusesAFork) {
  fs::rename(election_.path("lost"), election_.path("board"));
  fs::copy(election_.path("board"), election_.path("board-2"), fs::copy_options::recursive);
  const auto post = [&](const std::string& board, const std::string& record, std::size_t choice) {
    return viche({"board", "post", "--board", election_.path(board), "--record",
                  election_.path(record),
                  election_.write_ballots(board + ".ballots", {election_.cast(3, choice)})})
        .exit_code;
  };
  ASSERT_EQ(post("board", "record", 0), 0);
  ASSERT_EQ(post("board-2", "mirror", 1), 0);
  fs::remove_all(election_.path("board"));
  const Ran refused = restore({"--at-least", election_.path("mirror/checkpoint")});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_NE(refused.err.find("two histories"), std::string::npos) << refused.err;
  EXPECT_FALSE(has_store());
}

TEST_F(Restore, RefusesADamagedRecordWithItsPlace) {
  for (const fs::path& file : files_below(election_.path("mirror"))) {
    const Bytes good = read_bytes(file);
    Bytes bad = good;
    bad[bad.size() / 2] ^= 1;
    write_bytes(file, bad);
    const Ran refused = restore({}, "mirror");
    write_bytes(file, good);
    EXPECT_EQ(refused.exit_code, 1) << file << refused.err;
    const std::string name = file.lexically_relative(election_.path("mirror")).string();
    EXPECT_NE(refused.err.find(name), std::string::npos) << refused.err;
    EXPECT_FALSE(has_store());
  }
}

TEST_F(Restore, RefusesOtherPeoplesFiles) {
  const SmallElection other(0, Until::kInit);
  Ran refused = restore({"--at-least", other.path("record/checkpoint")});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_NE(refused.err.find(other.path("record/checkpoint")), std::string::npos) << refused.err;
  refused = restore({"--log-key", other.path("log.json")});
  EXPECT_NE(refused.exit_code, 0);
  fs::copy(other.record(), election_.path("foreign"), fs::copy_options::recursive);
  refused = restore({}, "foreign");
  EXPECT_EQ(refused.exit_code, 1) << refused.err;
  EXPECT_EQ(restore({}, "nowhere").exit_code, 3);
  EXPECT_FALSE(has_store());
}

TEST(Backup, MadeUnderLoadServes) {
  const SmallElection election(60);
  const std::vector<Bytes> ballots = election.cast_all(0, std::vector<Bytes32>(60));
  {
    ServedBoard board(election, {"--service-interval-ms", "5"});
    std::atomic<bool> copied = false;
    std::atomic<std::size_t> posted = 0;
    std::thread voters([&] {
      for (; posted < ballots.size() && !copied; ++posted) {
        EXPECT_EQ(post_entries(board, {ballots[posted]}).status, 201U);
      }
    });
    while (posted < 5) std::this_thread::yield();
    const std::string copy = election.path("copy.sqlite");
    const Ran made = viche({"board", "backup", "--board", election.path("board"), "--out", copy});
    copied = true;
    voters.join();
    EXPECT_EQ(made.exit_code, 0) << made.err;
    EXPECT_NE(made.out.find("root "), std::string::npos) << made.out;
    EXPECT_EQ(
        viche({"board", "backup", "--board", election.path("board"), "--out", copy}).exit_code, 3);
    // One made when the board rests, which holds everything.
    EXPECT_EQ(viche({"board", "backup", "--board", election.path("board"), "--out",
                     election.path("last.sqlite")})
                  .exit_code,
              0);
    EXPECT_EQ(board.stop(), 0);
  }
  const auto serve_from = [&](const std::string& copy) {
    for (const char* name : {"log.sqlite", "log.sqlite-wal", "log.sqlite-shm"}) {
      fs::remove(election.path("board") + "/" + name);
    }
    fs::copy(election.path(copy), election.path("board/log.sqlite"));
    return ServedBoard(election).stop();
  };
  const std::uint64_t casts = election.casts();
  EXPECT_GE(casts, 5U);
  if (casts < ballots.size()) {  // the first copy lacks what came after it
    EXPECT_THROW(serve_from("copy.sqlite"), std::runtime_error) << "older than what was published";
  }
  EXPECT_EQ(serve_from("last.sqlite"), 0);
  EXPECT_EQ(election.casts(), casts);
}

}  // namespace
}  // namespace viche::test
