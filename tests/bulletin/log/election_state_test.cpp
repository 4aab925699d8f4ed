#include "bulletin/log/election_state.h"

#include <gtest/gtest.h>

#include "tests/bulletin/log/sample_election.h"

namespace viche::log {
namespace {

using ballot::BallotType;
using test::SampleElection;
using test::SampleLog;
using test::SampleOptions;

/// What must not change when an entry is refused.
struct Fingerprint {
  TreeHead head;
  Phase phase;
  std::string description;
  std::uint64_t weight;
  BallotCounts counts;
  std::size_t credentials, superseded;

  explicit Fingerprint(const ElectionState& state)
      : head(state.head()),
        phase(state.phase()),
        description(state.describe()),
        weight(state.ledger().total_weight()),
        counts(state.counts()),
        credentials(state.ledger().credentials().size()),
        superseded(state.superseded().size()) {}
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

/// The error with which the state refuses an entry, after checking that it stayed as it was.
std::string refusal(ElectionState& state, ByteView entry) {
  const Fingerprint before(state);
  const auto applied = state.apply(entry);
  if (applied.ok()) return "accepted";
  EXPECT_EQ(Fingerprint(state), before);
  EXPECT_EQ(applied.error().where.rfind("entry " + std::to_string(before.head.size), 0), 0U);
  return applied.error().reason;
}

std::string refusal(ElectionState& state, const Statement& statement) {
  const auto checked = state.check_statement(statement);
  const std::string reason = refusal(state, split_statement(statement).at(0));
  EXPECT_EQ(checked.ok() ? "accepted" : checked.error().reason, reason);
  return reason;
}

class ElectionStateTest : public testing::Test {
 protected:
  void advance(Phase phase) { log_.advance(election_, phase); }
  ElectionState& state() { return log_.state; }
  Statement statement(EntryType type, std::uint16_t signer, std::uint32_t salt = 0) {
    return election_.statement(state(), type, signer, salt);
  }
  Statement sign(EntryType type, std::uint16_t signer, Bytes body) {
    return election_.sign(type, signer, std::move(body));
  }
  Bytes ballot(std::uint32_t voter, BallotType type = BallotType::kCast, std::uint32_t salt = 0) {
    return election_.formal_ballot(state(), voter, type, salt);
  }

