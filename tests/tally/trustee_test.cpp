#include "tally/trustee.h"

#include <gtest/gtest.h>

#include "tests/tally/support/tally_election.h"

namespace viche::tally {
namespace {

using log::EntryType;
using test::TallyElection;
using test::TemporaryDirectory;

// Up to the close: three voters for a, b, b.
void vote_of_three(TallyElection& election) {
  election.ceremony();
  election.open({{0, 1}, {0, 1}, {0, 1}});
  election.batch({election.cast(0, R"({"act":["a"]})"), election.cast(1, R"({"act":["b"]})"),
                  election.cast(2, R"({"act":["b"]})")});
  election.close();
}

Result<log::Statement> agree(TallyElection& election, std::uint16_t signer, SigningState& state) {
  VICHE_ASSIGN(const Audited audited, election.audit_now());
  return agree_to_tally(audited, signer, election.signer(signer), state);
}

Result<log::DecryptionBody> decrypt(TallyElection& election, std::uint16_t t, SigningState& state) {
  VICHE_ASSIGN(const Audited audited, election.audit_now());
  return decrypt_tally(audited, t, election.keys(t), state, election.random);
}

TEST(Trustee, AgreesAndThenDecrypts) {
  TallyElection election;
  vote_of_three(election);
  election.seal();
  std::vector<TemporaryDirectory> directories(5);
  // q = floor((5 + 1 + 0) / 2) + 1 = 4 of three trustees and two observers.
  for (const std::uint16_t signer : std::initializer_list<std::uint16_t>{1, 2, 4, 5}) {
    SigningState state(directories[signer - 1U].path());
    ASSERT_TRUE(state.create().ok());
    const auto refused = decrypt(election, 1, state);
    EXPECT_FALSE(refused.ok()) << "with " << election.state().rounds().agreements()
                               << " agreements";
    const auto agreement = agree(election, signer, state);
    ASSERT_TRUE(agreement.ok()) << agreement.error().message();
    election.log.append(*agreement);
  }
  // Trustee 3 has signed nothing, and may decrypt all the same.
  for (const std::uint16_t t : std::initializer_list<std::uint16_t>{1, 3}) {
    SigningState state(directories[t - 1U].path());
    const auto body = decrypt(election, t, state);
    ASSERT_TRUE(body.ok()) << body.error().message();
    election.say(EntryType::kDecryption, t, body->encode());
    EXPECT_FALSE(decrypt(election, t, state).ok());  // a second time
  }
  const auto audited = election.audit_now();
  ASSERT_TRUE(audited.ok()) << audited.error().message();
  EXPECT_EQ((*audited->totals)[0].totals, (std::vector<std::uint64_t>{1, 2, 0}));
}

TEST(Trustee, NothingBeforeTheSealOrAfterTheResult) {
  TallyElection election;
  const TemporaryDirectory directory;
  SigningState state(directory.path());
  ASSERT_TRUE(state.create().ok());
  vote_of_three(election);
  EXPECT_FALSE(agree(election, 1, state).ok());
  EXPECT_FALSE(decrypt(election, 1, state).ok());
  EXPECT_FALSE(state.signed_head(election.state().manifest_hash(), 1).value().has_value());
  election.seal();
  election.agree();
  for (const std::uint16_t t : std::initializer_list<std::uint16_t>{1, 2}) election.decrypt(t);
  election.state_result();
  EXPECT_FALSE(agree(election, 3, state).ok());
  EXPECT_FALSE(decrypt(election, 3, state).ok());
}

TEST(Trustee, StrangersAreRefused) {
  TallyElection election;
  const TemporaryDirectory directory;
  SigningState state(directory.path());
  ASSERT_TRUE(state.create().ok());
  vote_of_three(election);
  election.seal();
  election.agree();
  const auto audited = election.audit_now();
  ASSERT_TRUE(audited.ok());
  for (const std::uint16_t signer : std::initializer_list<std::uint16_t>{0, 6}) {
    EXPECT_FALSE(agree_to_tally(*audited, signer, election.signer(0), state).ok());
  }
  for (const std::uint16_t t : std::initializer_list<std::uint16_t>{0, 4}) {
    EXPECT_FALSE(decrypt_tally(*audited, t, election.keys(1), state, election.random).ok());
  }
  // Another trustee's election seed.
  EXPECT_FALSE(decrypt_tally(*audited, 2, election.keys(1), state, election.random).ok());
}

TEST(Trustee, WithoutItsMemoryItOnlyDecrypts) {
  TallyElection election;
  vote_of_three(election);
  election.seal();
  const TemporaryDirectory directory;
  SigningState state(directory.path());  // an identity from a backup: `create` was long ago
  const auto refused = agree(election, 1, state);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().reason.find("never signs heads or abstentions again"),
            std::string::npos);
  election.agree();
  EXPECT_TRUE(decrypt(election, 1, state).ok());
}

// A board shows trustee 1 one log and everybody else another, in which a ballot is missing.
TEST(Trustee, ForkedLogIsNeitherSignedNorDecrypted) {
  TallyElection election;
  vote_of_three(election);
  const viche::test::SampleLog closed = election.log;
  const TemporaryDirectory directory;
  SigningState state(directory.path());
  ASSERT_TRUE(state.create().ok());
  election.seal();
  ASSERT_TRUE(agree(election, 1, state).ok());
  election.log = closed;
  election.cancel({0});
  election.seal();
  EXPECT_FALSE(agree(election, 1, state).ok());
  election.agree();  // four signers that the board deceived or bribed, trustee 1 not among them
  ASSERT_FALSE(election.state().rounds().agreed()[0]);
  const auto refused = decrypt(election, 1, state);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().reason.find("forked"), std::string::npos);
}

