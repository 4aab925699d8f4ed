#include "tally/units.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "tests/support/seeded_random.h"

namespace viche::tally {
namespace {

using ballot::ContestIndex;
using ballot::UnitIndex;

// A manifest with the given floor and one unit for each element: the number of its contest.
ballot::Manifest manifest(std::uint64_t floor, const std::vector<std::uint32_t>& contests,
                          ballot::WeightPrivacy weights = ballot::WeightPrivacy::kSecret) {
  ballot::Manifest manifest;
  manifest.floor = floor;
  manifest.weights = weights;
  std::uint32_t largest = 0;
  for (const std::uint32_t contest : contests) {
    ballot::Unit unit;
    unit.contest = ContestIndex(contest);
    manifest.units.push_back(unit);
    largest = std::max(largest, contest);
  }
  manifest.contests.resize(largest + 1);
  return manifest;
}

UnitBallots ballots(std::uint64_t count) {
  UnitBallots ballots;
  if (count > 0) ballots.by_weight[1] = count;
  return ballots;
}

std::vector<UnitBallots> counts(const std::vector<std::uint64_t>& counts) {
  std::vector<UnitBallots> all;
  for (const std::uint64_t count : counts) all.push_back(ballots(count));
  return all;
}

// "1+3:decrypted 2:empty": members by number, and status.
std::string text(const std::vector<FinalUnit>& units) {
  std::string all;
  for (const FinalUnit& unit : units) {
    std::string members;
    for (const UnitIndex member : unit.members) {
      if (!members.empty()) members += "+";
      members += std::to_string(member.number());
    }
    const char* status = unit.status == UnitStatus::kDecrypted  ? "decrypted"
                         : unit.status == UnitStatus::kWithheld ? "withheld"
                                                                : "empty";
    if (!all.empty()) all += " ";
    all += members + ":" + status;
  }
  return all;
}

std::string one_contest(std::uint64_t floor, const std::vector<std::uint64_t>& counted) {
  return text(
      final_units(manifest(floor, std::vector<std::uint32_t>(counted.size())), counts(counted)));
}

TEST(Units, NothingToMerge) {
  EXPECT_EQ(one_contest(10, {10, 11, 500}), "1:decrypted 2:decrypted 3:decrypted");
  EXPECT_EQ(one_contest(1, {1, 1}), "1:decrypted 2:decrypted");
}

TEST(Units, EmptyOnesStayAlone) {
  EXPECT_EQ(one_contest(10, {0, 20, 0}), "1:empty 2:decrypted 3:empty");
  EXPECT_EQ(one_contest(10, {0, 0}), "1:empty 2:empty");
  EXPECT_EQ(one_contest(10, {0, 4, 0, 6}), "1:empty 2+4:decrypted 3:empty");
}

TEST(Units, FailingOneIsMergedWithTheSmallestOther) {
  EXPECT_EQ(one_contest(10, {50, 3, 30, 40}), "1:decrypted 2+3:decrypted 4:decrypted");
  EXPECT_EQ(one_contest(10, {50, 30, 3}), "1:decrypted 2+3:decrypted");
}

TEST(Units, SmallestFailingOneGoesFirst) {
  // 2 and 3 merge to 5, which still fails and takes the next smallest, 4.
  EXPECT_EQ(one_contest(10, {90, 2, 3, 9}), "1:decrypted 2+3+4:decrypted");
  // 4 and 5 fail; 4 merges with 5 to 9, which fails and takes 30.
  EXPECT_EQ(one_contest(10, {5, 30, 4, 31}), "1+2+3:decrypted 4:decrypted");
}

TEST(Units, TiesGoToTheEarliestMember) {
  EXPECT_EQ(one_contest(10, {30, 20, 5, 20}), "1:decrypted 2+3:decrypted 4:decrypted");
  EXPECT_EQ(one_contest(10, {5, 20, 5, 6}), "1+3+4:decrypted 2:decrypted");
}

TEST(Units, LastOneLeftIsWithheld) {
  EXPECT_EQ(one_contest(10, {9}), "1:withheld");
  EXPECT_EQ(one_contest(10, {3, 0, 4}), "1+3:withheld 2:empty");
  EXPECT_EQ(one_contest(10, {5, 5}), "1+2:decrypted");
}

TEST(Units, MergingKeepsToOneContest) {
  const auto units = final_units(manifest(10, {1, 0, 1, 0, 0}), counts({4, 5, 7, 30, 6}));
  EXPECT_EQ(text(units), "2+5:decrypted 4:decrypted 1+3:decrypted");
  EXPECT_EQ(units[0].contest, ContestIndex(0));
  EXPECT_EQ(units[2].contest, ContestIndex(1));
  EXPECT_EQ(units[2].ballots.ballots(), 11U);
}

TEST(Units, RareWeightFailsAUnit) {
  std::vector<UnitBallots> counted = counts({30, 30, 40});
  counted[0].by_weight[7] = 2;
  const std::vector<std::uint32_t> contests(3);
  // Unit 1 fails for its weight 7, merges with unit 2, still fails, merges with unit 3, is the last
  // one: withheld.
  EXPECT_EQ(text(final_units(manifest(10, contests), counted)), "1+2+3:withheld");
  counted[2].by_weight[7] = 8;
  EXPECT_EQ(text(final_units(manifest(10, contests), counted)), "1+2+3:decrypted");
  EXPECT_EQ(text(final_units(manifest(10, contests, ballot::WeightPrivacy::kNotSecret), counted)),
            "1:decrypted 2:decrypted 3:decrypted");
}

TEST(Units, EachWeightNeedsTheFloor) {
  UnitBallots mixed;
  mixed.by_weight = {{1, 10}, {1000, 10}};
  const ballot::Manifest one = manifest(10, {0});
  EXPECT_EQ(text(final_units(one, std::vector{mixed})), "1:decrypted");
  mixed.by_weight[1000] = 9;
  EXPECT_EQ(text(final_units(one, std::vector{mixed})), "1:withheld");
}

TEST(Units, ContestsCountedPerUnitAreNeverMerged) {
  ballot::Manifest per_unit = manifest(10, {0, 0, 0, 1, 1});
  ballot::Rule rule;
  rule.kind = ballot::RuleKind::kRankPoints;
  rule.contests = {ContestIndex(0)};
  per_unit.results = {rule};
  EXPECT_EQ(text(final_units(per_unit, counts({3, 20, 0, 3, 20}))),
            "1:withheld 2:decrypted 3:empty 4+5:decrypted");
}

TEST(Units, SumsOfBallots) {
  UnitBallots some;
  some.by_weight = {{1, 4}, {3, 2}};
  EXPECT_EQ(some.ballots(), 6U);
  EXPECT_EQ(some.total_weight(), 10U);
  some += some;
  EXPECT_EQ(some.total_weight(), 20U);
  EXPECT_EQ(UnitBallots().total_weight(), 0U);
}

// Section 8.3 word by word, without any index: quadratic.
std::vector<FinalUnit> by_the_text(const ballot::Manifest& manifest,
                                   const std::vector<UnitBallots>& counted) {
  std::vector<FinalUnit> units;
  for (std::size_t u = 0; u < counted.size(); ++u) {
    units.push_back({ContestIndex(0), {UnitIndex(u)}, UnitStatus::kEmpty, counted[u]});
  }
  const auto fails = [&](const FinalUnit& unit) {
    bool failing = unit.ballots.ballots() < manifest.floor;
    for (const auto& [weight, count] : unit.ballots.by_weight) failing |= count < manifest.floor;
    return failing;
  };
  const auto smallest = [&](const auto& among) {
    FinalUnit* best = nullptr;
    for (FinalUnit& unit : units) {
      if (unit.ballots.ballots() == 0 || !among(unit)) continue;
      if (best == nullptr || unit.ballots.ballots() < best->ballots.ballots() ||
          (unit.ballots.ballots() == best->ballots.ballots() &&
           unit.members.front() < best->members.front())) {
        best = &unit;
      }
    }
    return best;
  };
  while (true) {
    FinalUnit* const failing = smallest(fails);
    if (failing == nullptr) break;
    FinalUnit* const other = smallest([&](const FinalUnit& unit) { return &unit != failing; });
    if (other == nullptr) break;
    failing->members.insert(failing->members.end(), other->members.begin(), other->members.end());
    std::sort(failing->members.begin(), failing->members.end());
    failing->ballots += other->ballots;
    units.erase(units.begin() + (other - units.data()));
  }
  std::sort(units.begin(), units.end(),
            [](const auto& a, const auto& b) { return a.members.front() < b.members.front(); });
  for (FinalUnit& unit : units) {
    if (unit.ballots.ballots() > 0) {
      unit.status = fails(unit) ? UnitStatus::kWithheld : UnitStatus::kDecrypted;
    }
  }
  return units;
}

TEST(Units, AgreesWithTheTextOnRandomUnits) {
  viche::test::SeededRandom random(11);
  for (int round = 0; round < 2000; ++round) {
    std::array<std::uint8_t, 26> bytes{};
    random.fill(bytes);
    const ballot::Manifest one =
        manifest(1 + bytes[0] % 9U, std::vector<std::uint32_t>(1 + bytes[1] % 12U));
    std::vector<UnitBallots> counted(one.units.size());
    for (std::size_t u = 0; u < counted.size(); ++u) {
      if (bytes[2 + u] % 3U > 0) counted[u] = ballots(bytes[2 + u] % 12U);
      if (bytes[14 + u] % 4U == 0) counted[u].by_weight[2] = 1 + bytes[14 + u] % 11U;
    }
    ASSERT_EQ(final_units(one, counted), by_the_text(one, counted)) << "round " << round;
  }
}

}  // namespace
}  // namespace viche::tally
