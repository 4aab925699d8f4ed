#include "bulletin/log/ledger.h"

#include <gtest/gtest.h>

#include "tests/bulletin/log/sample_election.h"

namespace viche::log {
namespace {

using ballot::BallotType;
using ballot::BallotView;
using test::SampleElection;

/// A ledger with the records of some voters, and ballots in form alone.
class LedgerTest : public testing::Test {
 protected:
  LedgerTest() : layout_(*ballot::parse_manifest(election_.manifest())) {
    ledger_.add_records(SampleElection::records(0, 8).records);
  }

  Bytes ballot(std::uint32_t voter, BallotType type, std::uint32_t salt, const Bytes32& prev) {
    const ballot::StyleIndex style(voter % 2);
    Bytes entry{static_cast<std::uint8_t>(type)};
    append_u16(entry, static_cast<std::uint16_t>(style.number()));
    append(entry, SampleElection::voter_key(voter));
    append(entry, prev);
    append(entry, test::SeededRandom(salt).bytes32());
    entry.resize(ballot::ballot_size(layout_.style(style).n()));
    return entry;
  }
  /// Empty if the ledger took it, else why not.
  std::string add(std::uint32_t voter, BallotType type, std::uint32_t salt) {
    const Credential* credential = ledger_.find(SampleElection::voter_key(voter));
    return add(ballot(voter, type, salt, credential == nullptr ? Hash{} : credential->latest));
  }
  std::string add(const Bytes& entry) {
    const BallotView view = *BallotView::parse(entry, layout_);
    const auto checked = ledger_.check_ballot(view);
    if (!checked) return checked.error().reason;
    superseded_ = ledger_.add_ballot(**checked, view, next_index_++, hash_leaf(entry));
    return "";
  }

