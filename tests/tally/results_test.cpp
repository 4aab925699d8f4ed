#include "tally/results.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/seeded_random.h"

namespace viche::tally {
namespace {

using ballot::ContestIndex;
using ballot::RuleKind;

ballot::Contest contest(const std::vector<std::string>& ids) {
  ballot::Contest contest;
  for (const std::string& id : ids) contest.options.push_back({id, {}});
  return contest;
}

ballot::Rule rule(RuleKind kind, std::uint32_t seats,
                  std::optional<ballot::Threshold> threshold = std::nullopt) {
  ballot::Rule rule;
  rule.kind = kind;
  rule.contests = {ContestIndex(0)};
  rule.seats = seats;
  rule.threshold = threshold;
  return rule;
}

log::UnitResult unit(std::size_t contest, std::vector<std::uint64_t> totals,
                     log::UnitStatus status = log::UnitStatus::kDecrypted) {
  return {ContestIndex(contest), {}, status, 0, std::move(totals)};
}

// One contest with options a, b, c, ... and one unit.
RuleResult outcome(const ballot::Rule& rule, const std::vector<std::uint64_t>& totals) {
  ballot::Manifest manifest;
  std::vector<std::string> ids;
  for (std::size_t o = 0; o < totals.size(); ++o) ids.emplace_back(1, static_cast<char>('a' + o));
  manifest.contests = {contest(ids)};
  const std::vector<log::UnitResult> units = {unit(0, totals)};
  return apply_rule(manifest, rule, units);
}

std::vector<std::uint32_t> seats(const RuleResult& result) {
  std::vector<std::uint32_t> seats;
  for (const CandidateResult& c : result.candidates) seats.push_back(c.seats);
  return seats;
}

std::string tied(const RuleResult& result) {
  std::string tied;
  for (const CandidateResult& c : result.candidates) tied += c.tied ? c.id : "";
  return tied;
}

using Seats = std::vector<std::uint32_t>;

TEST(TopRule, ElectsTheFirst) {
  const RuleResult result = outcome(rule(RuleKind::kTop, 2), {5, 9, 1, 7});
  EXPECT_EQ(seats(result), (Seats{0, 1, 0, 1}));
  EXPECT_EQ(result.open_seats, 0U);
  EXPECT_EQ(tied(result), "");
  EXPECT_EQ(result.candidates[1].id, "b");
  EXPECT_EQ(result.candidates[1].votes, 9U);
}

TEST(TopRule, EqualsInsideTheSeatsAreElected) {
  EXPECT_EQ(seats(outcome(rule(RuleKind::kTop, 3), {5, 9, 9, 4})), (Seats{1, 1, 1, 0}));
}

TEST(TopRule, EqualsAcrossTheLastSeatAreTied) {
  const RuleResult result = outcome(rule(RuleKind::kTop, 2), {5, 9, 5, 5, 1});
  EXPECT_EQ(seats(result), (Seats{0, 1, 0, 0, 0}));
  EXPECT_EQ(tied(result), "acd");
  EXPECT_EQ(result.open_seats, 1U);
}

TEST(TopRule, NobodyVoted) {
  const RuleResult result = outcome(rule(RuleKind::kTop, 1), {0, 0});
  EXPECT_EQ(seats(result), (Seats{0, 0}));
  EXPECT_EQ(tied(result), "ab");
  EXPECT_EQ(result.open_seats, 1U);
}

TEST(TopRule, OneCandidateAndMoreSeatsThanCandidates) {
  EXPECT_EQ(seats(outcome(rule(RuleKind::kTop, 1), {0})), (Seats{1}));
  const RuleResult result = outcome(rule(RuleKind::kTop, 5), {3, 3});
  EXPECT_EQ(seats(result), (Seats{1, 1}));
  EXPECT_EQ(result.open_seats, 3U);
}

TEST(TopRule, ThresholdMetExactly) {
  // 5 of 100 votes is a twentieth exactly; 4 are less.
  const RuleResult result = outcome(rule(RuleKind::kTop, 5, ballot::Threshold{1, 20}), {91, 5, 4});
  EXPECT_EQ(seats(result), (Seats{1, 1, 0}));
  EXPECT_FALSE(result.candidates[2].eligible);
  EXPECT_EQ(result.open_seats, 3U);
}

TEST(TopRule, ThresholdsAtTheLimits) {
  EXPECT_EQ(seats(outcome(rule(RuleKind::kTop, 2, ballot::Threshold{0, 1}), {1, 0})),
            (Seats{1, 1}));
  EXPECT_EQ(seats(outcome(rule(RuleKind::kTop, 2, ballot::Threshold{1, 1}), {1, 1})),
            (Seats{0, 0}));
  EXPECT_EQ(seats(outcome(rule(RuleKind::kTop, 2, ballot::Threshold{1, 1}), {7, 0})),
            (Seats{1, 0}));
  EXPECT_EQ(seats(outcome(rule(RuleKind::kTop, 1, ballot::Threshold{1, 1}), {0})), (Seats{1}));
  // 2^55 votes and a threshold of 999,999 in a million: beyond 64 bits in between.
  const std::uint64_t half = std::uint64_t{1} << 55;
  EXPECT_EQ(
      seats(outcome(rule(RuleKind::kTop, 2, ballot::Threshold{999'999, 1'000'000}), {half, 1})),
      (Seats{1, 0}));
}

TEST(TopRule, AddsContestsAndUnitsAndIgnoresOthers) {
  ballot::Manifest manifest;
  manifest.contests = {contest({"x", "y"}), contest({"z"}), contest({"y", "w"})};
  ballot::Rule top = rule(RuleKind::kTop, 1);
  top.contests = {ContestIndex(2), ContestIndex(0)};
  const std::vector<log::UnitResult> units = {unit(0, {10, 1, 99}),  // the third row is blank
                                              unit(0, {}, log::UnitStatus::kWithheld),
                                              unit(0, {}, log::UnitStatus::kEmpty),
                                              unit(0, {2, 3, 0}),
                                              unit(1, {1000}),
                                              unit(2, {20, 4})};
  const RuleResult result = apply_rule(manifest, top, units);
  ASSERT_EQ(result.candidates.size(), 3U);
  EXPECT_EQ(result.candidates[0].id, "y");
  EXPECT_EQ(result.candidates[0].votes, 24U);
  EXPECT_EQ(result.candidates[1].id, "w");
  EXPECT_EQ(result.candidates[1].votes, 4U);
  EXPECT_EQ(result.candidates[2].id, "x");
  EXPECT_EQ(result.candidates[2].votes, 12U);
  EXPECT_EQ(seats(result), (Seats{1, 0, 0}));
}

TEST(TopRule, NoUnits) {
  ballot::Manifest manifest;
  manifest.contests = {contest({"x", "y"})};
  const RuleResult result = apply_rule(manifest, rule(RuleKind::kTop, 1), {});
  EXPECT_EQ(tied(result), "xy");
}

// Worked by hand. Quotients 100, 50, 33.3, 25, 20 | 80, 40, 26.7, 20 | 30, 15 | 20: in falling
// order 100 a, 80 b, 50 a, 40 b, 33.3 a, 30 c, 26.7 b, 25 a, then 20 for a, b and d.
TEST(DhondtRule, WorkedExample) {
  const std::vector<std::uint64_t> votes = {100, 80, 30, 20};
  EXPECT_EQ(seats(outcome(rule(RuleKind::kDhondt, 1), votes)), (Seats{1, 0, 0, 0}));
  EXPECT_EQ(seats(outcome(rule(RuleKind::kDhondt, 8), votes)), (Seats{4, 3, 1, 0}));
  EXPECT_EQ(seats(outcome(rule(RuleKind::kDhondt, 11), votes)), (Seats{5, 4, 1, 1}));
  const RuleResult tie = outcome(rule(RuleKind::kDhondt, 10), votes);
  EXPECT_EQ(seats(tie), (Seats{4, 3, 1, 0}));
  EXPECT_EQ(tied(tie), "abd");
  EXPECT_EQ(tie.open_seats, 2U);
}

// Quotients 100, 33.3, 20, 14.3 | 80, 26.7, 16, 11.4 | 30, 10 | 20, 6.7: in falling order 100 a, 80
// b, 33.3 a, 30 c, 26.7 b, 20 a and d, 16 b.
TEST(SainteLagueRule, WorkedExample) {
  const std::vector<std::uint64_t> votes = {100, 80, 30, 20};
  EXPECT_EQ(seats(outcome(rule(RuleKind::kSainteLague, 5), votes)), (Seats{2, 2, 1, 0}));
  EXPECT_EQ(seats(outcome(rule(RuleKind::kSainteLague, 7), votes)), (Seats{3, 2, 1, 1}));
  EXPECT_EQ(seats(outcome(rule(RuleKind::kSainteLague, 8), votes)), (Seats{3, 3, 1, 1}));
  const RuleResult tie = outcome(rule(RuleKind::kSainteLague, 6), votes);
  EXPECT_EQ(seats(tie), (Seats{2, 2, 1, 0}));
  EXPECT_EQ(tied(tie), "ad");
  EXPECT_EQ(tie.open_seats, 1U);
}

TEST(QuotientRules, ZeroVotesTakeNoSeat) {
  for (const RuleKind kind : {RuleKind::kDhondt, RuleKind::kSainteLague}) {
    const RuleResult nobody = outcome(rule(kind, 3), {0, 0});
    EXPECT_EQ(seats(nobody), (Seats{0, 0}));
    EXPECT_EQ(tied(nobody), "");
    EXPECT_EQ(nobody.open_seats, 3U);
    EXPECT_EQ(seats(outcome(rule(kind, 3), {1, 0})), (Seats{3, 0}));
    EXPECT_EQ(seats(outcome(rule(kind, 10'000), {1})), (Seats{10'000}));
  }
}

TEST(QuotientRules, ThresholdLeavesOut) {
  // A tenth of 200 is 20: c has it exactly, d has not.
  EXPECT_EQ(seats(outcome(rule(RuleKind::kDhondt, 5, ballot::Threshold{1, 10}), {98, 63, 20, 19})),
            (Seats{3, 2, 0, 0}));
  EXPECT_EQ(
      seats(outcome(rule(RuleKind::kSainteLague, 5, ballot::Threshold{1, 10}), {98, 63, 20, 19})),
      (Seats{2, 2, 1, 0}));
  const RuleResult none = outcome(rule(RuleKind::kDhondt, 2, ballot::Threshold{2, 3}), {1, 1});
  EXPECT_EQ(none.open_seats, 2U);
}

// Votes so close that quotients differ only beyond 53 bits: floating point would call them equal.
TEST(QuotientRules, ExactBeyondFloatingPoint) {
  const std::uint64_t V = (std::uint64_t{1} << 55) * 3;
  const RuleResult result = outcome(rule(RuleKind::kDhondt, 4), {V + 1, V / 3});
  EXPECT_EQ(seats(result),
            (Seats{3, 1}));  // (V + 1) / 3 > V / 3: a third seat first, then V / 3 > (V + 1) / 4
  const RuleResult exact = outcome(rule(RuleKind::kDhondt, 3), {V, V / 3});
  EXPECT_EQ(seats(exact), (Seats{2, 0}));
  EXPECT_EQ(tied(exact), "ab");
}

// All quotients, sorted: the textbook's way.
TEST(QuotientRules, AgreesWithSortedQuotients) {
  viche::test::SeededRandom random(7);
  for (int round = 0; round < 500; ++round) {
    std::array<std::uint8_t, 8> bytes{};
    random.fill(bytes);
    std::vector<std::uint64_t> votes;
    for (std::size_t o = 0; o < 2 + bytes[0] % 4U; ++o) votes.push_back(bytes[o + 1] % 40U);
    const std::uint32_t total_seats = 1 + bytes[7] % 12U;
    for (const RuleKind kind : {RuleKind::kDhondt, RuleKind::kSainteLague}) {
      struct Quotient {
        std::uint64_t votes, divisor;
        std::size_t candidate;
      };
      std::vector<Quotient> all;
      for (std::size_t c = 0; c < votes.size(); ++c) {
        for (std::uint64_t s = 0; votes[c] > 0 && s < total_seats; ++s) {
          all.push_back({votes[c], kind == RuleKind::kDhondt ? s + 1 : 2 * s + 1, c});
        }
      }
      const auto larger = [](const Quotient& a, const Quotient& b) {
        return a.votes * b.divisor > b.votes * a.divisor;
      };
      std::sort(all.begin(), all.end(), larger);
      std::size_t given = std::min<std::size_t>(total_seats, all.size());
      const bool straddles = given < all.size() && !larger(all[given - 1], all[given]);
      if (straddles) {
        const Quotient last = all[given];
        while (given > 0 && !larger(all[given - 1], last)) --given;
      }
      Seats expected(votes.size());
      for (std::size_t i = 0; i < given; ++i) ++expected[all[i].candidate];
      const RuleResult result = outcome(rule(kind, total_seats), votes);
      EXPECT_EQ(seats(result), expected) << "round " << round;
      EXPECT_EQ(result.open_seats, total_seats - given) << "round " << round;
      EXPECT_EQ(!tied(result).empty(), straddles) << "round " << round;
    }
  }
}

TEST(RankPointsRule, TiesInAUnitGetTheSameAndAreReported) {
  ballot::Rule points = rule(RuleKind::kRankPoints, 1);
  points.points = {5, 3, 1};
  const RuleResult result = outcome(points, {10, 20, 10, 0, 4, 4});
  std::vector<std::uint64_t> scores;
  for (const CandidateResult& c : result.candidates) scores.push_back(c.score);
  // a and c share rank 2; e and f have rank 4, beyond the list; d has no votes.
  EXPECT_EQ(scores, (std::vector<std::uint64_t>{3, 5, 3, 0, 0, 0}));
  EXPECT_EQ(result.unit_ties, (std::vector<UnitTie>{{0, 2, {"a", "c"}}}));
  EXPECT_EQ(seats(result), (Seats{0, 1, 0, 0, 0, 0}));
}

TEST(RankPointsRule, EqualsAtTheEndOfTheList) {
  ballot::Rule points = rule(RuleKind::kRankPoints, 1);
  points.points = {2, 1};
  const RuleResult result = outcome(points, {9, 5, 5, 1});
  EXPECT_EQ(result.candidates[1].score, 1U);
  EXPECT_EQ(result.candidates[2].score, 1U);
  EXPECT_EQ(result.candidates[3].score, 0U);
  EXPECT_EQ(result.unit_ties, (std::vector<UnitTie>{{0, 2, {"b", "c"}}}));
}

TEST(RankPointsRule, NobodyVotedAndAddedPointsDecide) {
  ballot::Rule points = rule(RuleKind::kRankPoints, 1);
  points.points = {2, 1};
  points.added = {{"b", 7}};
  const RuleResult result = outcome(points, {0, 0});
  EXPECT_EQ(result.candidates[0].score, 0U);
  EXPECT_EQ(result.candidates[1].score, 7U);
  EXPECT_EQ(seats(result), (Seats{0, 1}));
  EXPECT_TRUE(result.unit_ties.empty());
}

TEST(RankPointsRule, WithheldUnitsGiveNothing) {
  ballot::Manifest manifest;
  manifest.contests = {contest({"x", "y"})};
  ballot::Rule points = rule(RuleKind::kRankPoints, 1);
  points.points = {2, 1};
  const std::vector<log::UnitResult> units = {unit(0, {}, log::UnitStatus::kWithheld),
                                              unit(0, {1, 5}),
                                              unit(0, {}, log::UnitStatus::kEmpty)};
  const RuleResult result = apply_rule(manifest, points, units);
  EXPECT_EQ(result.candidates[0].score, 1U);
  EXPECT_EQ(result.candidates[1].score, 2U);
}

nlohmann::json read_json(const std::string& path) {
  std::ifstream file(std::string(VICHE_SOURCE_DIR) + "/tests/data/" + path);
  return nlohmann::json::parse(file);
}

TEST(RankPointsRule, Vidbir2025) {
  const nlohmann::json data = read_json("vidbir-2025/vidbir-2025.json");
  ballot::Manifest manifest;
  ballot::Rule decision = rule(RuleKind::kRankPoints, 1);
  std::vector<std::string> acts;
  std::vector<std::uint64_t> votes;
  for (const auto& [act, count] : data["public_vote"]["counts"].items()) {
    acts.push_back(act);
    votes.push_back(count);
    decision.added.push_back({act, data["jury_points"][act]});
    decision.points.push_back(static_cast<std::uint32_t>(11 - acts.size()));
  }
  manifest.contests = {contest(acts)};
  const std::vector<log::UnitResult> units = {unit(0, votes)};
  const RuleResult result = apply_rule(manifest, decision, units);
  std::uint64_t total = 0;
  std::map<std::string, std::uint64_t> scores;
  for (const CandidateResult& c : result.candidates) {
    total += c.votes;
    scores[c.id] = c.score;
    EXPECT_EQ(c.seats, c.id == "Ziferblat" ? 1U : 0U) << c.id;
  }
  EXPECT_EQ(total, 362'388U);
  // The public's place by hand, 10 for the first to 1 for the last, and the jury's points.
  const std::map<std::string, std::uint64_t> expected = {
      {"Ziferblat", 10 + 9}, {"MOLODI", 9 + 7},  {"Маша Кондратенко", 8 + 8},
      {"FIЇNKA", 7 + 6},     {"KHAYAT", 6 + 10}, {"ДК Енергетик", 5 + 3},
      {"KRYLATA", 4 + 4},    {"Абіє", 3 + 2},    {"Future Culture", 2 + 5},
      {"Влад Шериф", 1 + 1}};
  EXPECT_EQ(scores, expected);
  EXPECT_TRUE(result.unit_ties.empty());
}

TEST(RankPointsRule, Eurovision2025) {
  const nlohmann::json data = read_json("eurovision-2025/eurovision-2025-final.json");
  ballot::Manifest manifest;
  std::vector<std::string> countries;
  for (const auto& entry : data["entries"]) countries.push_back(entry["country"]);
  manifest.contests = {contest(countries)};
  ballot::Rule televote = rule(RuleKind::kRankPoints, 1);
  televote.points = {12, 10, 8, 7, 6, 5, 4, 3, 2, 1};
  std::vector<log::UnitResult> units;
  for (const auto& [bloc, points] : data["televote_points"].items()) {
    // Votes that stand in the order of the points; what got no points got fewer votes than what
    // did.
    std::vector<std::uint64_t> votes;
    for (std::size_t o = 0; o < countries.size(); ++o) {
      const std::uint64_t given = points.value(countries[o], 0U);
      votes.push_back(given > 0 ? 1000 * given : o);
    }
    units.push_back(unit(0, votes));
  }
  ASSERT_EQ(units.size(), 38U);
  const RuleResult result = apply_rule(manifest, televote, units);
  for (std::size_t o = 0; o < countries.size(); ++o) {
    EXPECT_EQ(result.candidates[o].score,
              data["entries"][o]["points_televote"].get<std::uint64_t>())
        << countries[o];
  }
  EXPECT_TRUE(result.unit_ties.empty());
}

}  // namespace
}  // namespace viche::tally
