// What happens when something goes wrong: a bad box in the ceremony, a stolen credential, signers
// who were shown two logs, a trustee that lost its memory.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "apps/common/files.h"
#include "apps/viche/signer_state.h"
#include "bulletin/log/envelope.h"
#include "crypto/group/random.h"
#include "tally/ceremony.h"
#include "tests/apps/small_election.h"

namespace viche::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// All three trustees take this step, and the board posts what they say.
void step(const SmallElection& election, const std::string& verb,
          const std::vector<std::string>& more = {}) {
  std::vector<std::string> files;
  for (const std::string name : {"anna", "borys", "chrystyna"}) {
    const Ran ran = election.trustee(name, verb, more);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    files.push_back(election.path(name + "-" + verb + ".statement"));
  }
  EXPECT_EQ(election.post(files).exit_code, 0);
}

/// Trustee 2's share with a box to trustee 3 that does not open, signed with its own key.
void write_garbage_share(const SmallElection& election) {
  const auto record = app::open_record(election.record(), app::Quorum::kNone);
  const auto state = app::read_state(*record);
  ASSERT_TRUE(state.ok());
  const app::SignerState files(election.path("borys"));
  const auto seed = files.seed(record->manifest_hash);
  const tally::TrusteeKeys keys(*seed, tally::CeremonyParameters::of(*state));
  auto share = tally::make_share(*state, 2, keys);
  ASSERT_TRUE(share.ok());
  share->boxes[log::box_position(2, 3)].back() ^= 1;
  const log::Statement statement = log::sign_statement(log::EntryType::kShare, 2, share->encode(),
                                                       record->manifest_hash, *files.identity());
  write_bytes(election.path("borys-share.statement"),
              app::join_entries(log::split_statement(statement)));
}

json complaints(const SmallElection& election) {
  const Ran ran = viche({"complaints", "--record", election.record(), "--json"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  return json::parse(ran.out)["complaints"];
}

TEST(Disputes, AGarbageBoxEndsTheCeremonyAndNamesTheDealer) {
  const SmallElection election(0, Until::kInit);
  step(election, "commit", {"--manifest", election.path("manifest.json")});
  step(election, "reveal");
  ASSERT_EQ(election.trustee("anna", "share").exit_code, 0);
  ASSERT_EQ(election.trustee("chrystyna", "share").exit_code, 0);
  write_garbage_share(election);
  ASSERT_EQ(
      election
          .post({election.path("anna-share.statement"), election.path("borys-share.statement"),
                 election.path("chrystyna-share.statement")})
          .exit_code,
      0);
  EXPECT_EQ(complaints(election), json::array());

  EXPECT_EQ(election.trustee("anna", "confirm").exit_code, 0);
  const Ran refused = election.trustee("chrystyna", "confirm");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("viche trustee complain --dealer 2"));
  const Ran groundless = election.trustee("chrystyna", "complain", {"--dealer", "1"});
  EXPECT_EQ(groundless.exit_code, 1);
  EXPECT_THAT(groundless.err, HasSubstr("no grounds"));
  EXPECT_FALSE(fs::exists(election.path("chrystyna-complain.statement")));
  ASSERT_EQ(election.trustee("chrystyna", "complain", {"--dealer", "2"}).exit_code, 0);
  ASSERT_EQ(election.post({election.path("chrystyna-complain.statement")}).exit_code, 0);

  // Nothing but complaints and answers: anna's confirm comes too late.
  const Ran late = election.post({election.path("anna-confirm.statement")});
  EXPECT_EQ(late.exit_code, 1);
  EXPECT_THAT(late.err, HasSubstr("the ceremony has ended with 1 complaint, 0 answered"));
  const json found = complaints(election);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]["complainer"], 3);
  EXPECT_EQ(found[0]["at_fault"], 2);
  EXPECT_EQ(found[0]["answered"], false);
  // The dealer's program does not answer for a box that it did not make; nobody asked anna.
  EXPECT_EQ(election.trustee("borys", "answer").exit_code, 1);
  EXPECT_EQ(election.trustee("anna", "answer").exit_code, 1);
  const Ran status =
      viche({"board", "status", "--board", election.path("board"), "--record", election.record()});
  EXPECT_THAT(status.out, HasSubstr("trustee 3 complained about trustee 2: trustee 2 is at fault"));
}