  SampleElection election_;
  ballot::Layout layout_;
  Ledger ledger_{ballot::Revote::kLast, 3};
  std::uint64_t next_index_ = 100;
  std::optional<std::uint64_t> superseded_;
};

TEST_F(LedgerTest, AnEmptyLedgerKnowsNobody) {
  const Ledger empty(ballot::Revote::kLast, 3);
  EXPECT_EQ(empty.find(SampleElection::voter_key(0)), nullptr);
  EXPECT_EQ(empty.total_weight(), 0U);
  EXPECT_TRUE(empty.check_records({}).ok());
}

TEST_F(LedgerTest, RecordsComeInSeveralAdmissions) {
  std::uint64_t weight = ledger_.total_weight();
  EXPECT_EQ(weight, 1U + 2 + 3 + 1 + 2 + 3 + 1 + 2);
  for (std::uint32_t first = 8; first < 200; first += 16) {
    const RecordsBody more = SampleElection::records(first, 16);
    ASSERT_TRUE(ledger_.check_records(more.records).ok());
    ledger_.add_records(more.records);
    for (const VoterRecord& record : more.records) weight += record.weight;
  }
  EXPECT_EQ(ledger_.total_weight(), weight);
  EXPECT_EQ(ledger_.credentials().size(), 200U);
  for (std::uint32_t v = 0; v < 200; ++v) {
    const Credential* credential = ledger_.find(SampleElection::voter_key(v));
    ASSERT_NE(credential, nullptr) << v;
    EXPECT_EQ(credential->K, SampleElection::voter_key(v));
    EXPECT_EQ(credential->style.value(), v % 2);
    EXPECT_EQ(credential->weight, 1 + v % 3);
  }
  EXPECT_EQ(ledger_.find(SampleElection::voter_key(200)), nullptr);
  EXPECT_FALSE(ledger_.check_records(SampleElection::records(199, 2).records).ok());
  EXPECT_TRUE(ledger_.check_records(SampleElection::records(200, 2).records).ok());
}

TEST_F(LedgerTest, OnlyItsOwnStyleAndARegisteredKey) {
  EXPECT_NE(add(20, BallotType::kCast, 1).find("is not registered"), std::string::npos);
  Bytes entry = ballot(1, BallotType::kCast, 1, {});
  const Bytes32 other = SampleElection::voter_key(0);  // of style 1, the ballot of style 2
  std::copy(other.begin(), other.end(), entry.begin() + 3);
  EXPECT_EQ(add(entry), "style 2 is not this credential's, which is 1");
}

TEST_F(LedgerTest, TheLastCastIsEffectiveAndChallengesChangeNothing) {
  EXPECT_EQ(add(0, BallotType::kCast, 1), "");
  EXPECT_EQ(superseded_, std::nullopt);
  EXPECT_EQ(add(0, BallotType::kChallenge, 2), "");
  EXPECT_EQ(superseded_, std::nullopt);
  const Credential* credential = ledger_.find(SampleElection::voter_key(0));
  EXPECT_EQ(credential->effective_cast, 100U);
  EXPECT_EQ(credential->entries.back().index, 101U);
  EXPECT_EQ(add(0, BallotType::kCast, 3), "");
  EXPECT_EQ(superseded_, 100U);
  EXPECT_EQ(credential->effective_cast, 102U);
  EXPECT_EQ(add(0, BallotType::kCast, 4), "the credential has 3 entries, as many as are allowed");
  EXPECT_EQ(add(1, BallotType::kChallenge, 1), "");
  EXPECT_FALSE(ledger_.find(SampleElection::voter_key(1))->counts());
}

TEST_F(LedgerTest, PrevIsTheHashOfTheLatestEntry) {
  const Bytes first = ballot(0, BallotType::kCast, 1, {});
  EXPECT_NE(add(ballot(0, BallotType::kCast, 1, Bytes32{1})).find("prev is not"),
            std::string::npos);
  EXPECT_EQ(add(first), "");
  EXPECT_NE(add(ballot(0, BallotType::kCast, 2, {})).find("prev is not"), std::string::npos);
  EXPECT_EQ(add(ballot(0, BallotType::kCast, 2, hash_leaf(first))), "");
  EXPECT_NE(add(ballot(0, BallotType::kCast, 3, hash_leaf(first))).find("prev is not"),
            std::string::npos);
}

TEST_F(LedgerTest, C_0NeverRepeatsForACredentialUnderEitherType) {
  const std::string repeated = "C_0 is that of an earlier entry of this credential";
  EXPECT_EQ(add(0, BallotType::kCast, 1), "");
  EXPECT_EQ(add(0, BallotType::kCast, 1), repeated);
  EXPECT_EQ(add(0, BallotType::kChallenge, 1), repeated);
  EXPECT_EQ(add(0, BallotType::kChallenge, 2), "");
  EXPECT_EQ(add(0, BallotType::kCast, 2), repeated);
  EXPECT_EQ(add(0, BallotType::kCast, 1), repeated);
  EXPECT_EQ(add(2, BallotType::kCast, 1), "");  // another credential's C_0 is its own matter
}

TEST_F(LedgerTest, RevoteFirstRefusesASecondCastOnly) {
  ledger_ = Ledger(ballot::Revote::kFirst, 3);
  ledger_.add_records(SampleElection::records(0, 8).records);
  EXPECT_EQ(add(0, BallotType::kChallenge, 1), "");
  EXPECT_EQ(add(0, BallotType::kCast, 2), "");
  EXPECT_EQ(add(0, BallotType::kCast, 3),
            "the credential has a cast, and the first one counts in this election");
  EXPECT_EQ(add(0, BallotType::kChallenge, 4), "");
}

TEST_F(LedgerTest, CancellationsNeedACastAndComeOnce) {
  const auto reason = [&](std::uint32_t voter) {
    const std::vector<Bytes32> keys = {SampleElection::voter_key(voter)};
    const auto checked = ledger_.check_cancellations(keys);
    if (!checked) return checked.error().reason.substr(76);
    ledger_.cancel(keys);
    return std::string("cancelled now");
  };
  EXPECT_EQ(add(0, BallotType::kCast, 1), "");
  EXPECT_EQ(add(1, BallotType::kChallenge, 1), "");
  EXPECT_TRUE(ledger_.find(SampleElection::voter_key(0))->counts());
  EXPECT_EQ(reason(0), "cancelled now");
  EXPECT_FALSE(ledger_.find(SampleElection::voter_key(0))->counts());
  EXPECT_EQ(reason(0), "is cancelled already");
  EXPECT_EQ(reason(1), "has no cast to cancel");
  EXPECT_EQ(reason(2), "has no cast to cancel");
  EXPECT_EQ(reason(50), "is not registered");
}

TEST_F(LedgerTest, AVoidCredentialHasNoLegalBallotAndItsCastDoesNotCount) {
  const Bytes32 K = SampleElection::voter_key(3), K2 = SampleElection::voter_key(30);
  EXPECT_EQ(add(3, BallotType::kCast, 1), "");
  const std::uint64_t weight = ledger_.total_weight();
  ASSERT_TRUE(ledger_.check_void({K, K2}).ok());
  ledger_.void_credential({K, K2});
  EXPECT_FALSE(ledger_.find(K)->counts());
  EXPECT_EQ(ledger_.total_weight(), weight);
  EXPECT_EQ(add(3, BallotType::kCast, 2), "credential " + to_hex(K) + " is void");
  EXPECT_EQ(add(3, BallotType::kChallenge, 2), "credential " + to_hex(K) + " is void");
  const std::vector<Bytes32> keys = {K};
  EXPECT_EQ(ledger_.check_cancellations(keys).error().reason,
            "credential " + to_hex(K) + " is void");
  // Its replacement begins anew, with its style and weight.
  ASSERT_NE(ledger_.find(K2), nullptr);
  EXPECT_EQ(ledger_.find(K2)->style, ledger_.find(K)->style);
  EXPECT_EQ(ledger_.find(K2)->weight, ledger_.find(K)->weight);
  Bytes entry = ballot(3, BallotType::kCast, 1, {});
  std::copy(K2.begin(), K2.end(), entry.begin() + 3);
  EXPECT_EQ(add(entry), "");
  EXPECT_TRUE(ledger_.find(K2)->counts());
}

TEST_F(LedgerTest, VoidsNameWhoIsHereAndReplacementsWhoIsNot) {
  const auto reason = [&](const Bytes32& K, const Bytes32& replacement) {
    const auto checked = ledger_.check_void({K, replacement});
    if (!checked) return checked.error().reason;
    ledger_.void_credential({K, replacement});
    return std::string("void now");
  };
  const auto key = [](std::uint32_t voter) { return SampleElection::voter_key(voter); };
  EXPECT_EQ(reason(key(50), {}), "credential " + to_hex(key(50)) + " is not registered");
  const auto registered = [&](std::uint32_t voter) {
    return "the replacement " + to_hex(key(voter)) + " is registered already";
  };
  EXPECT_EQ(reason(key(0), key(0)), registered(0));
  EXPECT_EQ(reason(key(0), key(1)), registered(1));
  EXPECT_EQ(reason(key(0), key(50)), "void now");
  EXPECT_EQ(reason(key(0), {}), "credential " + to_hex(key(0)) + " is void already");
  EXPECT_EQ(reason(key(2), key(50)), registered(50));
  EXPECT_EQ(reason(key(2), key(0)), registered(0));  // void or not
  EXPECT_EQ(reason(key(50), key(51)), "void now");   // a replacement may be replaced
  EXPECT_EQ(reason(key(1), {}), "void now");
  EXPECT_EQ(ledger_.voided(ballot::StyleIndex(0)), 2U);
  EXPECT_EQ(ledger_.voided(ballot::StyleIndex(1)), 1U);
  EXPECT_FALSE(ledger_.check_records(SampleElection::records(50, 1).records).ok());
}

}  // namespace
}  // namespace viche::log
