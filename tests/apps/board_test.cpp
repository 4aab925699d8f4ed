// `viche board post`: what is refused harms nothing else, what is there already is no error, and a
// kill at any moment loses and doubles nothing.

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <random>

#include "bulletin/log/merkle.h"
#include "tests/apps/small_election.h"

namespace viche::test {
namespace {

using testing::Test;

/// A board and its record as they are now.
class SavedBoard {
 public:
  explicit SavedBoard(const SmallElection& election) : election_(election) {
    for (const char* name : kNames) {
      fs::copy(election_.path(name), saved(name), fs::copy_options::recursive);
    }
  }
  void restore() const {
    for (const char* name : kNames) {
      fs::remove_all(election_.path(name));
      fs::copy(saved(name), election_.path(name), fs::copy_options::recursive);
    }
  }

 private:
  static constexpr std::array kNames{"board", "record"};
  [[nodiscard]] std::string saved(const std::string& name) const {
    return election_.path(name + "-saved");
  }

  const SmallElection& election_;
};

TEST(BoardPost, WhatIsPostedTwiceIsThereOnce) {
  const SmallElection election(2);
  const std::string file =
      election.write_ballots("one.ballots", {election.cast(0, 0), election.cast(1, 1)});
  const Ran first = election.post({file});
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_NE(first.out.find("2 appended"), std::string::npos) << first.out;
  const auto before = contents(election.record());
  const Ran second = election.post({file, election.path("open.statement"), file});
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_NE(second.out.find("0 appended, 2 in the log already"), std::string::npos) << second.out;
  EXPECT_EQ(contents(election.record()), before);
  EXPECT_EQ(election.casts(), 2U);
}

TEST(BoardPost, ARefusedBallotHarmsNoOther) {
  const SmallElection election(4);
  Bytes altered = election.cast(1, 0);
  altered[altered.size() - 1] ^= 1;
  Bytes truncated = election.cast(2, 0);
  truncated.pop_back();
  const SmallElection foreign(1);
  const std::string file = election.write_ballots(
      "mixed.ballots",
      {election.cast(0, 0), altered, truncated, foreign.cast(0, 1), election.cast(3, 2)});
  const Ran ran = election.post({file});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.out.find("2 appended, 3 refused"), std::string::npos) << ran.out;
  for (const char* entry : {"entry 2", "entry 3", "entry 4"}) {
    EXPECT_NE(ran.err.find(std::string("mixed.ballots: ") + entry), std::string::npos) << ran.err;
  }
  EXPECT_EQ(election.casts(), 2U);
  // Those who were refused can still vote; an old ballot posted again stays known.
  const Ran again = election.post(
      {election.write_ballots("again.ballots", {election.cast(1, 0), election.cast(2, 1)})});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(election.casts(), 4U);
}

TEST(BoardPost, AChainOfBallotsOfOneVoterInOneFile) {
  const SmallElection election(1);
  const Bytes first = election.cast(0, 0);
  const Bytes second = election.cast(0, 1, log::hash_leaf(first));
  const Ran ran = election.post({election.write_ballots("chain.ballots", {second, first})});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(election.casts(), 2U);
  const Ran stale = election.post(
      {election.write_ballots("stale.ballots", {election.cast(0, 2, log::hash_leaf(first))})});
  EXPECT_EQ(stale.exit_code, 1) << "a ballot that follows another than the latest";
}

TEST(BoardPost, KilledAtAnyMomentItGoesOnWithoutLossOrDuplicates) {
  constexpr std::size_t kFiles = 12;
  constexpr std::size_t kPerFile = 10;
  const SmallElection election(kFiles * kPerFile);
  std::vector<std::string> files;
  for (std::size_t f = 0; f < kFiles; ++f) {
    std::vector<Bytes> entries;
    for (std::size_t i = 0; i < kPerFile; ++i)
      entries.push_back(election.cast(f * kPerFile + i, (f + i) % 3));
    files.push_back(election.write_ballots("file-" + std::to_string(f) + ".ballots", entries));
  }
  // How long it takes here when nobody kills it, then the board as it was.
  const SavedBoard before(election);
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(election.post(files).exit_code, 0);
  const std::chrono::duration<double, std::micro> whole = std::chrono::steady_clock::now() - start;

  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 engine(seed);
  std::uniform_real_distribution<double> moment(0, whole.count());
  int killed = 0;
  for (int round = 0; round < 50 && killed < 3; ++round) {
    before.restore();
    for (int attempt = 0; attempt < 200; ++attempt) {
      const int process = start_viche(election.post_command(files));
      ::usleep(static_cast<useconds_t>(moment(engine)));
      if (kill_or_reap(process)) break;
      ++killed;
    }
  }
  EXPECT_GE(killed, 3);
  const Ran last = election.post(files);
  EXPECT_EQ(last.exit_code, 0) << last.err;
  EXPECT_EQ(election.casts(), kFiles * kPerFile);
  const auto record = app::open_record(election.record(), app::Quorum::kNone);
  ASSERT_TRUE(record.ok()) << record.error().message();
  const auto state = app::read_state(*record);
  ASSERT_TRUE(state.ok()) << state.error().message();
  EXPECT_EQ(state->counts().cast, kFiles * kPerFile);
  EXPECT_TRUE(state->superseded().empty());
  for (const fs::path& file : files_below(election.record())) {
    EXPECT_EQ(file.string().find(".viche-new"), std::string::npos) << file;
  }
}

/// Two boards with one key that went different ways after the opening.
class Fork : public Test {
 protected:
  Fork() : election_(2) {
    fs::copy(election_.path("board"), election_.path("board-2"), fs::copy_options::recursive);
    fs::copy(election_.record(), election_.path("record-2"), fs::copy_options::recursive);
    EXPECT_EQ(
        election_.post({election_.write_ballots("a.ballots", {election_.cast(0, 0)})}).exit_code,
        0);
    election_.write_ballots("b.ballots", {election_.cast(0, 1), election_.cast(1, 1)});
    EXPECT_EQ(viche({"board", "post", "--board", election_.path("board-2"), "--record",
                     election_.path("record-2"), election_.path("b.ballots")})
                  .exit_code,
              0);
  }