/// A log that a board began to show to some people alone.
struct SecondLog {
  const SmallElection& election;

  explicit SecondLog(const SmallElection& shown) : election(shown) {
    fs::copy(election.path("board"), election.path("board-2"), fs::copy_options::recursive);
    fs::copy(election.record(), election.path("record-2"), fs::copy_options::recursive);
  }
  void post(const std::string& statement) const {
    const Ran ran = viche({"board", "post", "--board", election.path("board-2"), "--record",
                           election.path("record-2"), statement});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
  }
  void registrar(const std::string& verb, const std::vector<std::string>& more = {}) const {
    const std::string file = election.path("second-" + verb + ".statement");
    std::vector<std::string> command{"election",        verb,
                                     "--registrar-key", election.path("registrar.json"),
                                     "--record",        election.path("record-2"),
                                     "--out",           file};
    command.insert(command.end(), more.begin(), more.end());
    EXPECT_EQ(viche(command).exit_code, 0);
    post(file);
  }
  /// The witness works together with the board.
  void cosign() const {
    EXPECT_EQ(viche({"witness", "cosign", "--state", election.path("witness-seen-2"), "--key",
                     election.path("witness.json"), "--record", election.path("record-2"), "--out",
                     election.path("second.cosignature")})
                  .exit_code,
              0);
    EXPECT_EQ(viche({"board", "cosign", "--board", election.path("board-2"), "--record",
                     election.path("record-2"), election.path("second.cosignature")})
                  .exit_code,
              0);
  }
};

json look_up(const SmallElection& election, const Bytes& entry,
             const std::vector<std::string>& more = {}) {
  std::vector<std::string> command{
      "lookup", "--record", election.record(), "--tracker", election.tracker(entry), "--json"};
  command.insert(command.end(), more.begin(), more.end());
  const Ran ran = viche(command);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  return json::parse(ran.out);
}

