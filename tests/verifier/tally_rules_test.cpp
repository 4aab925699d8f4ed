// The floor (section 8.3) and the result rules (section 9), by hand.

#include <gtest/gtest.h>

#include "verifier/rules.h"
#include "verifier/units.h"

namespace viche::verifier {
namespace {

/// One contest; style i is unit i.
Manifest manifest_of(std::size_t units, std::uint64_t floor) {
  Manifest manifest;
  manifest.floor = floor;
  manifest.contests.emplace_back();
  for (std::size_t i = 0; i < units; ++i) {
    Unit unit;
    unit.id = std::string("u") + std::to_string(i + 1);
    unit.styles = {static_cast<std::uint32_t>(i)};
    manifest.units.push_back(unit);
    manifest.styles.emplace_back();
  }
  return manifest;
}

/// "1+3 decrypted 7; 2 empty 0"
std::string describe(const Manifest& manifest, const std::vector<Census>& styles) {
  std::string text;
  for (const FinalUnit& unit : final_units(manifest, styles)) {
    if (!text.empty()) text += "; ";
    for (std::size_t i = 0; i < unit.members.size(); ++i) {
      if (i > 0) text += '+';
      text += std::to_string(unit.members[i]);
    }
    constexpr const char* kNames[] = {"", " decrypted ", " withheld ", " empty "};
    text += kNames[static_cast<int>(unit.status)] + std::to_string(unit.ballots());
  }
  return text;
}

std::string with_ballots(std::uint64_t floor, const std::vector<std::uint64_t>& ballots) {
  std::vector<Census> styles;
  for (const std::uint64_t count : ballots) {
    styles.emplace_back();
    if (count > 0) styles.back()[1] = count;
  }
  return describe(manifest_of(ballots.size(), floor), styles);
}

TEST(Floor, UnitsThatReachItStayAlone) {
  EXPECT_EQ(with_ballots(3, {3, 9}), "1 decrypted 3; 2 decrypted 9");
}

TEST(Floor, EmptyUnitsStayAlone) {
  EXPECT_EQ(with_ballots(3, {0, 9, 0}), "1 empty 0; 2 decrypted 9; 3 empty 0");
  EXPECT_EQ(with_ballots(1, {0}), "1 empty 0");
}

TEST(Floor, TheSmallestFailingJoinsTheSmallestOther) {
  EXPECT_EQ(with_ballots(5, {10, 2, 7}), "1 decrypted 10; 2+3 decrypted 9");
  EXPECT_EQ(with_ballots(5, {4, 2, 7}), "1+2 decrypted 6; 3 decrypted 7");
  EXPECT_EQ(with_ballots(9, {4, 2, 7}), "1+2+3 decrypted 13");
}

TEST(Floor, TiesGoToTheEarliestMember) {
  EXPECT_EQ(with_ballots(3, {2, 5, 2, 5}), "1+3 decrypted 4; 2 decrypted 5; 4 decrypted 5");
  EXPECT_EQ(with_ballots(3, {5, 2, 5}), "1+2 decrypted 7; 3 decrypted 5");
}

TEST(Floor, OneThatIsLeftIsWithheld) {
  EXPECT_EQ(with_ballots(9, {4, 0, 2}), "1+3 withheld 6; 2 empty 0");
  EXPECT_EQ(with_ballots(9, {4}), "1 withheld 4");
}

TEST(Floor, SecretWeightsCountByValue) {
  Manifest manifest = manifest_of(2, 2);
  const std::vector<Census> styles{{{1, 5}, {7, 1}}, {{1, 4}, {7, 1}}};
  EXPECT_EQ(describe(manifest, styles), "1 decrypted 6; 2 decrypted 5");
  manifest.secret_weights = true;
  EXPECT_EQ(describe(manifest, styles), "1+2 decrypted 11");
  EXPECT_EQ(describe(manifest, {{{1, 5}, {7, 1}}, {{1, 4}}}), "1+2 withheld 10");
}

TEST(Floor, ContestsOfRankPointsNeverMerge) {
  Manifest manifest = manifest_of(3, 3);
  Rule rule;
  rule.kind = Rule::Kind::kRankPoints;
  rule.contests = {0};
  manifest.rules = {rule};
  EXPECT_EQ(describe(manifest, {{{1, 5}}, {{1, 2}}, {}}), "1 decrypted 5; 2 withheld 2; 3 empty 0");
}

class Rules : public testing::Test {
 protected:
  Rules() {
    Contest contest;
    contest.options = {"a", "b", "c", "d"};
    manifest_.contests.push_back(contest);
    rule_.contests = {0};
    rule_.seats = 1;
  }
  Outcome outcome(const std::vector<std::uint64_t>& votes) {
    return apply(rule_, manifest_, {{0, "u", votes}});
  }
  static std::vector<std::uint64_t> seats(const Outcome& outcome) {
    std::vector<std::uint64_t> list;
    for (const Candidate& candidate : outcome.candidates) list.push_back(candidate.seats);
    return list;
  }
  using Ids = std::vector<std::string>;
  using Seats = std::vector<std::uint64_t>;

