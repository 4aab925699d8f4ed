// Complaints, answers, and who is at fault: a cheating dealer, a false complainer, and programs
// that refuse to be either.

#include "tally/complaint.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "crypto/proof/sealed_box.h"
#include "tally/ceremony.h"
#include "tests/tally/support/tally_election.h"

namespace viche::tally {
namespace {

using log::EntryType;
using test::TallyElection;

constexpr std::uint16_t kDealer = 2;
constexpr std::uint16_t kComplainer = 3;

/// Up to the shares; the box from the dealer to the complainer is changed.
class ComplaintTest : public testing::Test {
 protected:
  using Change = std::function<void(Bytes&)>;

  void share(const Change& change) {
    election_.say_manifest();
    election_.commit();
    election_.reveal();
    for (std::uint16_t i = 1; i <= 3; ++i) {
      auto share = make_share(election_.state(), i, election_.keys(i));
      if (i == kDealer) change(share->boxes[log::box_position(kDealer, kComplainer)]);
      election_.say(EntryType::kShare, i, share->encode());
    }
  }
  void share() {
    share([](Bytes&) {});
  }
  /// A box like the dealer's, with another plain text; `first` is added to the first share.
  Bytes other_box(std::uint16_t recipient, const Scalar& first) {
    const Secret<std::vector<Scalar>> shares = election_.keys(kDealer).shares_for(kComplainer);
    Bytes plain;
    append(plain, election_.state().manifest_hash());
    append_u16(plain, kDealer);
    append_u16(plain, recipient);
    for (std::size_t j = 0; j < shares.expose().size(); ++j) {
      const Scalar share = shares.expose()[j];
      append(plain, (j == 0 ? share + first : share).encode());
    }
    return seal_box(plain, election_.state().commits()[kComplainer - 1U]->receive_key,
                    election_.keys(kDealer).box_secret(kComplainer));
  }
  Result<log::ComplaintBody> complaint(std::uint16_t i, std::uint16_t dealer) {
    return make_complaint(election_.state(), i, dealer, election_.keys(i), election_.random);
  }
  void complain() {
    election_.say(EntryType::kComplaint, kComplainer, log::ComplaintBody{kDealer}.encode());
  }
  void answer(const Bytes32& secret) {
    election_.say(EntryType::kAnswer, kDealer, log::AnswerBody{kComplainer, secret}.encode());
  }
  /// The secret of the box, as the dealer's seed makes it.
  Bytes32 box_secret() { return election_.keys(kDealer).box_secret(kComplainer).expose(); }
  Finding judge() {
    return judge_complaint(election_.state(), election_.state().complaints().front(),
                           election_.random);
  }

  TallyElection election_;
};

TEST_F(ComplaintTest, WithoutGroundsThereIsNone) {
  share();
  for (std::uint16_t i = 1; i <= 3; ++i) {
    for (std::uint16_t dealer = 0; dealer <= 4; ++dealer) {
      const auto refused = complaint(i, dealer);
      ASSERT_FALSE(refused.ok());
      EXPECT_NE(refused.error().reason.find("no grounds"), std::string::npos);
    }
  }
  // With another seed nothing opens, and that is nobody else's fault.
  const auto refused = make_complaint(election_.state(), 3, 2, election_.keys(1), election_.random);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().where, "trustee 3");
}

TEST_F(ComplaintTest, NothingToComplainAboutBeforeTheShares) {
  election_.say_manifest();
  election_.commit();
  EXPECT_FALSE(complaint(3, 2).ok());
}

TEST_F(ComplaintTest, AGarbageBoxIsTheDealersFaultWhateverTheAnswer) {
  share([](Bytes& box) { box.back() ^= 1; });
  EXPECT_FALSE(complaint(1, kDealer).ok());  // its own box is good
  EXPECT_FALSE(complaint(kComplainer, 1).ok());
  ASSERT_EQ(complaint(kComplainer, kDealer)->dealer, kDealer);
  complain();
  EXPECT_EQ(unanswered(election_.state(), kDealer), kComplainer);
  EXPECT_EQ(judge().at_fault, kDealer);
  EXPECT_EQ(judge().reason, "it has not answered");
  // An honest program does not answer for a box that it did not make.
  const auto refused =
      make_answer(election_.state(), kDealer, kComplainer, election_.keys(kDealer));
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().reason.find("not what this election seed makes"), std::string::npos);
  // The dealer's own program would: with the secret that a good box would have had.
  answer(box_secret());
  EXPECT_EQ(unanswered(election_.state(), kDealer), std::nullopt);
  const Finding finding = judge();
  EXPECT_EQ(finding.at_fault, kDealer);
  EXPECT_NE(finding.reason.find("does not open"), std::string::npos) << finding.reason;
}

