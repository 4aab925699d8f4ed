#include "ballot/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "ballot/ballot.h"
#include "ballot/mask.h"
#include "crypto/proof/secret.h"
#include "tests/ballot/sample.h"

namespace viche::ballot {
namespace {

using test::lay_out;
using testing::ElementsAre;
using testing::IsEmpty;

using Weights = std::vector<std::uint32_t>;

// Variable time is for public data: a secret does not fit.
template <class Bits>
concept FitsVartime = requires(const StyleLayout& style, const Bits& m) {
  vartime_is_legal(style, m);
};
static_assert(FitsVartime<std::vector<std::uint8_t>>);
static_assert(!FitsVartime<Secret<std::vector<std::uint8_t>>>);

TEST(Digits, SumToTheirBoundWithTheLastOneTrimmed) {
  EXPECT_THAT(digits(0), IsEmpty());
  EXPECT_THAT(digits(1), ElementsAre(1));
  EXPECT_THAT(digits(2), ElementsAre(1, 1));
  EXPECT_THAT(digits(3), ElementsAre(1, 2));
  EXPECT_THAT(digits(4), ElementsAre(1, 2, 1));
  EXPECT_THAT(digits(5), ElementsAre(1, 2, 2));
  EXPECT_THAT(digits(6), ElementsAre(1, 2, 3));
  EXPECT_THAT(digits(7), ElementsAre(1, 2, 4));
  EXPECT_THAT(digits(1000), ElementsAre(1, 2, 4, 8, 16, 32, 64, 128, 256, 489));
  for (const std::uint32_t D : {8U, 100U, 999'999U, 0xffffffffU}) {
    const Weights weights = digits(D);
    EXPECT_EQ(std::accumulate(weights.begin(), weights.end(), std::uint64_t{0}), D);
  }
}

TEST(Layout, ChooseExactly) {
  const ContestLayout layout = lay_out(test::choose("c", 3, 2, 2, false));
  EXPECT_EQ(layout.slots, 3U);
  ASSERT_EQ(layout.equations.size(), 1U);
  EXPECT_THAT(layout.equations[0].coefficient, ElementsAre(1, 1, 1));
  EXPECT_EQ(layout.equations[0].right, 2U);
  ASSERT_EQ(layout.rows.size(), 3U);
  EXPECT_THAT(layout.rows[1].weight, ElementsAre(0, 1, 0));
  EXPECT_EQ(layout.rows[1].option, OptionIndex(1));
  EXPECT_EQ(layout.rows[1].largest, 1U);
}

TEST(Layout, ChooseBetweenWithBlank) {
  const ContestLayout layout = lay_out(test::choose("c", 5, 1, 5, true));
  EXPECT_EQ(layout.slots, 9U);
  EXPECT_THAT(layout.equations.at(0).coefficient, ElementsAre(1, 1, 1, 1, 1, 1, 2, 1, 5));
  EXPECT_EQ(layout.equations[0].right, 5U);
  ASSERT_EQ(layout.rows.size(), 6U);
  EXPECT_THAT(layout.rows[5].weight, ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 1));
  EXPECT_EQ(layout.rows[5].option, std::nullopt);
}

TEST(Layout, ScoreWithAndWithoutEquation) {
  const ContestLayout free = lay_out(test::score("c", 2, 4, 0, 8, false));
  EXPECT_EQ(free.slots, 6U);
  EXPECT_THAT(free.equations, IsEmpty());
  EXPECT_THAT(free.rows.at(1).weight, ElementsAre(0, 0, 0, 1, 2, 1));
  EXPECT_EQ(free.rows[1].largest, 4U);

  // Each of the three reasons for an equation alone.
  EXPECT_THAT(lay_out(test::score("c", 2, 1, 0, 2, true)).equations.at(0).coefficient,
              ElementsAre(1, 1, 1, 1, 2));
  EXPECT_THAT(lay_out(test::score("c", 2, 1, 1, 2, false)).equations.at(0).coefficient,
              ElementsAre(1, 1, 1));
  EXPECT_THAT(lay_out(test::score("c", 2, 1, 0, 1, false)).equations.at(0).coefficient,
              ElementsAre(1, 1, 1));

  const ContestLayout full = lay_out(test::score("c", 2, 5, 2, 7, true));
  ASSERT_EQ(full.equations.size(), 1U);
  EXPECT_THAT(full.equations[0].coefficient, ElementsAre(1, 2, 2, 1, 2, 2, 1, 2, 2, 7));
  EXPECT_EQ(full.equations[0].right, 7U);
}

TEST(Layout, RankWithSlackAndBlank) {
  const ContestLayout layout = lay_out(test::rank("c", 3, {3, 1}, true));
  EXPECT_EQ(layout.slots, 10U);
  ASSERT_EQ(layout.equations.size(), 5U);
  EXPECT_THAT(layout.equations[0].coefficient, ElementsAre(1, 1, 1, 0, 0, 0, 0, 0, 0, 1));
  EXPECT_THAT(layout.equations[1].coefficient, ElementsAre(0, 0, 0, 1, 1, 1, 0, 0, 0, 1));
  EXPECT_THAT(layout.equations[3].coefficient, ElementsAre(0, 1, 0, 0, 1, 0, 0, 1, 0, 0));
  EXPECT_THAT(layout.rows.at(2).weight, ElementsAre(0, 0, 3, 0, 0, 1, 0, 0, 0, 0));
  EXPECT_EQ(layout.rows[2].largest, 3U);
  EXPECT_EQ(layout.rows[3].option, std::nullopt);

  EXPECT_EQ(lay_out(test::rank("c", 3, {3, 2, 1}, false)).slots, 9U);  // no slack
  EXPECT_EQ(lay_out(test::rank("c", 3, {3, 2, 1}, true)).slots, 13U);  // slack for blank
  EXPECT_EQ(lay_out(test::rank("c", 1, {1}, false)).slots, 1U);
}

TEST(Layout, CountsSlotsAsItLaysThemOut) {
  for (const test::Json& contest :
       {test::choose("c", 1, 1, 1, false), test::choose("c", 7, 0, 7, true),
        test::score("c", 3, 1000, 0, 3000, false), test::score("c", 3, 6, 2, 9, true),
        test::rank("c", 4, {1, 1}, false), test::rank("c", 2, {0, 9}, true)}) {
    const Manifest manifest = test::parse(test::sample_manifest({contest}));
    const ContestLayout layout = Layout(manifest).contest(ContestIndex(0));
    EXPECT_EQ(count_slots(manifest.contests[0]), layout.slots);
    for (const Equation& equation : layout.equations) {
      EXPECT_EQ(equation.coefficient.size(), layout.slots);
    }
    for (const Row& row : layout.rows) EXPECT_EQ(row.weight.size(), layout.slots);
  }
}

TEST(Layout, StylesShareTheGlobalSlotsOfAContest) {
  const Manifest manifest = test::parse(
      test::sample_manifest({test::choose("a", 2, 1, 1, false), test::choose("b", 2, 1, 2, false),
                             test::score("c", 1, 3, 0, 3, false)},
                            {{"a", "b"}, {"c", "b"}, {"b"}}));
  const Layout layout(manifest);
  EXPECT_EQ(layout.global_slots(), 7U);
  EXPECT_EQ(layout.largest_style(), 5U);
  EXPECT_EQ(layout.largest_row_value(), 3U);
  const auto numbers = [&](std::size_t style) {
    std::vector<std::uint32_t> slots;
    for (const SlotIndex slot : layout.style(StyleIndex(style)).slots)
      slots.push_back(slot.number());
    return slots;
  };
  EXPECT_THAT(numbers(0), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(numbers(1), ElementsAre(6, 7, 3, 4, 5));
  EXPECT_THAT(numbers(2), ElementsAre(3, 4, 5));
  const StyleLayout& second = layout.style(StyleIndex(1));
  ASSERT_EQ(second.equations.size(), 1U);
  EXPECT_EQ(second.equations[0].right, 2U);
  ASSERT_EQ(second.equations[0].terms.size(), 3U);
  EXPECT_EQ(second.equations[0].terms[0].position, 2U);
}

TEST(Layout, TheLargestStyleIsPreparedOnce) {
  // 1,000 options and a slack of 18 digits: 1,018 slots; many styles share the contest.
  std::vector<test::Json> contests{test::choose("big", 1000, 0, 1000, true)};
  const std::size_t slots = count_slots(test::parse(test::sample_manifest(contests)).contests[0]);
  contests.push_back(test::choose("rest", static_cast<int>(kMaxStyleSlots - slots), 1, 1, false));
  const Manifest manifest = test::parse(test::sample_manifest(contests));
  const Layout layout(manifest);
  EXPECT_EQ(layout.largest_style(), kMaxStyleSlots);
  EXPECT_LE(ballot_size(kMaxStyleSlots), 65'535U);
  EXPECT_GT(ballot_size(kMaxStyleSlots + 1), 65'535U);
  EXPECT_EQ(MaskBasis(layout.contest(ContestIndex(0))).dimension(), slots - 1);
}

}  // namespace
}  // namespace viche::ballot
