// Ceremonies that a complaint has ended: the log fails, and the verifier says who is at fault by
// docs/protocol.md section 5.1. Trustee 2 complains of dealer 1 unless a test says otherwise.

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

using log::EntryType;
using nlohmann::json;

constexpr std::uint16_t kDealer = 1, kTrustee = 2;

/// What cannot be there when a ceremony ends.
const CheckSet kEnded{"E7", "K5", "K6", "V1", "V2", "V3", "T2", "T3", "T5", "T6"};

class ComplaintsTest : public ::testing::Test {
 protected:
  void complain(std::uint16_t t = kTrustee, std::uint16_t dealer = kDealer) {
    steps_.push_back({StepKind::kComplaint, t, {}, dealer});
  }
  void answer(std::uint16_t dealer = kDealer, std::uint16_t t = kTrustee) {
    steps_.push_back({StepKind::kAnswer, dealer, {}, t});
  }
  /// Changes what dealer 1 puts into its box to trustee 2, and the box.
  void bend_plain(std::function<void(Bytes&)> bend) {
    forge_.hooks.shares_in_box = [=](std::uint16_t i, std::uint16_t t, Bytes& plain) {
      if (i == kDealer && t == kTrustee) bend(plain);
    };
  }
  void bend_box(std::function<void(Bytes&)> bend) {
    forge_.hooks.box = [=](std::uint16_t i, std::uint16_t t, Bytes& box) {
      if (i == kDealer && t == kTrustee) bend(box);
    };
  }

  /// The faults in the report of a log that ends with these steps after the shares.
  json faults(const CheckSet& failing = kEnded) {
    auto& script = forge_.plan.script;
    script.erase(forge_.plan.find(StepKind::kConfirm, 1), script.end());
    script.insert(script.end(), steps_.begin(), steps_.end());
    const Record record = forge_.build();
    const Verdict fast = verify(record, Arithmetic::kFast);
    const Verdict sodium = verify(record, Arithmetic::kSodium);
    EXPECT_EQ(fast.failed, failing) << fast.first;
    EXPECT_EQ(fast.report, sodium.report);
    return json::parse(fast.report).at("faults");
  }
  void expect_fault(std::uint16_t trustee, const std::string& reason,
                    const CheckSet& failing = kEnded) {
    const json found = faults(failing);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].at("trustee"), trustee);
    EXPECT_EQ(found[0].at("entry"), kFirstComplaint);
    EXPECT_EQ(found[0].at("reason"), reason);
  }

  static constexpr int kFirstComplaint = 10;  // after the manifest, 3 commits, reveals, shares
  Forge forge_;
  std::vector<Step> steps_;
};

TEST_F(ComplaintsTest, NoAnswerIsTheDealersFault) {
  complain();
  expect_fault(kDealer, "it has not answered the complaint of trustee 2");
}

TEST_F(ComplaintsTest, AFalseComplaintOfAGoodBoxIsTheTrusteesFault) {
  complain();
  answer();
  expect_fault(kTrustee, "it complained of a box of trustee 1 that opens and fits");
}

TEST_F(ComplaintsTest, AGarbageBoxIsTheDealersFaultWhateverItsAnswer) {
  bend_box([](Bytes& box) { std::fill(box.begin() + 32, box.end(), std::uint8_t{7}); });
  complain();
  answer();
  expect_fault(kDealer, "its answer to trustee 2 is wrong: the box does not open");
}

TEST_F(ComplaintsTest, ASecretOfAnotherBoxIsWrong) {
  complain();
  answer();
  edit_body(forge_, EntryType::kAnswer, kDealer, [&](Bytes& body) {
    const Bytes32& other = forge_.box_secret(kDealer, 3);
    std::copy(other.begin(), other.end(), body.begin() + 2);
  });
  expect_fault(kDealer, "its answer to trustee 2 is wrong: the secret is not that of the box");
}

// The box is garbage, and the secret that would have made a good one is published.
TEST_F(ComplaintsTest, ASecretWhoseKeyIsNotInTheBoxIsWrong) {
  bend_box([](Bytes& box) { box[0] ^= 1; });
  complain();
  answer();
  expect_fault(kDealer, "its answer to trustee 2 is wrong: the secret is not that of the box");
}

TEST_F(ComplaintsTest, SharesThatDoNotFitAreTheDealersFault) {
  bend_plain([](Bytes& plain) { plain[plain.size() - 32] ^= 1; });
  complain();
  answer();
  expect_fault(kDealer,
               "its answer to trustee 2 is wrong: slot 13: a share does not fit the points that "
               "its dealer revealed");
}

TEST_F(ComplaintsTest, TheSharesOfAnotherTrusteeDoNotFit) {
  forge_.hooks.shares_in_box = [third = Bytes()](std::uint16_t i, std::uint16_t t,
                                                 Bytes& plain) mutable {
    // Dealer 3's shares for trustee 1 go to trustee 2.
    if (i != 3) return;
    if (t == 1) third = plain;
    if (t == 2) std::copy(third.begin() + 36, third.end(), plain.begin() + 36);
  };
  complain(2, 3);
  answer(3, 2);
  expect_fault(3,
               "its answer to trustee 2 is wrong: slot 1: a share does not fit the points that "
               "its dealer revealed");
}