  Manifest manifest_;
  Rule rule_;
};

TEST_F(Rules, TopTakesTheFirstSeats) {
  rule_.seats = 2;
  const Outcome result = outcome({5, 9, 1, 7});
  EXPECT_EQ(result.elected, (Ids{"b", "d"}));
  EXPECT_TRUE(result.tied.empty());
  EXPECT_EQ(result.open_seats, 0U);
}

TEST_F(Rules, TopReportsATieForTheLastSeat) {
  rule_.seats = 2;
  const Outcome result = outcome({5, 9, 1, 5});
  EXPECT_EQ(result.elected, Ids{"b"});
  EXPECT_EQ(result.tied, (Ids{"a", "d"}));
  EXPECT_EQ(result.open_seats, 1U);
  rule_.seats = 3;
  EXPECT_EQ(outcome({5, 9, 1, 5}).elected, (Ids{"b", "a", "d"}));
}

TEST_F(Rules, ThresholdIsExact) {
  rule_.seats = 4;
  rule_.threshold = {1, 4};
  const Outcome result = outcome({25, 24, 26, 25});
  EXPECT_EQ(result.elected, (Ids{"c", "a", "d"}));
  EXPECT_EQ(result.open_seats, 1U);
  EXPECT_FALSE(result.candidates[1].eligible);
}

TEST_F(Rules, DhondtAndSainteLague) {
  rule_.seats = 8;
  rule_.kind = Rule::Kind::kDhondt;
  EXPECT_EQ(seats(outcome({100'000, 80'000, 30'000, 20'000})), (Seats{4, 3, 1, 0}));
  rule_.kind = Rule::Kind::kSainteLague;
  EXPECT_EQ(seats(outcome({100'000, 80'000, 30'000, 20'000})), (Seats{3, 3, 1, 1}));
}

TEST_F(Rules, QuotientsTie) {
  rule_.kind = Rule::Kind::kDhondt;
  rule_.seats = 3;
  const Outcome result = outcome({10, 10, 0, 0});
  EXPECT_EQ(seats(result), (Seats{1, 1, 0, 0}));
  EXPECT_EQ(result.tied, (Ids{"a", "b"}));
  EXPECT_EQ(result.open_seats, 1U);
  rule_.seats = 4;
  EXPECT_EQ(seats(outcome({10, 10, 0, 0})), (Seats{2, 2, 0, 0}));
}

TEST_F(Rules, NobodyWithoutVotesTakesASeatByQuotient) {
  rule_.kind = Rule::Kind::kSainteLague;
  rule_.seats = 3;
  const Outcome result = outcome({0, 0, 0, 0});
  EXPECT_EQ(result.open_seats, 3U);
  EXPECT_TRUE(result.tied.empty());
}

TEST_F(Rules, LargeVotesCompareExactly) {
  rule_.kind = Rule::Kind::kDhondt;
  rule_.seats = 1;
  const std::uint64_t large = (std::uint64_t{1} << 56) - 1;
  EXPECT_EQ(outcome({large, large - 1, 0, 0}).elected, Ids{"a"});
}

TEST_F(Rules, RankPointsByUnit) {
  rule_.kind = Rule::Kind::kRankPoints;
  rule_.points = {12, 10, 8};
  rule_.added = {{"d", 30}};
  const Outcome result = apply(
      rule_, manifest_, {{0, "one", {5, 9, 9, 0}}, {0, "two", {1, 2, 3, 4}}, {1, "other", {9}}});
  std::vector<std::uint64_t> scores;
  for (const Candidate& candidate : result.candidates) scores.push_back(candidate.score);
  EXPECT_EQ(scores, (std::vector<std::uint64_t>{8, 12 + 8, 12 + 10, 12 + 30}));
  EXPECT_EQ(result.elected, Ids{"d"});
  ASSERT_EQ(result.equals.size(), 1U);
  EXPECT_EQ(result.equals[0].unit, "one");
  EXPECT_EQ(result.equals[0].options, (Ids{"b", "c"}));
}

TEST_F(Rules, OptionsOfOneIdAreOneCandidate) {
  Contest second;
  second.options = {"b", "e"};
  manifest_.contests.push_back(second);
  rule_.contests = {1, 0};
  const Outcome result = apply(rule_, manifest_, {{0, "u", {1, 2, 3, 4}}, {1, "v", {5, 6}}});
  Ids ids;
  for (const Candidate& candidate : result.candidates) ids.push_back(candidate.id);
  EXPECT_EQ(ids, (Ids{"b", "e", "a", "c", "d"}));
  EXPECT_EQ(result.elected, Ids{"b"});
  EXPECT_EQ(result.candidates[0].votes, 7U);
}

}  // namespace
}  // namespace viche::verifier
