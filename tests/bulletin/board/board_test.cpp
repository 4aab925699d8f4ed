#include <algorithm>

#include "tests/bulletin/board/board_fixture.h"

namespace viche::board {
namespace {

using log::Phase;
using test::BallotType;
using test::EntryType;
using test::SampleElection;

class BoardTest : public test::BoardFixture {};

TEST_F(BoardTest, AWholeElectionIsAdmittedAndPublished) {
  open_vote();
  const std::vector<Answer> answers =
      post({ballot(0), ballot(1), ballot(2, BallotType::kChallenge)});
  for (const Answer& answer : answers) EXPECT_EQ(answer.outcome, Outcome::kAppended);
  EXPECT_EQ(state().batches(), 1U);
  must_post(EntryType::kAdmission, 0);
  must_post(EntryType::kNotice, 0);
  EXPECT_EQ(post_one(ballot(100)).outcome, Outcome::kAppended);
  must_post(EntryType::kClose, 0);
  must_post(EntryType::kCancellations, 0);
  must_post(EntryType::kSeal, 0);
  for (const std::uint16_t signer : std::initializer_list<std::uint16_t>{1, 2, 4}) {
    must_post(EntryType::kAgreement, signer);
  }
  must_post(EntryType::kDecryption, 1);
  must_post(EntryType::kDecryption, 3);
  must_post(EntryType::kResult, 0);
  const log::ElectionState read = published();
  EXPECT_EQ(read.head(), state().head());
  EXPECT_EQ(read.phase(), Phase::kFinished);
  EXPECT_EQ(read.counts(), (log::BallotCounts{3, 2, 0, 1, 1}));
}

TEST_F(BoardTest, TheSameBytesAgainGiveTheSameIndex) {
  const log::Statement manifest = statement(EntryType::kManifest, 0);
  EXPECT_EQ(post(manifest), (Answer{Outcome::kAppended, 0, ""}));
  EXPECT_EQ(post(manifest), (Answer{Outcome::kKnown, 0, ""}));
  const log::Statement commit = statement(EntryType::kCommit, 2);
  EXPECT_EQ(post(commit), (Answer{Outcome::kAppended, 1, ""}));
  start();
  EXPECT_EQ(post(commit), (Answer{Outcome::kKnown, 1, ""}));
  const Answer other = post(statement(EntryType::kCommit, 2, 5));
  EXPECT_EQ(other.outcome, Outcome::kRefused);
  EXPECT_NE(other.reason.find("in the log already"), std::string::npos);
  EXPECT_EQ(state().size(), 2U);
}

TEST_F(BoardTest, BallotsAreIdempotentInAndAcrossSubmissionsAndAfterTheClose) {
  open_vote();
  const std::uint64_t size = state().size();
  const Bytes first = ballot(0);
  const std::vector<Answer> twice = post({first, first});
  EXPECT_EQ(twice[0], (Answer{Outcome::kAppended, size + 1, ""}));
  EXPECT_EQ(twice[1], (Answer{Outcome::kKnown, size + 1, ""}));
  const Bytes second = ballot(0);
  EXPECT_EQ(post_one(second), (Answer{Outcome::kAppended, size + 3, ""}));
  must_post(EntryType::kClose, 0);
  start();
  const std::vector<Answer> again = post({second, first});
  EXPECT_EQ(again[0], (Answer{Outcome::kKnown, size + 3, ""}));
  EXPECT_EQ(again[1], (Answer{Outcome::kKnown, size + 1, ""}));
  EXPECT_EQ(state().size(), size + 5);
  const Answer late = post_one(ballot(2));
  EXPECT_EQ(late.reason,
            "ballots are taken while the vote is open; the vote is closed and not sealed");
}

TEST_F(BoardTest, ARefusedBallotDoesTheOthersNoHarm) {
  open_vote();
  std::vector<Bytes> ballots;
  for (std::uint32_t v = 0; v < 6; ++v) ballots.push_back(ballot(v));
  ballots[1][ballots[1].size() - 70] ^= 1;  // in z
  ballots[3].resize(100);
  ballots[4].back() ^= 1;         // the signature
  ballots.push_back(ballot(50));  // not on the roll
  ballots.push_back(Bytes{});
  ballots.push_back(log::Batch{1, 0}.encode());
  ballots.push_back(ballot(6, Bytes32{1}));  // another prev
  Bytes no_scalar = ballot(6);
  std::fill(no_scalar.end() - 32, no_scalar.end(), std::uint8_t{0xff});
  ballots.push_back(std::move(no_scalar));
  const std::vector<Answer> answers = post(ballots);
  const std::vector<Reason> codes = {Reason::kNone,          Reason::kBadProof,  Reason::kNone,
                                     Reason::kMalformed,     Reason::kBadProof,  Reason::kNone,
                                     Reason::kNotRegistered, Reason::kMalformed, Reason::kMalformed,
                                     Reason::kNotNext,       Reason::kMalformed};
  const std::vector<bool> accepted = {true,  false, true,  false, false, true,
                                      false, false, false, false, false};
  for (std::size_t i = 0; i < ballots.size(); ++i) {
    EXPECT_EQ(answers[i].outcome, accepted[i] ? Outcome::kAppended : Outcome::kRefused) << i;
    EXPECT_EQ(answers[i].code, codes[i]) << i << ": " << answers[i].reason;
    EXPECT_EQ(answers[i].reason.empty(), accepted[i]) << i << ": " << answers[i].reason;
  }
  EXPECT_EQ(state().batches(), 1U);
  EXPECT_EQ(state().counts().cast, 3U);
  EXPECT_EQ(published().head(), state().head());
}

TEST_F(BoardTest, ASubmissionWithoutAnAcceptableBallotMakesNoBatch) {
  open_vote();
  const log::TreeHead head = state().head();
  EXPECT_EQ(post_one(ballot(60)).outcome, Outcome::kRefused);
  EXPECT_TRUE(post(std::vector<Bytes>{}).empty());
  EXPECT_EQ(state().head(), head);
}

TEST_F(BoardTest, AChainOfOneCredentialGoesIntoSuccessiveBatches) {
  open_vote();
  const Bytes a = ballot(0);
  const Bytes b = ballot(0, log::hash_leaf(a), BallotType::kChallenge);
  const Bytes c = ballot(0, log::hash_leaf(b));
  const Bytes fork = ballot(0, log::hash_leaf(a));
  // In any order of submission, each follows its predecessor; of the fork one side wins.
  const std::vector<Answer> answers = post({c, a, ballot(1), b, fork});
  EXPECT_EQ(state().batches(), 3U);
  EXPECT_EQ(answers[0].outcome, Outcome::kAppended) << answers[0].reason;
  EXPECT_EQ(answers[1].outcome, Outcome::kAppended);
  EXPECT_EQ(answers[2].outcome, Outcome::kAppended);
  EXPECT_EQ(answers[3].outcome, Outcome::kAppended);
  EXPECT_EQ(answers[4].outcome, Outcome::kRefused);
  EXPECT_NE(answers[4].reason.find("prev is not"), std::string::npos);
  EXPECT_LT(answers[1].index, answers[3].index);
  EXPECT_LT(answers[3].index, answers[0].index);
  EXPECT_EQ(state().counts(), (log::BallotCounts{3, 2, 1, 0, 1}));
  EXPECT_EQ(published().superseded(), state().superseded());
}

TEST_F(BoardTest, BallotsBegunBeforeOthersAreFinishedMeetTheLogAsItIsThen) {
  open_vote();
  const Bytes a = ballot(0);
  const Bytes b = ballot(0, log::hash_leaf(a));
  const Bytes fork = ballot(0, log::hash_leaf(a), BallotType::kChallenge);
  Bytes junk = ballot(3);
  junk.back() ^= 1;
  viche::test::SeededRandom more{8};
  Board::PendingBallots first = board().begin_ballots({a, ballot(1), junk}, random_);
  // a is not in the log when these are begun.
  Board::PendingBallots second = board().begin_ballots({fork, a, b, ballot(2)}, more);
  EXPECT_EQ(state().counts().cast, 0U) << "nothing is appended before it is finished";
  const std::vector<Answer> of_first = board().finish_ballots(std::move(first)).value();
  const std::vector<Answer> of_second = board().finish_ballots(std::move(second)).value();
  EXPECT_EQ(of_first[0].outcome, Outcome::kAppended) << of_first[0].reason;
  EXPECT_EQ(of_first[1].outcome, Outcome::kAppended);
  EXPECT_EQ(of_first[2].outcome, Outcome::kRefused);
  EXPECT_EQ(of_second[0].outcome, Outcome::kAppended) << of_second[0].reason;
  EXPECT_EQ(of_second[1], (Answer{Outcome::kKnown, of_first[0].index, ""}));
  EXPECT_EQ(of_second[2].outcome, Outcome::kRefused);
  EXPECT_NE(of_second[2].reason.find("prev is not"), std::string::npos);
  EXPECT_EQ(of_second[3].outcome, Outcome::kAppended);
  EXPECT_EQ(state().counts(), (log::BallotCounts{3, 3, 0, 0, 1}));
  EXPECT_EQ(published().head(), state().head());

  // The vote is closed between the two.
  Board::PendingBallots late = board().begin_ballots({ballot(4)}, random_);
  must_post(EntryType::kClose, 0);
  EXPECT_EQ(board().finish_ballots(std::move(late)).value()[0].reason,
            "ballots are taken while the vote is open; the vote is closed and not sealed");
}

TEST_F(BoardTest, AJunkBallotCannotKeepTheOwnersOut) {
  open_vote();
  Bytes junk = ballot(0);
  junk.back() ^= 1;
  const std::vector<Answer> answers = post({junk, ballot(0)});
  EXPECT_EQ(answers[0].outcome, Outcome::kRefused);
  EXPECT_EQ(answers[1].outcome, Outcome::kAppended);
  EXPECT_EQ(state().batches(), 1U);
}

TEST_F(BoardTest, TheOpeningMustNameTheKeys) {
  must_post(EntryType::kManifest, 0);
  for (const EntryType type :
       {EntryType::kCommit, EntryType::kReveal, EntryType::kShare, EntryType::kConfirm}) {
    for (std::uint16_t i = 1; i <= 3; ++i) must_post(type, i);
  }
  must_post(EntryType::kRoll, 0);
  const Answer refused = post(statement(EntryType::kOpening, 0));
  EXPECT_EQ(refused.outcome, Outcome::kRefused);
  EXPECT_EQ(refused.reason,
            "the opening's keys_root is not that of the revealed keys, " + to_hex(keys().root()));
  EXPECT_EQ(post(opening()).outcome, Outcome::kAppended);
}

TEST_F(BoardTest, StatementsOfManyPartsAreInWholeOrNotAtAll) {
  must_post(EntryType::kManifest, 0);
  for (const EntryType type :
       {EntryType::kCommit, EntryType::kReveal, EntryType::kShare, EntryType::kConfirm}) {
    for (std::uint16_t i = 1; i <= 3; ++i) must_post(type, i);
  }
  const std::uint64_t size = state().size();
  log::Statement roll =
      election_.sign(EntryType::kRoll, 0, SampleElection::records(0, 2000).encode());
  std::vector<Bytes> parts = log::split_statement(roll);
  ASSERT_EQ(parts.size(), 2U);
  const auto outcome = [&](const std::vector<Bytes>& list) {
    return board().post_statement(list).value().outcome;
  };
  EXPECT_EQ(outcome({}), Outcome::kRefused);
  EXPECT_EQ(outcome({parts[0]}), Outcome::kRefused);
  EXPECT_EQ(outcome({parts[1]}), Outcome::kRefused);
  EXPECT_EQ(outcome({parts[1], parts[0]}), Outcome::kRefused);
  std::vector<Bytes> changed = parts;
  changed[1].back() ^= 1;
  EXPECT_EQ(outcome(changed), Outcome::kRefused);
  EXPECT_EQ(state().size(), size);
  EXPECT_EQ(outcome(parts), Outcome::kAppended);
  EXPECT_EQ(outcome(parts), Outcome::kKnown);
  EXPECT_EQ(outcome(changed), Outcome::kRefused);
  EXPECT_EQ(state().size(), size + 2);
  start();
  EXPECT_EQ(board().post_statement(parts).value(), (Answer{Outcome::kKnown, size, ""}));
}

TEST_F(BoardTest, NoBallotsBeforeTheVoteIsOpen) {
  EXPECT_EQ(post_one(Bytes{0x13}).reason,
            "ballots are taken while the vote is open; the log is empty");
  must_post(EntryType::kManifest, 0);
  const Bytes formal = election_.formal_ballot(state(), 0, BallotType::kCast);
  EXPECT_EQ(post_one(formal).reason,
            "ballots are taken while the vote is open; 0 of 3 commits are in the log, trustees 1, "
            "2, 3 are missing");
}

TEST_F(BoardTest, RebuildsItsStateFromTheStore) {
  open_vote();
  post({ballot(0), ballot(1)});
  const Bytes replaced = ballot(0);
  post_one(replaced);
  const log::TreeHead head = state().head();
  const std::vector<std::uint64_t> superseded = state().superseded();
  start();
  EXPECT_EQ(state().head(), head);
  EXPECT_EQ(state().superseded(), superseded);
  EXPECT_EQ(post_one(ballot(0)).outcome, Outcome::kAppended);
}

TEST_F(BoardTest, AnotherManifestIsRefused) {
  viche::test::SampleOptions options;
  options.id = "another";
  const SampleElection another(options);
  const Answer answer = post(another.statement(state(), EntryType::kManifest, 0));
  EXPECT_EQ(answer.reason,
            "this board is for another manifest, " + to_hex(election_.manifest_hash()));
  must_post(EntryType::kManifest, 0);
  const auto opened =
      Board::open(*process_->store, *process_->sequencer, another.manifest_hash(), {});
  EXPECT_FALSE(opened.ok());
}

TEST_F(BoardTest, WithoutTheWitnessesAnEntryIsInButNotAcknowledged) {
  bool answering = true;
  start([&](const log::Note&, log::HashReader&) -> Result<std::vector<log::NoteSignature>> {
    if (answering) return std::vector<log::NoteSignature>();
    return Error{"no quorum", "witnesses"};
  });
  must_post(EntryType::kManifest, 0);
  answering = false;
  const log::Statement commit = statement(EntryType::kCommit, 1);
  const auto failed = board().post_statement(log::split_statement(commit));
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().reason, "no quorum");
  EXPECT_EQ(state().size(), 2U);
  EXPECT_EQ(published().size(), 1U);
  EXPECT_FALSE(board().post_statement(log::split_statement(commit)).ok());
  answering = true;
  EXPECT_EQ(post(commit), (Answer{Outcome::kKnown, 1, ""}));
  EXPECT_EQ(published().size(), 2U);
}

}  // namespace
}  // namespace viche::board
