// Section 3: digits, slots, equations and rows, by hand.

#include <gtest/gtest.h>

#include "verifier/layout.h"
#include "verifier/manifest.h"

namespace viche::verifier {
namespace {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Pairs pairs(const std::vector<Term>& terms) {
  Pairs out;
  for (const Term& term : terms) out.emplace_back(term.slot, term.weight);
  return out;
}

Contest contest(Contest::Kind kind, std::size_t options, bool blank) {
  Contest made;
  made.id = "c";
  made.kind = kind;
  made.blank = blank;
  for (std::size_t i = 0; i < options; ++i)
    made.options.push_back(std::string("o") + std::to_string(i));
  return made;
}

TEST(Digits, SumToTheTotalAndReachEveryValue) {
  using List = std::vector<std::uint32_t>;
  EXPECT_EQ(digits(0), List{});
  EXPECT_EQ(digits(1), List{1});
  EXPECT_EQ(digits(2), (List{1, 1}));
  EXPECT_EQ(digits(3), (List{1, 2}));
  EXPECT_EQ(digits(4), (List{1, 2, 1}));
  EXPECT_EQ(digits(5), (List{1, 2, 2}));
  EXPECT_EQ(digits(7), (List{1, 2, 4}));
  EXPECT_EQ(digits(1000), (List{1, 2, 4, 8, 16, 32, 64, 128, 256, 489}));
  EXPECT_EQ(digits(UINT32_MAX).size(), 32U);
}

TEST(Layout, ChooseOneOfTen) {
  Contest one = contest(Contest::Kind::kChoose, 10, false);
  one.min = one.max = 1;
  const ContestLayout layout = lay_out(one).value();
  EXPECT_EQ(layout.slots, 10U);
  ASSERT_EQ(layout.equations.size(), 1U);
  EXPECT_EQ(layout.equations[0].terms.size(), 10U);
  EXPECT_EQ(layout.equations[0].right, 1U);
  EXPECT_EQ(layout.rows.size(), 10U);
  EXPECT_EQ(pairs(layout.rows[9].terms), (Pairs{{9, 1}}));
}

TEST(Layout, ChooseBetweenWithBlank) {
  Contest some = contest(Contest::Kind::kChoose, 3, true);
  some.min = 1;
  some.max = 3;
  const ContestLayout layout = lay_out(some).value();
  EXPECT_EQ(layout.slots, 6U);  // three options, slack 1 and 1, blank
  EXPECT_EQ(pairs(layout.equations[0].terms),
            (Pairs{{0, 1}, {1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 3}}));
  EXPECT_EQ(layout.equations[0].right, 3U);
  EXPECT_EQ(layout.rows.size(), 4U);
  EXPECT_EQ(pairs(layout.rows[3].terms), (Pairs{{5, 1}}));
}

TEST(Layout, ScoreWithoutEquation) {
  Contest free = contest(Contest::Kind::kScore, 2, false);
  free.max_score = 5;
  free.min_total = 0;
  free.max_total = 10;
  const ContestLayout layout = lay_out(free).value();
  EXPECT_EQ(layout.slots, 6U);
  EXPECT_TRUE(layout.equations.empty());
  EXPECT_EQ(pairs(layout.rows[1].terms), (Pairs{{3, 1}, {4, 2}, {5, 2}}));
  EXPECT_EQ(layout.rows[1].largest, 5U);
}

TEST(Layout, ScoreWithTotalAndBlank) {
  Contest bounded = contest(Contest::Kind::kScore, 2, true);
  bounded.max_score = 3;
  bounded.min_total = 1;
  bounded.max_total = 4;
  const ContestLayout layout = lay_out(bounded).value();
  EXPECT_EQ(layout.slots, 7U);  // 1 2, 1 2, slack of 3: 1 2, blank
  EXPECT_EQ(pairs(layout.equations[0].terms),
            (Pairs{{0, 1}, {1, 2}, {2, 1}, {3, 2}, {4, 1}, {5, 2}, {6, 4}}));
  EXPECT_EQ(layout.equations[0].right, 4U);
}

TEST(Layout, RankEveryPlace) {
  Contest full = contest(Contest::Kind::kRank, 2, false);
  full.points = {3, 1};
  const ContestLayout layout = lay_out(full).value();
  EXPECT_EQ(layout.slots, 4U);
  ASSERT_EQ(layout.equations.size(), 4U);
  EXPECT_EQ(pairs(layout.equations[0].terms), (Pairs{{0, 1}, {1, 1}}));
  EXPECT_EQ(pairs(layout.equations[1].terms), (Pairs{{2, 1}, {3, 1}}));
  EXPECT_EQ(pairs(layout.equations[2].terms), (Pairs{{0, 1}, {2, 1}}));
  EXPECT_EQ(pairs(layout.rows[1].terms), (Pairs{{1, 3}, {3, 1}}));
  EXPECT_EQ(layout.rows[1].largest, 3U);
}

TEST(Layout, RankSomePlacesWithBlank) {
  Contest some = contest(Contest::Kind::kRank, 3, true);
  some.points = {2};
  const ContestLayout layout = lay_out(some).value();
  EXPECT_EQ(layout.slots, 7U);  // one place of three, three slack, blank
  ASSERT_EQ(layout.equations.size(), 4U);
  EXPECT_EQ(pairs(layout.equations[0].terms), (Pairs{{0, 1}, {1, 1}, {2, 1}, {6, 1}}));
  EXPECT_EQ(pairs(layout.equations[3].terms), (Pairs{{2, 1}, {5, 1}}));
  EXPECT_EQ(layout.rows.size(), 4U);
  EXPECT_EQ(pairs(layout.rows[3].terms), (Pairs{{6, 1}}));
}

TEST(Layout, AContestThatFitsNoBallotIsRefusedBeforeItIsLaidOut) {
  Contest wide = contest(Contest::Kind::kRank, 1000, false);
  wide.points.assign(1000, 1);
  EXPECT_FALSE(lay_out(wide).ok());
  Contest edge = contest(Contest::Kind::kChoose, 1000, true);
  edge.max = 1000;
  edge.min = 0;
  EXPECT_EQ(lay_out(edge).value().slots, 1011U);
  Contest scores = contest(Contest::Kind::kScore, 1000, false);
  scores.max_score = 3;
  scores.max_total = 3000;
  EXPECT_FALSE(lay_out(scores).ok());
}

TEST(Layout, StylesTakeTheirContestsInTheirOrder) {
  Manifest manifest;
  for (int i = 0; i < 2; ++i) {
    manifest.contests.push_back(contest(Contest::Kind::kChoose, 2, false));
    manifest.contests.back().min = manifest.contests.back().max = 1;
  }
  manifest.contests[1].options.push_back("more");
  Style reversed;
  reversed.contests = {1, 0};
  manifest.styles.push_back(reversed);
  const Layout layout = lay_out(manifest).value();
  EXPECT_EQ(layout.slots, 5U);
  EXPECT_EQ(layout.longest_style, 5U);
  EXPECT_EQ(layout.styles[0].slots, (std::vector<std::uint32_t>{2, 3, 4, 0, 1}));
  EXPECT_EQ(layout.styles[0].first_position, (std::vector<std::uint32_t>{0, 3}));
  EXPECT_EQ(pairs(layout.styles[0].equations[1].terms), (Pairs{{3, 1}, {4, 1}}));
}

}  // namespace
}  // namespace viche::verifier