  SmallElection election_;
};

TEST_F(Fork, AWitnessCosignsOneHistory) {
  EXPECT_EQ(election_.witness_cosigns().exit_code, 0);
  const Ran other = viche({"witness", "cosign", "--state", election_.path("witness-seen"), "--key",
                           election_.path("witness.json"), "--record", election_.path("record-2"),
                           "--out", election_.path("second.cosignature")});
  EXPECT_EQ(other.exit_code, 1) << other.out;
  EXPECT_FALSE(fs::exists(election_.path("second.cosignature")));
}

TEST_F(Fork, ASignerSignsOneTallyHead) {
  const auto close_and_seal = [&](const std::string& board, const std::string& record) {
    for (const std::string verb : {"close", "seal"}) {
      const std::string file = election_.path(board + verb + ".statement");
      EXPECT_EQ(viche({"election", verb, "--registrar-key", election_.path("registrar.json"),
                       "--record", record, "--out", file})
                    .exit_code,
                0);
      EXPECT_EQ(viche({"board", "post", "--board", election_.path(board), "--record", record, file})
                    .exit_code,
                0);
    }
    // A second witness state: the witness is dishonest here, the signer is the last line.
    const std::string line = election_.path(board + ".cosignature");
    EXPECT_EQ(viche({"witness", "cosign", "--state", election_.path(board + "-seen"), "--key",
                     election_.path("witness.json"), "--record", record, "--out", line})
                  .exit_code,
              0);
    EXPECT_EQ(viche({"board", "cosign", "--board", election_.path(board), "--record", record, line})
                  .exit_code,
              0);
  };
  close_and_seal("board", election_.record());
  close_and_seal("board-2", election_.path("record-2"));
  const auto agree = [&](const std::string& record) {
    return viche({"trustee", "agree", "--state", election_.path("anna"), "--record", record,
                  "--out", election_.path("agree.statement")});
  };
  const Ran first = agree(election_.record());
  EXPECT_EQ(first.exit_code, 0) << first.err;
  const Bytes statement = read_bytes(election_.path("agree.statement"));
  EXPECT_EQ(agree(election_.path("record-2")).exit_code, 1);
  EXPECT_EQ(read_bytes(election_.path("agree.statement")), statement);
  EXPECT_EQ(agree(election_.record()).exit_code, 0) << "the same head again";
  EXPECT_EQ(read_bytes(election_.path("agree.statement")), statement);
}

}  // namespace
}  // namespace viche::test