  SampleElection election_;
  SampleLog log_;
};

TEST_F(ElectionStateTest, AWholeElectionWithItsMilestones) {
  EXPECT_EQ(state().describe(), "the log is empty");
  EXPECT_EQ(state().head(), TreeHead());
  advance(Phase::kReveal);
  EXPECT_EQ(state().commits_head(), state().head());
  EXPECT_EQ(state().manifest_bytes(), election_.manifest());
  EXPECT_EQ(state().manifest_hash(), election_.manifest_hash());
  EXPECT_EQ(state().shape(), (CeremonyShape{3, 2, state().shape().J}));
  EXPECT_EQ(state().shape().J, state().layout().global_slots());
  advance(Phase::kConfirm);
  EXPECT_EQ(state().shares_head(), state().head());
  advance(Phase::kOpening);
  const TreeHead before_opening = state().head();
  advance(Phase::kVoting);
  EXPECT_EQ(state().opening()->head, before_opening);
  EXPECT_EQ(state().election(), election_hash(*state().opening()));

  log_.append_batch({});
  log_.append_batch({ballot(0), ballot(1), ballot(2, BallotType::kChallenge)});
  log_.append_batch({ballot(0, BallotType::kCast, 1), ballot(3)});
  log_.append(statement(EntryType::kAdmission, 0));
  log_.append(statement(EntryType::kNotice, 0));
  log_.append_batch({ballot(100)});
  EXPECT_EQ(state().batches(), 4U);
  EXPECT_EQ(state().counts(), (BallotCounts{5, 4, 1, 0, 1}));
  advance(Phase::kClosed);
  log_.append(statement(EntryType::kCancellations, 0, 1));
  log_.append(statement(EntryType::kNotice, 0));
  log_.append(statement(EntryType::kCancellations, 0, 3));
  EXPECT_EQ(state().counts(), (BallotCounts{5, 2, 1, 2, 1}));
  advance(Phase::kSealed);
  EXPECT_EQ(state().tally_head(), state().head());
  log_.append(statement(EntryType::kNotice, 0));
  EXPECT_EQ(state().notices(), 3U);
  advance(Phase::kFinished);
  EXPECT_EQ(state().rounds().agreements(), 4U);
  EXPECT_EQ(state().decrypted(), 3U);
  EXPECT_EQ(state().result()->counts, state().counts());

  // The root is that of the entries, and a second reader comes to the same state.
  std::vector<Hash> leaves;
  ElectionState again;
  for (const Bytes& entry : log_.entries) {
    leaves.push_back(hash_leaf(entry));
    const auto applied = again.apply(entry);
    ASSERT_TRUE(applied.ok()) << applied.error().message();
    EXPECT_EQ(applied->index + 1, leaves.size());
    EXPECT_EQ(applied->leaf, leaves.back());
  }
  EXPECT_EQ(state().head(), (TreeHead{leaves.size(), merkle_root(leaves)}));
  EXPECT_EQ(Fingerprint(again), Fingerprint(state()));
}

// Blocks of any size are one entry after another, up to the first error and with its message.
TEST_F(ElectionStateTest, ManyAtOnceAreOneByOne) {
  advance(Phase::kVoting);
  log_.append_batch({ballot(0), ballot(1), ballot(2, BallotType::kChallenge)});
  log_.append(statement(EntryType::kNotice, 0));
  log_.append_batch({ballot(0, BallotType::kCast, 1), ballot(3)});
  advance(Phase::kSealed);
  std::vector<Bytes> bad = log_.entries;
  std::size_t last_cast = bad.size() - 1;
  while (bad[last_cast].front() != std::uint8_t(EntryType::kCast)) --last_cast;
  bad[last_cast][ballot::kOffsetC + 40] ^= 1;  // another tracker, another leaf
  std::swap(bad[last_cast], bad[last_cast - 1]);
  std::size_t refused = 0;
  for (const std::vector<Bytes>& entries : {log_.entries, bad}) {
    for (std::size_t block = 1; block <= entries.size(); block += 3) {
      ElectionState one_by_one, at_once;
      std::size_t taken = 0;
      for (std::size_t first = 0; first < entries.size(); first += block) {
        std::vector<HashedEntry> hashed;
        const std::size_t end = std::min(entries.size(), first + block);
        for (std::size_t i = first; i < end; ++i) {
          hashed.push_back({entries[i], hash_leaf(entries[i])});
        }
        const auto take = [&](const Applied& applied, ByteView entry) -> Result<void> {
          EXPECT_EQ(Bytes(entry.begin(), entry.end()), entries[taken]);
          const auto expected = one_by_one.apply(entries[taken++]);
          EXPECT_TRUE(expected.ok());
          EXPECT_EQ(applied.index, expected->index);
          EXPECT_EQ(applied.leaf, expected->leaf);
          EXPECT_EQ(applied.tracker, expected->tracker);
          EXPECT_EQ(applied.superseded, expected->superseded);
          if (entry_shape(applied.type) == EntryShape::kBallot) {
            EXPECT_EQ(applied.tracker,
                      ballot::tracker(*at_once.election(), ballot::BallotView::of(entry)));
          }
          return {};
        };
        const Result<void> all = at_once.apply_all(hashed, take);
        EXPECT_EQ(Fingerprint(at_once), Fingerprint(one_by_one));
        EXPECT_EQ(all.ok(), taken == end);
        if (all) continue;
        EXPECT_EQ(all.error().message(), one_by_one.apply(entries[taken]).error().message());
        ++refused;
        break;
      }
    }
  }
  EXPECT_GT(refused, 3U);
}

TEST_F(ElectionStateTest, WhoTakesEntriesMayStop) {
  advance(Phase::kVoting);
  std::vector<HashedEntry> hashed;
  for (const Bytes& entry : log_.entries) hashed.push_back({entry, hash_leaf(entry)});
  ElectionState state;
  const Result<void> stopped =
      state.apply_all(hashed, [](const Applied& applied, ByteView) -> Result<void> {
        return applied.index < 2 ? Result<void>() : Error{"enough", ""};
      });
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().message(), "enough");
  EXPECT_EQ(state.size(), 3U);
}

TEST_F(ElectionStateTest, EachEntryIsRefusedOnceItIsInTheLog) {
  advance(Phase::kVoting);
  log_.append_batch({ballot(0), ballot(1)});
  advance(Phase::kFinished);
  ElectionState again;
  for (std::size_t i = 0; i < log_.entries.size(); ++i) {
    const bool in_batch = again.ballots_left() > 0;
    ASSERT_TRUE(again.apply(log_.entries[i]).ok());
    // Every earlier entry once more, after each entry.
    for (std::size_t j = 0; j <= i; ++j) {
      EXPECT_NE(refusal(again, log_.entries[j]), "accepted") << j << " after " << i;
    }
    EXPECT_EQ(in_batch, entry_shape(*entry_type_of(log_.entries[i])) == EntryShape::kBallot);
  }
}

TEST_F(ElectionStateTest, EveryByteOfEveryStatementIsCovered) {
  advance(Phase::kFinished);
  ElectionState again;
  for (const Bytes& entry : log_.entries) {
    // The manifest is long: every seventh byte of what is longer than 2,000 bytes.
    for (std::size_t i = 0; i<entry.size(); i += entry.size()> 2000 ? 7 : 1) {
      Bytes changed = entry;
      changed[i] ^= static_cast<std::uint8_t>(1U << i % 8);
      if (changed[0] != entry[0] || i < 5) {
        const auto applied = ElectionState(again).apply(changed);
        EXPECT_FALSE(applied.ok() && applied->signer.has_value());
        continue;
      }
      EXPECT_NE(refusal(again, changed), "accepted") << i;
    }
    ASSERT_TRUE(again.apply(entry).ok());
  }
}

TEST_F(ElectionStateTest, SignersMustExistAndHaveTheRole) {
  advance(Phase::kCommit);
  EXPECT_EQ(refusal(state(), sign(EntryType::kCommit, 0, Bytes(64))),
            "the commit is a trustee's to sign, not the registrar's");
  EXPECT_EQ(refusal(state(), sign(EntryType::kCommit, 4, Bytes(64))),
            "the commit is a trustee's to sign, not agreement signer 4's");
  Statement beyond = statement(EntryType::kCommit, 1);
  beyond.signer = 5;
  EXPECT_EQ(refusal(state(), beyond), "signer 5 does not exist: signers are numbered 0 to 4");
  Statement stolen = statement(EntryType::kCommit, 1);
  stolen.signer = 2;
  EXPECT_EQ(refusal(state(), stolen),
            "the signature is not trustee 2's over this commit in this election");
  advance(Phase::kRoll);
  EXPECT_EQ(refusal(state(), sign(EntryType::kRoll, 1, {})),
            "the roll is the registrar's to sign, not trustee 1's");
  advance(Phase::kSealed);
  EXPECT_EQ(refusal(state(), statement(EntryType::kAgreement, 0)),
            "the agreement is an agreement signer's to sign, not the registrar's");
}

TEST_F(ElectionStateTest, StatementsOfAnotherElectionAreRefused) {
  test::SampleOptions options;
  options.id = "another";
  const SampleElection another(options);  // with the same officials' keys
  SampleLog other;
  other.advance(another, Phase::kReveal);
  advance(Phase::kCommit);
  EXPECT_EQ(refusal(state(), other.entries.at(1)),
            "the signature is not trustee 1's over this commit in this election");
  ElectionState fresh;
  Statement manifest = statement(EntryType::kManifest, 0);
  manifest.body = another.manifest();
  EXPECT_EQ(refusal(fresh, manifest),
            "the signature is not the registrar's over this manifest in this election");
}

TEST_F(ElectionStateTest, TheManifestMustBeOne) {
  ElectionState fresh;
  EXPECT_NE(refusal(fresh, sign(EntryType::kManifest, 0, {})), "accepted");
  Bytes cut = election_.manifest();
  cut.pop_back();
  EXPECT_NE(refusal(fresh, sign(EntryType::kManifest, 0, cut)), "accepted");
  EXPECT_EQ(refusal(fresh, sign(EntryType::kManifest, 1, election_.manifest())),
            "the manifest is the registrar's to sign, not trustee 1's");
}

TEST_F(ElectionStateTest, RepeatsNameTheSigner) {
  advance(Phase::kCommit);
  log_.append(statement(EntryType::kCommit, 2));
  EXPECT_EQ(
      refusal(state(), statement(EntryType::kCommit, 2, 9)),
      "trustee 2's commit is in the log already; 1 of 3 commits are in the log, trustees 1, 3 "
      "are missing");
  advance(Phase::kSealed);
}

TEST_F(ElectionStateTest, HeadsThatAreNotTheRightOnesAreRefused) {
  const auto wrong = [](const TreeHead& right) {
    TreeHead other = right;
    other.root[5] ^= 1;
    return std::vector<TreeHead>{other, {right.size + 1, right.root}, TreeHead{}};
  };
  advance(Phase::kReveal);
  for (const TreeHead& head : wrong(state().head())) {
    RevealBody body = election_.reveal(state(), 1);
    body.commits_head = head;
    EXPECT_EQ(refusal(state(), sign(EntryType::kReveal, 1, body.encode())),
              "it names the head at the last commit as size " + std::to_string(head.size) +
                  ", root " + to_hex(head.root) + ", which is size " +
                  std::to_string(state().size()) + ", root " + to_hex(state().head().root));
  }
  // A head that was right once is not right for ever.
  log_.append(statement(EntryType::kReveal, 2));
  RevealBody late = election_.reveal(state(), 1);
  late.commits_head = state().head();
  EXPECT_NE(refusal(state(), sign(EntryType::kReveal, 1, late.encode())), "accepted");
  log_.append(statement(EntryType::kReveal, 1));
  log_.append(statement(EntryType::kReveal, 3));
  advance(Phase::kConfirm);
  for (const TreeHead& head : wrong(state().head())) {
    EXPECT_NE(refusal(state(), sign(EntryType::kConfirm, 1, ConfirmBody{head, {}}.encode())),
              "accepted");
  }
  advance(Phase::kOpening);
  for (const TreeHead& head : wrong(state().head())) {
    const OpeningBody body{election_.manifest_hash(), head, {}};
    EXPECT_NE(refusal(state(), sign(EntryType::kOpening, 0, body.encode())), "accepted");
  }
  EXPECT_EQ(
      refusal(state(), sign(EntryType::kOpening, 0, OpeningBody{{}, state().head(), {}}.encode())),
      "it names another manifest, " + std::string(64, '0'));
  advance(Phase::kVoting);
  for (const TreeHead& head : wrong(state().head())) {
    EXPECT_NE(refusal(state(), sign(EntryType::kClose, 0, HeadBody{head}.encode())), "accepted");
  }
  const Statement early = statement(EntryType::kClose, 0);
  log_.append_batch({ballot(0)});
  EXPECT_NE(refusal(state(), early), "accepted");  // it does not cover the latest batch
  advance(Phase::kClosed);
  for (const TreeHead& head : wrong(state().head())) {
    EXPECT_NE(refusal(state(), sign(EntryType::kSeal, 0, HeadBody{head}.encode())), "accepted");
  }
  advance(Phase::kSealed);
  for (const TreeHead& head : wrong(state().head())) {
    EXPECT_NE(refusal(state(), sign(EntryType::kAgreement, 1, AgreementBody{{1, head}}.encode())),
              "accepted");
  }
  EXPECT_EQ(
      refusal(state(), sign(EntryType::kAgreement, 1, AgreementBody{{2, state().head()}}.encode())),
      "it names round 2, and round 1 is open");
  for (const std::uint16_t signer : std::initializer_list<std::uint16_t>{1, 2, 4}) {
    log_.append(statement(EntryType::kAgreement, signer));
  }
  for (const TreeHead& head : wrong(*state().tally_head())) {
    const DecryptionBody body{{1, head}, {}};
    EXPECT_NE(refusal(state(), sign(EntryType::kDecryption, 1, body.encode())), "accepted");
  }
  EXPECT_NE(refusal(state(), sign(EntryType::kDecryption, 1,
                                  DecryptionBody{{2, *state().tally_head()}, {}}.encode())),
            "accepted");
}

TEST_F(ElectionStateTest, RollsAndAdmissions) {
  advance(Phase::kRoll);
  const auto roll = [&](const RecordsBody& body, EntryType type = EntryType::kRoll) {
    return refusal(state(), sign(type, 0, body.encode()));
  };
  RecordsBody body = SampleElection::records(0, 3);
  body.records[1].style = ballot::StyleIndex(2);
  EXPECT_EQ(roll(body),
            "credential " + to_hex(body.records[1].K) + " has style 3, and there are 2");
  // v_max is 5 (the score contest): at most floor(2^40 / 5) = 219902325555 in all.
  RecordsBody heavy = SampleElection::records(0, 52);
  for (VoterRecord& record : heavy.records) record.weight = 0xffffffff;
  std::uint64_t excess = 52 * std::uint64_t{0xffffffff} - 219902325555;
  heavy.records[0].weight -= static_cast<std::uint32_t>(excess / 2);
  heavy.records[1].weight -= static_cast<std::uint32_t>(excess - excess / 2 - 1);
  EXPECT_EQ(
      roll(heavy),
      "the weights sum to 219902325556, and at most 219902325555 is allowed in this election");
  heavy.records[2].weight -= 2;
  log_.append(sign(EntryType::kRoll, 0, heavy.encode()));
  EXPECT_EQ(state().ledger().total_weight(), 219902325554U);
  advance(Phase::kVoting);
  RecordsBody one = SampleElection::records(60, 1);
  one.records[0].weight = 2;
  EXPECT_NE(roll(one, EntryType::kAdmission), "accepted");
  EXPECT_EQ(roll(RecordsBody{}, EntryType::kAdmission), "an admission has at least one record");
  EXPECT_NE(roll(SampleElection::records(51, 1), EntryType::kAdmission), "accepted");
  one.records[0].weight = 1;
  log_.append(sign(EntryType::kAdmission, 0, one.encode()));
}

TEST_F(ElectionStateTest, AnEmptyRollIsLegal) {
  advance(Phase::kRoll);
  log_.append(sign(EntryType::kRoll, 0, {}));
  advance(Phase::kFinished);
  EXPECT_EQ(state().counts(), BallotCounts());
}

TEST_F(ElectionStateTest, ARollOfManyPartsIsOneStatement) {
  advance(Phase::kRoll);
  const Statement roll = sign(EntryType::kRoll, 0, SampleElection::records(0, 3500).encode());
  const std::vector<Bytes> parts = split_statement(roll);
  ASSERT_EQ(parts.size(), 3U);
  ASSERT_TRUE(state().check_statement(roll).ok());
  const std::uint64_t size = state().size();
  log_.append(parts[0]);
  EXPECT_FALSE(state().between_entries());
  EXPECT_EQ(state().phase(), Phase::kRoll);
  const std::string interrupted =
      "part 2 of 3 of the roll is next: nothing may stand between the parts of a statement";
  EXPECT_EQ(refusal(state(), parts[2]), interrupted);
  EXPECT_EQ(refusal(state(), parts[0]), interrupted);
  EXPECT_EQ(refusal(state(), split_statement(statement(EntryType::kOpening, 0)).at(0)),
            interrupted);
  EXPECT_EQ(refusal(state(), Batch{1, 0}.encode()), interrupted);
  log_.append(parts[1]);
  Bytes changed = parts[2];
  changed.back() ^= 1;
  EXPECT_EQ(refusal(state(), changed),
            "the signature is not the registrar's over this roll in this election");
  log_.append(parts[2]);
  EXPECT_EQ(state().size(), size + 3);
  EXPECT_EQ(state().ledger().credentials().size(), 3500U);
  EXPECT_EQ(state().phase(), Phase::kOpening);
}

TEST_F(ElectionStateTest, BatchesAreNumberedFilledAndSorted) {
  advance(Phase::kVoting);
  EXPECT_EQ(refusal(state(), Batch{2, 0}.encode()), "batch 2 stands where batch 1 is next");
  EXPECT_EQ(refusal(state(), Batch{0, 0}.encode()), "batch 0 stands where batch 1 is next");
  log_.append(Batch{1, 0}.encode());
  EXPECT_TRUE(state().between_entries());
  EXPECT_EQ(refusal(state(), Batch{1, 0}.encode()), "batch 1 stands where batch 2 is next");

  std::vector<Bytes> ballots = {ballot(0), ballot(1), ballot(2)};
  test::sort_by_tracker(state(), ballots);
  log_.append(Batch{2, 3}.encode());
  EXPECT_EQ(state().describe(), "ballot 1 of 3 of batch 2 is next");
  log_.append(ballots[1]);
  EXPECT_EQ(refusal(state(), ballots[0]).substr(0, 58),
            "the ballots of a batch stand in ascending order of tracker");
  log_.append(ballots[2]);
  EXPECT_FALSE(state().between_entries());
  EXPECT_EQ(refusal(state(), ballots[2]), "C_0 is that of an earlier entry of this credential");
}

TEST_F(ElectionStateTest, NoCredentialTwiceInABatchEvenWithTheRightPrev) {
  advance(Phase::kVoting);
  log_.append_batch({ballot(0)});
  // Two ballots of voter 0 such that the second, with the right prev, has the larger tracker.
  log_.append(Batch{2, 2}.encode());
  const Bytes first = ballot(0, BallotType::kCast, 7);
  log_.append(first);
  for (std::uint32_t salt = 8; salt < 16; ++salt) {
    EXPECT_EQ(refusal(state(), ballot(0, BallotType::kChallenge, salt)),
              "credential " + to_hex(SampleElection::voter_key(0)) +
                  " has an earlier ballot in this batch");
  }
}

TEST_F(ElectionStateTest, BallotsThatAreNone) {
  advance(Phase::kVoting);
  const Bytes good = ballot(1);
  log_.append(Batch{1, 1}.encode());
  for (std::size_t size = 1; size < good.size(); size += 37) {
    EXPECT_NE(refusal(state(), ByteView(good).first(size)), "accepted");
  }
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_NE(refusal(state(), longer), "accepted");
  Bytes other = good;
  other[2] = 3;  // a style that does not exist
  EXPECT_NE(refusal(state(), other), "accepted");
  log_.append(good);
}

TEST_F(ElectionStateTest, AppliedTellsWeightAndWhatWasSuperseded) {
  advance(Phase::kVoting);
  log_.append(Batch{1, 1}.encode());
  const Applied first = log_.append(ballot(2));
  EXPECT_EQ(first.weight, 3U);
  EXPECT_EQ(first.superseded, std::nullopt);
  log_.append(Batch{2, 1}.encode());
  const Applied second = log_.append(ballot(2, BallotType::kCast, 1));
  EXPECT_EQ(second.superseded, first.index);
  EXPECT_EQ(state().superseded(), std::vector<std::uint64_t>{first.index});
}

TEST_F(ElectionStateTest, NoticesAreNumbered) {
  advance(Phase::kVoting);
  EXPECT_EQ(refusal(state(), sign(EntryType::kNotice, 0, NoticeBody{2, "x"}.encode())),
            "notice 2 stands where notice 1 is next");
  log_.append(statement(EntryType::kNotice, 0));
  EXPECT_EQ(refusal(state(), sign(EntryType::kNotice, 0, NoticeBody{1, "x"}.encode())),
            "notice 1 stands where notice 2 is next");
}

TEST_F(ElectionStateTest, CancellationsNeedCasts) {
  advance(Phase::kVoting);
  log_.append_batch({ballot(0), ballot(1, BallotType::kChallenge)});
  advance(Phase::kClosed);
  EXPECT_NE(refusal(state(), statement(EntryType::kCancellations, 0, 1)), "accepted");
  log_.append(statement(EntryType::kCancellations, 0, 0));
  EXPECT_NE(refusal(state(), statement(EntryType::kCancellations, 0, 0)), "accepted");
}

TEST_F(ElectionStateTest, AComplaintEndsTheCeremony) {
  advance(Phase::kConfirm);
  log_.append(statement(EntryType::kConfirm, 2));
  const auto complaint = [&](std::uint16_t signer, std::uint16_t dealer) {
    return sign(EntryType::kComplaint, signer, ComplaintBody{dealer}.encode());
  };
  EXPECT_EQ(refusal(state(), complaint(1, 0)), "there is no trustee 0");
  EXPECT_EQ(refusal(state(), complaint(1, 4)), "there is no trustee 4");
  EXPECT_EQ(refusal(state(), complaint(1, 1)), "nobody sends a box to itself");
  EXPECT_EQ(refusal(state(), complaint(4, 1)),
            "the complaint is a trustee's to sign, not agreement signer 4's");
  log_.append(complaint(1, 3));
  EXPECT_EQ(state().phase(), Phase::kComplaint);
  EXPECT_EQ(refusal(state(), complaint(1, 3)),
            "its complaint about trustee 3 is in the log already");
  for (const std::uint16_t i : std::initializer_list<std::uint16_t>{1, 3}) {
    EXPECT_EQ(refusal(state(), statement(EntryType::kConfirm, i)),
              "a confirm can stand only after all shares and before the roll, one per trustee; "
              "here, the ceremony has ended with 1 complaint, 0 answered");
  }
  EXPECT_NE(refusal(state(), statement(EntryType::kRoll, 0)), "accepted");
  log_.append(complaint(1, 2));
  log_.append(complaint(2, 3));
  // Answers, each once and to somebody who complained about the signer.
  const auto answer = [&](std::uint16_t signer, std::uint16_t recipient) {
    return sign(EntryType::kAnswer, signer, AnswerBody{recipient, Bytes32{9}}.encode());
  };
  EXPECT_EQ(refusal(state(), answer(1, 3)), "trustee 3 has not complained about this trustee");
  EXPECT_EQ(refusal(state(), answer(3, 0)), "trustee 0 has not complained about this trustee");
  log_.append(answer(3, 2));
  EXPECT_EQ(refusal(state(), answer(3, 2)), "its answer to trustee 2 is in the log already");
  log_.append(answer(2, 1));
  EXPECT_EQ(state().describe(), "the ceremony has ended with 3 complaints, 2 answered");
  EXPECT_EQ(state().complaints(),
            (std::vector<Complaint>{{1, 3, std::nullopt}, {1, 2, Bytes32{9}}, {2, 3, Bytes32{9}}}));
}

TEST_F(ElectionStateTest, AComplaintMayComeUntilTheRoll) {
  advance(Phase::kRoll);
  log_.append(statement(EntryType::kComplaint, 2));
  EXPECT_EQ(state().phase(), Phase::kComplaint);
  EXPECT_NE(refusal(state(), statement(EntryType::kRoll, 0)), "accepted");
}

TEST_F(ElectionStateTest, TheNextRoundOpensWithTheLastAbstention) {
  advance(Phase::kSealed);
  const auto abstain = [&](std::uint16_t signer, std::uint32_t round) {
    return sign(EntryType::kAbstention, signer, AbstentionBody{round}.encode());
  };
  const auto agree = [&](std::uint16_t signer, std::uint32_t round) {
    return sign(EntryType::kAgreement, signer,
                AgreementBody{{round, *state().tally_head()}}.encode());
  };
  log_.append(agree(1, 1));
  log_.append(agree(4, 1));
  EXPECT_EQ(refusal(state(), agree(2, 2)), "it names round 2, and round 1 is open");
  EXPECT_EQ(refusal(state(), abstain(1, 2)), "it names round 2, and round 1 is open");
  EXPECT_EQ(refusal(state(), abstain(1, 0)), "rounds are numbered from 1");
  EXPECT_EQ(refusal(state(), abstain(4, 1)),
            "the abstention is a trustee's to sign, not agreement signer 4's");
  log_.append(abstain(1, 1));
  EXPECT_NE(refusal(state(), abstain(1, 1)), "accepted");
  log_.append(abstain(3, 1));
  EXPECT_EQ(state().describe(),
            "the log is sealed, with 2 agreements (3 are needed) and 0 decryptions (2 are needed), "
            "and 2 of 3 trustees abstained");
  EXPECT_EQ(state().rounds().open(), 1U);
  log_.append(abstain(2, 1));
  EXPECT_EQ(state().rounds().open(), 2U);
  EXPECT_EQ(state().describe(),
            "the log is sealed, round 2 is open, with 0 agreements (3 are needed) and 0 "
            "decryptions (2 are needed)");
  // What round 1 had is over; everybody speaks anew.
  EXPECT_EQ(refusal(state(), agree(3, 1)), "it names round 1, and round 2 is open");
  EXPECT_EQ(refusal(state(), abstain(1, 1)), "it names round 1, and round 2 is open");
  log_.append(agree(1, 2));
  log_.append(agree(2, 2));
  EXPECT_NE(refusal(state(), statement(EntryType::kDecryption, 1)), "accepted");
  log_.append(agree(4, 2));
  RoundHead earlier{1, *state().tally_head()};
  EXPECT_EQ(refusal(state(), sign(EntryType::kDecryption, 1, DecryptionBody{earlier, {}}.encode())),
            "it names round 1, and round 2 is open");
  log_.append(statement(EntryType::kDecryption, 1));
  EXPECT_EQ(refusal(state(), abstain(1, 2)), "this trustee has decrypted, and so never abstains");
  log_.append(abstain(2, 2));
  EXPECT_EQ(refusal(state(), statement(EntryType::kDecryption, 2)),
            "this trustee has abstained from round 2");
  log_.append(statement(EntryType::kDecryption, 3));
  log_.append(statement(EntryType::kResult, 0));
  EXPECT_EQ(state().phase(), Phase::kFinished);
}

TEST_F(ElectionStateTest, AVoidCancelsTheVoteAndTheReplacementVotes) {
  advance(Phase::kVoting);
  const Bytes32 K = SampleElection::voter_key(1), K2 = SampleElection::voter_key(31);
  log_.append_batch({ballot(0), ballot(1)});
  log_.append_batch({ballot(1, BallotType::kCast, 1)});
  EXPECT_EQ(state().counts(), (BallotCounts{3, 2, 1, 0, 0}));
  log_.append(sign(EntryType::kVoid, 0, VoidBody{K, K2}.encode()));
  EXPECT_EQ(state().counts(), (BallotCounts{3, 1, 1, 1, 0}));
  log_.append(Batch{3, 1}.encode());
  EXPECT_EQ(refusal(state(), ballot(1, BallotType::kCast, 2)),
            "credential " + to_hex(K) + " is void");
  log_.append(ballot(31));
  EXPECT_EQ(state().counts(), (BallotCounts{4, 2, 1, 1, 0}));
  // One that has not voted changes no count; nor does one without a replacement come back.
  log_.append(statement(EntryType::kVoid, 0, 2));
  EXPECT_EQ(state().counts(), (BallotCounts{4, 2, 1, 1, 0}));
  advance(Phase::kClosed);
  EXPECT_EQ(refusal(state(), statement(EntryType::kCancellations, 0, 1)),
            "credential " + to_hex(K) + " is void");
  log_.append(statement(EntryType::kCancellations, 0, 31));
  EXPECT_EQ(state().counts(), (BallotCounts{4, 1, 1, 2, 0}));
  advance(Phase::kFinished);
}

TEST_F(ElectionStateTest, VoidsThatAreNone) {
  advance(Phase::kVoting);
  const auto refused = [&](const Bytes32& K, const Bytes32& replacement) {
    return refusal(state(), sign(EntryType::kVoid, 0, VoidBody{K, replacement}.encode()));
  };
  const auto key = [](std::uint32_t voter) { return SampleElection::voter_key(voter); };
  Bytes32 no_point = key(0);
  no_point[31] |= 0x80;
  EXPECT_EQ(refused({}, key(30)), "K is the identity");
  EXPECT_NE(refused(no_point, {}), "accepted");
  EXPECT_NE(refused(key(0), no_point), "accepted");
  EXPECT_NE(refused(key(40), {}), "accepted");
  EXPECT_NE(refused(key(0), key(0)), "accepted");
  EXPECT_EQ(refusal(state(), sign(EntryType::kVoid, 1, VoidBody{key(0), {}}.encode())),
            "the void is the registrar's to sign, not trustee 1's");
  Bytes too_long = VoidBody{key(0), {}}.encode();
  too_long.push_back(0);
  EXPECT_NE(refusal(state(), sign(EntryType::kVoid, 0, too_long)), "accepted");
  // Two of each style, whoever they are: replacements too.
  log_.append(sign(EntryType::kVoid, 0, VoidBody{key(0), key(30)}.encode()));
  log_.append(sign(EntryType::kVoid, 0, VoidBody{key(30), {}}.encode()));
  EXPECT_EQ(refused(key(2), {}), "at most 2 credentials of style one are voided, and as many are");
  EXPECT_EQ(refused(key(0), {}), "credential " + to_hex(key(0)) + " is void already");
  log_.append(sign(EntryType::kVoid, 0, VoidBody{key(1), {}}.encode()));
  EXPECT_NE(
      refusal(state(), sign(EntryType::kAdmission, 0, SampleElection::records(30, 1).encode())),
      "accepted");
}

// A replacement stands in for the weight of the void one: it fits where no new voter does.
TEST_F(ElectionStateTest, AReplacementAddsNoWeight) {
  advance(Phase::kRoll);
  RecordsBody heavy = SampleElection::records(0, 52);
  for (VoterRecord& record : heavy.records) record.weight = 0xffffffff;
  heavy.records[0].weight =
      static_cast<std::uint32_t>(219902325555 - 51 * std::uint64_t{0xffffffff});
  log_.append(sign(EntryType::kRoll, 0, heavy.encode()));
  ASSERT_EQ(state().ledger().total_weight(), 219902325555U);
  advance(Phase::kVoting);
  EXPECT_NE(
      refusal(state(), sign(EntryType::kAdmission, 0, SampleElection::records(60, 1).encode())),
      "accepted");
  log_.append(sign(EntryType::kVoid, 0,
                   VoidBody{heavy.records[5].K, SampleElection::voter_key(60)}.encode()));
  EXPECT_EQ(state().ledger().find(SampleElection::voter_key(60))->weight, 0xffffffffU);
  EXPECT_EQ(state().ledger().total_weight(), 219902325555U);
  // The weight of a void credential without a replacement makes no room either.
  log_.append(sign(EntryType::kVoid, 0, VoidBody{heavy.records[6].K, {}}.encode()));
  EXPECT_NE(
      refusal(state(), sign(EntryType::kAdmission, 0, SampleElection::records(61, 1).encode())),
      "accepted");
}

TEST(ElectionState, WithRevoteFirstTheReplacementCastsOnce) {
  SampleOptions options;
  options.revote = "first";
  const SampleElection election(options);
  SampleLog log;
  log.advance(election, Phase::kVoting);
  log.append_batch({election.formal_ballot(log.state, 0, BallotType::kCast)});
  log.append(election.sign(
      EntryType::kVoid, 0,
      VoidBody{SampleElection::voter_key(0), SampleElection::voter_key(30)}.encode()));
  log.append_batch({election.formal_ballot(log.state, 30, BallotType::kCast)});
  log.append(Batch{3, 1}.encode());
  EXPECT_EQ(refusal(log.state, election.formal_ballot(log.state, 30, BallotType::kCast, 1)),
            "the credential has a cast, and the first one counts in this election");
  EXPECT_EQ(log.state.counts(), (BallotCounts{2, 1, 0, 1, 0}));
}

}  // namespace
}  // namespace viche::log