// Voter 0 votes twice; voter 1's credential is stolen, voided and replaced; the observer and anna
// are shown a log in which voter 0 is cancelled, and not voter 2; all abstain, and round 2 ends
// with a result, with a decryption of a trustee that was restored.
TEST(Disputes, VoidsNoticesASecondRoundAndARestoredTrustee) {
  SmallElection election(3);
  const Bytes first = election.cast(0, 0), second = election.cast(0, 1, log::hash_leaf(first));
  const Bytes stolen = election.cast(1, 1), third = election.cast(2, 2);
  ASSERT_EQ(election.post({election.write_ballots("a.ballots", {first, second, stolen, third})})
                .exit_code,
            0);
  write_text(election.path("notice.txt"), "A code was stolen; it is void.\n");
  ASSERT_EQ(election.registrar("notice", {"--text", election.path("notice.txt")}).exit_code, 0);
  const std::size_t replacement = election.new_credential();
  const auto K = [&](std::size_t voter) { return to_hex(election.credential(voter).K.encode()); };
  EXPECT_EQ(election.registrar("void", {"--credential", "x"}).exit_code, 2);
  EXPECT_EQ(election.registrar("void", {"--credential", K(replacement)}).exit_code, 1);
  EXPECT_EQ(election.registrar("void", {"--credential", K(1), "--replacement", K(0)}).exit_code, 1);
  ASSERT_EQ(
      election.registrar("void", {"--credential", K(1), "--replacement", K(replacement)}).exit_code,
      0);
  const Ran again = election.registrar("void", {"--credential", K(1)});
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.err, HasSubstr("is void already"));
  const Bytes of_replacement = election.cast(replacement, 0);
  const Ran posted = election.post({election.write_ballots(
      "b.ballots", {election.cast(1, 0, log::hash_leaf(stolen)), of_replacement})});
  EXPECT_THAT(posted.out, HasSubstr("1 appended, 1 refused"));
  EXPECT_THAT(posted.err, HasSubstr("is void"));
  ASSERT_EQ(election.witness_cosigns().exit_code, 0);
  EXPECT_EQ(look_up(election, second)["status"], "counted");
  EXPECT_EQ(look_up(election, second)["final"], false);

  const SecondLog fork(election);
  fork.registrar("close");
  write_text(election.path("cancel.txt"), K(0) + "\n");
  fork.registrar("cancel", {"--credentials", election.path("cancel.txt")});
  fork.registrar("seal");
  fork.cosign();
  const auto agree_in = [&](const std::string& group, const std::string& name,
                            const std::string& record) {
    return viche({group, "agree", "--state", election.path(name), "--record", election.path(record),
                  "--out", election.path(name + "-agree.statement")});
  };
  ASSERT_EQ(agree_in("trustee", "anna", "record-2").exit_code, 0);
  ASSERT_EQ(agree_in("signer", "observer", "record-2").exit_code, 0);

  ASSERT_EQ(election.registrar("close").exit_code, 0);
  ASSERT_EQ(election.registrar("notice", {"--text", election.path("notice.txt")}).exit_code, 0);
  write_text(election.path("cancel.txt"), K(2) + "\n");
  ASSERT_EQ(election.registrar("cancel", {"--credentials", election.path("cancel.txt")}).exit_code,
            0);
  EXPECT_EQ(election.registrar("void", {"--credential", K(2)}).exit_code, 1);  // after the close
  ASSERT_EQ(election.registrar("seal").exit_code, 0);
  ASSERT_EQ(election.witness_cosigns().exit_code, 0);
  const Ran forked = agree_in("trustee", "anna", "record");
  EXPECT_EQ(forked.exit_code, 1);
  EXPECT_THAT(forked.err, HasSubstr("has signed another head"));
  ASSERT_EQ(agree_in("trustee", "borys", "record").exit_code, 0);
  ASSERT_EQ(election.post({election.path("borys-agree.statement")}).exit_code, 0);

  ASSERT_EQ(election.witness_cosigns().exit_code, 0);
  step(election, "abstain");
  ASSERT_EQ(election.witness_cosigns().exit_code, 0);
  std::vector<std::string> agreements;
  for (const std::string name : {"anna", "borys", "observer"}) {
    const Ran ran = agree_in(name == "observer" ? "signer" : "trustee", name, "record");
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    agreements.push_back(election.path(name + "-agree.statement"));
  }
  ASSERT_EQ(election.post(agreements).exit_code, 0);
  ASSERT_EQ(election.registrar("notice", {"--text", election.path("notice.txt")}).exit_code, 0);
  ASSERT_EQ(election.witness_cosigns().exit_code, 0);

  const auto restore = [&](const std::string& seed_of) {
    return viche({"trustee", "restore", "--state", election.path("restored"), "--record",
                  election.record(), "--identity", election.path("chrystyna/identity.json"),
                  "--seed",
                  election.path(seed_of + "/" + election.manifest_hash() + "/seed.json")});
  };
  EXPECT_EQ(restore("anna").exit_code, 1);
  EXPECT_FALSE(fs::exists(election.path("restored")));
  ASSERT_EQ(restore("chrystyna").exit_code, 0);
  EXPECT_EQ(restore("chrystyna").exit_code, 3);  // there is something in the directory
  for (const std::string verb : {"agree", "abstain"}) {
    const Ran ran = election.trustee("restored", verb);
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_THAT(ran.err, HasSubstr("restored from a backup"));
  }
  const Ran decrypted = election.trustee("restored", "decrypt");
  ASSERT_EQ(decrypted.exit_code, 0) << decrypted.err;
  ASSERT_EQ(election.trustee("borys", "decrypt").exit_code, 0);
  const Ran abstention = election.trustee("borys", "abstain");
  EXPECT_EQ(abstention.exit_code, 1);
  EXPECT_THAT(abstention.err, HasSubstr("never abstains"));
  const Ran tally = election.post(
      {election.path("restored-decrypt.statement"), election.path("borys-decrypt.statement")});
  ASSERT_EQ(tally.exit_code, 0) << tally.err;
  ASSERT_EQ(election.registrar("result").exit_code, 0);
  ASSERT_EQ(election.witness_cosigns().exit_code, 0);

  // 5 casts: voter 0's second and the replacement's count.
  const auto record = app::open_record(election.record(), app::Quorum::kManifest);
  const auto state = app::read_state(*record);
  ASSERT_TRUE(state.ok()) << state.error().message();
  EXPECT_EQ(state->result()->counts, (log::BallotCounts{5, 2, 1, 2, 0}));
  EXPECT_EQ(state->notices(), 3U);

  const std::string receipts = election.path("receipts");
  const json superseded = look_up(election, first, {"--out", receipts});
  EXPECT_EQ(superseded["status"], "superseded");
  EXPECT_EQ(superseded["final"], true);
  EXPECT_EQ(superseded["by"], look_up(election, second)["entry"]);
  EXPECT_EQ(look_up(election, second)["status"], "counted");
  EXPECT_EQ(look_up(election, second)["by"], nullptr);
  EXPECT_EQ(look_up(election, of_replacement)["status"], "counted");
  EXPECT_EQ(look_up(election, third)["status"], "cancelled");
  const json cancelled = look_up(election, stolen, {"--out", election.path("void")});
  EXPECT_EQ(cancelled["status"], "cancelled");
  const auto receipt = log::Receipt::decode(read_text(election.path("void/status.receipt")));
  ASSERT_TRUE(receipt.ok()) << receipt.error().message();
  EXPECT_EQ(receipt->index, cancelled["by"]);
  log::EntryLookup entries = record->reader.lookup();
  const auto entry = entries.entry(receipt->index);
  EXPECT_EQ(entry->front(), static_cast<std::uint8_t>(log::EntryType::kVoid));
  EXPECT_TRUE(log::verify_receipt(*receipt, log::hash_leaf(*entry), record->policy).ok());
  const Ran unknown = viche(
      {"lookup", "--record", election.record(), "--tracker", "0000-0000-0000-0000-0000", "--json"});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_EQ(json::parse(unknown.out)["found"], false);
  EXPECT_THAT(unknown.err, HasSubstr("no ballot in the record has this tracker"));

  const Ran verified = verify(election.record(), {"--receipt", receipts + "/ballot.receipt",
                                                  "--receipt", receipts + "/status.receipt"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

// Voters 0 and 1 mark alike. Voter 1's device shows the tracker of voter 0's ballot and casts
// another vote, which nobody looks up. The record is right; whoever compares K sees it.
TEST(Disputes, TwoVotersWhoAreShownOneTracker) {
  const SmallElection election(2);
  const Bytes shown = election.cast(0, 0), cast = election.cast(1, 1);
  ASSERT_EQ(election.post({election.write_ballots("a.ballots", {shown, cast})}).exit_code, 0);
  election.finish();
  EXPECT_EQ(verify(election.record()).exit_code, 0);

  const auto K = [&](std::size_t voter) { return to_hex(election.credential(voter).K.encode()); };
  const json answer = look_up(election, shown);
  EXPECT_EQ(answer["status"], "counted");
  EXPECT_EQ(answer["credential"], K(0));
  EXPECT_EQ(look_up(election, shown, {"--credential", K(0)}), answer);
  const auto ask = [&](const std::string& credential) {
    return viche({"lookup", "--record", election.record(), "--tracker", election.tracker(shown),
                  "--credential", credential, "--out", election.path("receipts")});
  };
  const Ran second = ask(K(1));
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_THAT(second.err, HasSubstr("this is another voter's ballot, of credential " + K(0)));
  EXPECT_FALSE(fs::exists(election.path("receipts")));
  EXPECT_EQ(ask("x").exit_code, 2);
}

}  // namespace
}  // namespace viche::test
