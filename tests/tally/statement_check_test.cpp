#include "tally/statement_check.h"

#include <gtest/gtest.h>

#include "tests/tally/support/tally_election.h"

namespace viche::tally {
namespace {

using log::EntryType;

// Three trustees of whom any two decrypt; two ballots of three count; agreed on.
class StatementCheck : public testing::Test {
 protected:
  StatementCheck() {
    election_.ceremony();
    election_.open({{0, 1}, {0, 1}});
    election_.batch({election_.cast(0, R"({"act":["a"]})"), election_.cast(1, R"({"act":["b"]})")});
    election_.batch({election_.cast(0, R"({"act":["c"]})")});
    election_.close();
    election_.seal();
    election_.agree();
    sums_ = election_.audit_now()->summary->sums;
  }

  /// What is said of trustee t's true decryption, its body changed, before it is in the log.
  template <class Change>
  Result<void> check_decryption_of(std::uint16_t t, const Change& change) {
    const log::ElectionState before = election_.state();
    election_.decrypt(t);
    Bytes body = *election_.state().decryptions()[t - 1U];
    change(body);
    return check_statement(before, sums_, election_.sign(EntryType::kDecryption, t, body),
                           election_.random);
  }

  test::TallyElection election_;
  std::vector<UnitSum> sums_;
};

TEST_F(StatementCheck, Decryptions) {
  EXPECT_TRUE(check_decryption_of(3, [](Bytes&) {}).ok());
  EXPECT_FALSE(check_decryption_of(1, [](Bytes& body) { body.back() ^= 0x80; }).ok());
  EXPECT_FALSE(check_decryption_of(2, [](Bytes& body) { body[body.size() - 32] ^= 1; }).ok());
}

TEST_F(StatementCheck, ADecryptionOfOtherSumsIsRefused) {
  sums_[0].S_0 += Point::base();
  EXPECT_FALSE(check_decryption_of(1, [](Bytes&) {}).ok());
}

TEST_F(StatementCheck, TheResultNeedsKDecryptionsAndTheirTotals) {
  log::ResultBody result;
  result.counts = election_.state().counts();
  result.units = {
      {ballot::ContestIndex(0), {ballot::UnitIndex(0)}, log::UnitStatus::kDecrypted, 2, {0, 1, 1}}};
  const auto check = [&](const log::ResultBody& body) {
    return check_statement(election_.state(), sums_,
                           election_.sign(EntryType::kResult, 0, body.encode()), election_.random);
  };
  election_.decrypt(3);
  ASSERT_FALSE(check(result).ok());
  EXPECT_EQ(check(result).error().reason, "there are not enough decryptions yet");
  election_.decrypt(1);
  const Result<void> right = check(result);
  EXPECT_TRUE(right.ok()) << right.error().message();
  log::ResultBody wrong = result;
  wrong.units[0].totals = {1, 0, 1};
  EXPECT_FALSE(check(wrong).ok());
  wrong = result;
  ++wrong.counts.superseded;
  EXPECT_FALSE(check(wrong).ok());
  sums_[0].S[1] += Point::base();  // a vote more for b
  EXPECT_FALSE(check(result).ok());
}

TEST_F(StatementCheck, OtherStatementsAreNotItsBusiness) {
  EXPECT_TRUE(check_statement(election_.state(), sums_,
                              election_.sign(EntryType::kAgreement, 1, {}), election_.random)
                  .ok());
}

}  // namespace
}  // namespace viche::tally
