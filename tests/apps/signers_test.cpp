// What trustees and other signers remember, and what they do when they have lost it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/apps/small_election.h"

namespace viche::test {
namespace {

using testing::HasSubstr;

std::string statement_of(const SmallElection& election, const std::string& name,
                         const std::string& verb, const std::string& record) {
  return election.path(record + "-" + name + "-" + verb + ".statement");
}

Ran trustee(const SmallElection& election, const std::string& name, const std::string& verb,
            const std::string& record, std::vector<std::string> more = {}) {
  std::vector<std::string> command{"trustee",  verb,
                                   "--state",  election.path(name),
                                   "--record", election.path(record),
                                   "--out",    statement_of(election, name, verb, record)};
  command.insert(command.end(), more.begin(), more.end());
  return viche(command);
}

/// All trustees take this step in the order given, and the board posts what they say.
void step(const SmallElection& election, const std::vector<std::string>& names,
          const std::string& verb, const std::string& board, const std::string& record,
          const std::vector<std::string>& more = {}) {
  std::vector<std::string> post{
      "board", "post", "--board", election.path(board), "--record", election.path(record)};
  for (const std::string& name : names) {
    const Ran ran = trustee(election, name, verb, record, more);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    post.push_back(statement_of(election, name, verb, record));
  }
  const Ran posted = viche(post);
  EXPECT_EQ(posted.exit_code, 0) << posted.err;
}

// The board shows the trustees' commits in one order, takes a reveal, and starts again.
TEST(Signers, ARewoundCeremonyGetsNoSecondReveal) {
  const SmallElection election(0, Until::kInit);
  fs::copy(election.path("board"), election.path("board-2"), fs::copy_options::recursive);
  fs::copy(election.path("record"), election.path("record-2"), fs::copy_options::recursive);
  const std::vector<std::string> manifest{"--manifest", election.path("manifest.json")};
  step(election, {"anna", "borys", "chrystyna"}, "commit", "board", "record", manifest);
  ASSERT_EQ(trustee(election, "anna", "reveal", "record").exit_code, 0);
  const Bytes first = read_bytes(statement_of(election, "anna", "reveal", "record"));
  step(election, {"chrystyna", "borys", "anna"}, "commit", "board-2", "record-2", manifest);
  const Ran refused = trustee(election, "anna", "reveal", "record-2");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("the board shows another log than before"));
  EXPECT_FALSE(fs::exists(statement_of(election, "anna", "reveal", "record-2")));
  // In the first log it says the same again, proof and all.
  ASSERT_EQ(trustee(election, "anna", "reveal", "record").exit_code, 0);
  EXPECT_EQ(read_bytes(statement_of(election, "anna", "reveal", "record")), first);
}

TEST(Signers, ATrusteeWithoutItsMemoryOfTheCeremonyRevealsNothing) {
  const SmallElection election(0, Until::kInit);
  step(election, {"anna", "borys", "chrystyna"}, "commit", "board", "record",
       {"--manifest", election.path("manifest.json")});
  fs::remove(election.path("anna/" + election.manifest_hash() + "/ceremony"));
  const Ran refused = trustee(election, "anna", "reveal", "record");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("restored from a backup"));
  // Nor does a new commit make another seed where the first one is lost.
  fs::remove_all(election.path("anna/" + election.manifest_hash()));
  EXPECT_EQ(
      trustee(election, "anna", "commit", "record", {"--manifest", election.path("manifest.json")})
          .exit_code,
      1);
  EXPECT_FALSE(fs::exists(election.path("anna/" + election.manifest_hash() + "/seed.json")));
}

TEST(Signers, RestoredFromABackupTheySignNoHead) {
  const SmallElection election(1);
  EXPECT_EQ(election.post({election.write_ballots("v.ballots", {election.cast(0, 0)})}).exit_code,
            0);
  EXPECT_EQ(election.registrar("close").exit_code, 0);
  EXPECT_EQ(election.registrar("seal").exit_code, 0);
  EXPECT_EQ(election.witness_cosigns().exit_code, 0);
  ASSERT_TRUE(fs::remove(election.path("anna/signed-heads")));
  ASSERT_TRUE(fs::remove(election.path("observer/signed-heads")));
  const Ran refused = election.trustee("anna", "agree");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("restored from a backup"));
  EXPECT_EQ(viche({"signer", "agree", "--state", election.path("observer"), "--record",
                   election.record(), "--out", election.path("observer-agree")})
                .exit_code,
            1);
  EXPECT_FALSE(fs::exists(election.path("observer-agree")));
  // One whose memory is whole signs.
  EXPECT_EQ(election.trustee("borys", "agree").exit_code, 0);
}

}  // namespace
}  // namespace viche::test