TEST_F(ComplaintsTest, AShareThatIsNotBelowTheOrderIsTheDealersFault) {
  bend_plain([](Bytes& plain) { add_order(std::span(plain).subspan(36, 32)); });
  complain();
  answer();
  expect_fault(kDealer,
               "its answer to trustee 2 is wrong: slot 1: a share is not a scalar below l");
}

/// The byte of a box's beginning that is altered: of manifest_hash, the dealer, the trustee.
class BoxBeginningTest : public ComplaintsTest,
                         public ::testing::WithParamInterface<std::size_t> {};

TEST_P(BoxBeginningTest, OfAnotherElectionDealerOrTrusteeIsTheDealersFault) {
  bend_plain([at = GetParam()](Bytes& plain) { plain[at] ^= 4; });
  complain();
  answer();
  expect_fault(kDealer,
               "its answer to trustee 2 is wrong: the box is of another election, dealer or "
               "trustee");
}

INSTANTIATE_TEST_SUITE_P(Bytes, BoxBeginningTest, ::testing::Values(0U, 31U, 32U, 33U, 34U, 35U));

// e of order 8: every shared secret with it is zero, so anybody could open the box, and no secret
// has this key.
TEST_F(ComplaintsTest, AnEphemeralKeyOfLowOrderIsTheDealersFault) {
  bend_box([](Bytes& box) {
    const Bytes e =
        from_hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800").value();
    std::copy(e.begin(), e.end(), box.begin());
  });
  complain();
  answer();
  expect_fault(kDealer, "its answer to trustee 2 is wrong: the secret is not that of the box");
}

// The trustee's key is of low order, which K3 shows: no dealer could have made it a box.
TEST_F(ComplaintsTest, WhoHasAKeyOfLowOrderIsAtFaultItself) {
  edit_body(forge_, EntryType::kCommit, kTrustee,
            [](Bytes& body) { std::fill_n(body.begin(), 32, std::uint8_t{0}); });
  complain();
  answer();
  expect_fault(kTrustee,
               "it complained of a box of trustee 1, and its own commit holds no key to which a "
               "box can be made",
               implied::both(kEnded, {"K3"}));
}

// Whoever complains, dealer 3's boxes to trustees 1 and 2 stand in this order.
TEST_F(ComplaintsTest, EachTrusteesBoxIsJudgedByItself) {
  forge_.hooks.box = [](std::uint16_t i, std::uint16_t t, Bytes& box) {
    if (i == 3 && t == 1) box.back() ^= 1;
  };
  complain(1, 3);
  complain(2, 3);
  complain(3, 1);
  answer(3, 2);
  answer(1, 3);
  answer(3, 1);
  const json found = faults();
  ASSERT_EQ(found.size(), 3U);
  const std::vector<std::pair<int, int>> expected{{3, 10}, {2, 11}, {3, 12}};
  for (std::size_t c = 0; c < expected.size(); ++c) {
    EXPECT_EQ(found[c].at("trustee"), expected[c].first) << c;
    EXPECT_EQ(found[c].at("entry"), expected[c].second) << c;
  }
}

TEST_F(ComplaintsTest, ConfirmsChangeNothing) {
  steps_.push_back({StepKind::kConfirm, 3, {}});
  steps_.push_back({StepKind::kConfirm, 1, {}});
  complain();
  steps_.push_back({StepKind::kConfirm, 2, {}});
  answer();
  CheckSet failing = kEnded;
  failing.erase("K5");
  const json found = faults(failing);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("trustee"), kTrustee);
}

// What the answer would be judged by does not have its layout: the answer cannot be right.

TEST_F(ComplaintsTest, AShareWithoutItsBoxesIsTheDealersFault) {
  edit_body(forge_, EntryType::kShare, kDealer, [](Bytes& body) { body.pop_back(); });
  complain();
  answer();
  expect_fault(kDealer, "its answer to trustee 2 is wrong: the share of trustee 1 is ill-formed",
               implied::both(kEnded, {"K4"}));
}

TEST_F(ComplaintsTest, AnIllFormedRevealIsTheDealersFault) {
  edit_body(forge_, EntryType::kReveal, kDealer, [](Bytes& body) { body.push_back(0); });
  complain();
  answer();
  expect_fault(kDealer, "its answer to trustee 2 is wrong: the reveal of trustee 1 is ill-formed",
               implied::both(kEnded, {"E5", "E6", "K1", "K2"}));
}

TEST_F(ComplaintsTest, WhoseCommitIsIllFormedIsAtFaultItself) {
  edit_body(forge_, EntryType::kCommit, kTrustee, [](Bytes& body) { body.push_back(0); });
  complain();
  answer();
  expect_fault(kTrustee,
               "it complained of a box of trustee 1, and its own commit holds no key to which a "
               "box can be made",
               implied::both(kEnded, {"E5", "E6", "K1", "K2", "K3"}));
}

TEST_F(ComplaintsTest, AComplaintThatIsOutOfPlaceFindsNobody) {
  complain(0, 1);
  EXPECT_EQ(faults(implied::both(kEnded, {"E3"})), json::array());
}

TEST_F(ComplaintsTest, AWholeElectionHasNoFaults) {
  const Verdict verdict = verify(forge_.build(), Arithmetic::kFast);
  EXPECT_EQ(json::parse(verdict.report).at("faults"), json::array());
}

}  // namespace
}  // namespace viche::mutations