/// What each signer of the sample election keeps; trustees are 1 to 3.
struct Memories {
  std::vector<TemporaryDirectory> directories{5};

  Memories() {
    for (std::uint16_t signer = 1; signer <= 5; ++signer) EXPECT_TRUE(of(signer).create().ok());
  }
  SigningState of(std::uint16_t signer) { return SigningState(directories[signer - 1U].path()); }
};

Result<log::Statement> abstain(TallyElection& election, std::uint16_t t, SigningState state) {
  return abstain(election.state(), t, election.signer(t), state);
}

// A board shows two signers one log and three another one: no head gets four agreements. Everybody
// abstains in one of the two logs, and round 2 succeeds in it.
TEST(Trustee, AfterAForkTheSecondRoundSucceeds) {
  TallyElection election;
  Memories memories;
  vote_of_three(election);
  const viche::test::SampleLog closed = election.log;
  election.cancel({0});
  election.seal();
  for (const std::uint16_t signer : std::initializer_list<std::uint16_t>{1, 4}) {
    SigningState state = memories.of(signer);
    ASSERT_TRUE(agree(election, signer, state).ok());
  }
  election.log = closed;
  election.seal();
  const viche::test::SampleLog sealed = election.log;
  for (const std::uint16_t signer : std::initializer_list<std::uint16_t>{2, 3, 5}) {
    SigningState state = memories.of(signer);
    const auto agreement = agree(election, signer, state);
    ASSERT_TRUE(agreement.ok());
    election.log.append(*agreement);
  }
  for (const std::uint16_t signer : std::initializer_list<std::uint16_t>{1, 4}) {
    SigningState state = memories.of(signer);
    EXPECT_FALSE(agree(election, signer, state).ok());
  }
  for (std::uint16_t t = 1; t <= 3; ++t) {
    EXPECT_EQ(election.state().rounds().open(), 1U);
    const auto abstention = abstain(election, t, memories.of(t));
    ASSERT_TRUE(abstention.ok()) << abstention.error().message();
    election.log.append(*abstention);
  }
  ASSERT_EQ(election.state().rounds().open(), 2U);
  for (const std::uint16_t signer : std::initializer_list<std::uint16_t>{1, 2, 4, 5}) {
    SigningState state = memories.of(signer);
    const auto agreement = agree(election, signer, state);
    ASSERT_TRUE(agreement.ok()) << agreement.error().message();
    EXPECT_EQ(log::AgreementBody::decode(agreement->body)->head.round, 2U);
    election.log.append(*agreement);
  }
  for (const std::uint16_t t : std::initializer_list<std::uint16_t>{1, 3}) {
    SigningState state = memories.of(t);
    const auto body = decrypt(election, t, state);
    ASSERT_TRUE(body.ok()) << body.error().message();
    EXPECT_EQ(body->head.round, 2U);
    election.say(EntryType::kDecryption, t, body->encode());
  }
  election.state_result();
  const auto audited = election.audit_now();
  ASSERT_TRUE(audited.ok()) << audited.error().message();
  EXPECT_EQ((*audited->totals)[0].totals, (std::vector<std::uint64_t>{1, 2, 0}));

  // In a copy of the log in which round 1 got its quorum nobody who abstained decrypts.
  election.log = sealed;
  election.agree();
  SigningState state = memories.of(2);
  const auto refused = decrypt(election, 2, state);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().reason.find("has abstained from round 1"), std::string::npos);
}

TEST(Trustee, WhoDecryptedNeverAbstains) {
  TallyElection election;
  Memories memories;
  vote_of_three(election);
  EXPECT_FALSE(abstain(election, 1, memories.of(1)).ok());  // not sealed
  election.seal();
  const viche::test::SampleLog sealed = election.log;
  for (const std::uint16_t t : std::initializer_list<std::uint16_t>{0, 4}) {
    EXPECT_FALSE(abstain(election, t, memories.of(1)).ok());
  }
  election.agree();
  SigningState state = memories.of(1);
  const auto body = decrypt(election, 1, state);
  ASSERT_TRUE(body.ok());
  election.say(EntryType::kDecryption, 1, body->encode());
  EXPECT_FALSE(abstain(election, 1, memories.of(1)).ok());
  // Nor in a log that does not hold its decryption.
  election.log = sealed;
  const auto refused = abstain(election, 1, memories.of(1));
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().reason.find("never abstains"), std::string::npos);
  EXPECT_TRUE(abstain(election, 2, memories.of(2)).ok());
}

// Four signers agree on two heads: more than the quorum tolerates. A trustee decrypts one of them.
TEST(Trustee, ASecondHeadIsNotDecrypted) {
  TallyElection election;
  Memories memories;
  vote_of_three(election);
  const viche::test::SampleLog closed = election.log;
  election.seal();
  election.agree();
  SigningState state = memories.of(1);
  ASSERT_TRUE(decrypt(election, 1, state).ok());
  election.log = closed;
  election.cancel({0});
  election.seal();
  election.agree();
  const auto refused = decrypt(election, 1, state);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().reason.find("has decrypted another head"), std::string::npos);
}

}  // namespace
}  // namespace viche::tally