TEST_F(ComplaintTest, ABoxThatOpensForNobodyIsTheDealersFault) {
  Bytes32 other{};
  other.fill(7);
  share([&](Bytes& box) {
    // e of another secret than the rest of the box.
    const Bytes32 e = x25519_public_key(Secret<Bytes32>(Bytes32(other))).bytes;
    std::copy(e.begin(), e.end(), box.begin());
  });
  ASSERT_TRUE(complaint(kComplainer, kDealer).ok());
  complain();
  answer(other);
  EXPECT_EQ(judge().at_fault, kDealer);
  EXPECT_NE(judge().reason.find("does not open"), std::string::npos);
}

TEST_F(ComplaintTest, AFalseComplaintIsTheComplainersFault) {
  share();
  complain();
  const auto right = make_answer(election_.state(), kDealer, kComplainer, election_.keys(kDealer));
  ASSERT_TRUE(right.ok()) << right.error().message();
  EXPECT_EQ(right->ephemeral_secret, box_secret());
  EXPECT_EQ(judge().at_fault, kDealer);  // as long as there is no answer
  answer(right->ephemeral_secret);
  EXPECT_EQ(judge().at_fault, kComplainer);
  EXPECT_FALSE(make_answer(election_.state(), kDealer, kComplainer, election_.keys(kDealer)).ok());
}

TEST_F(ComplaintTest, AnAnswerWithAWrongSecretIsWrong) {
  share();
  complain();
  Bytes32 wrong = box_secret();
  wrong[10] ^= 1;
  answer(wrong);
  const Finding finding = judge();
  EXPECT_EQ(finding.at_fault, kDealer);
  EXPECT_NE(finding.reason.find("not the secret of the box's ephemeral key"), std::string::npos);
}

TEST_F(ComplaintTest, AnAnswerWhoseSharesDoNotFitIsWrong) {
  share([&](Bytes& box) { box = other_box(kComplainer, Scalar::one()); });
  ASSERT_TRUE(complaint(kComplainer, kDealer).ok());
  complain();
  answer(box_secret());
  EXPECT_EQ(judge().at_fault, kDealer);
  EXPECT_NE(judge().reason.find("do not fit"), std::string::npos);
}

TEST_F(ComplaintTest, ABoxForAnotherRecipientIsWrong) {
  share([&](Bytes& box) { box = other_box(1, Scalar()); });
  ASSERT_TRUE(complaint(kComplainer, kDealer).ok());
  complain();
  answer(box_secret());
  EXPECT_EQ(judge().at_fault, kDealer);
  EXPECT_NE(judge().reason.find("of another ceremony, dealer or recipient"), std::string::npos);
}

TEST_F(ComplaintTest, AnswersAreToComplaintsInTheLogWithTheirOwnSeed) {
  share();
  EXPECT_FALSE(make_answer(election_.state(), kDealer, kComplainer, election_.keys(kDealer)).ok());
  complain();
  EXPECT_FALSE(make_answer(election_.state(), kDealer, 1, election_.keys(kDealer)).ok());
  EXPECT_FALSE(make_answer(election_.state(), 1, kComplainer, election_.keys(1)).ok());
  EXPECT_FALSE(make_answer(election_.state(), kDealer, kComplainer, election_.keys(1)).ok());
}

}  // namespace
}  // namespace viche::tally
