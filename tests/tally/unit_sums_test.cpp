#include "tally/unit_sums.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/tally/support/tally_election.h"

namespace viche::tally {
namespace {

struct Cast {
  ballot::StyleIndex style;
  std::vector<Point> C;  // C_0, ..., C_n
  std::uint32_t weight = 0;
};

// Ballots whose components are known multiples of G.
class Sums : public testing::Test {
 protected:
  Sums()
      : manifest(*ballot::parse_manifest(test::TallyElection(test::two_styles()).manifest_bytes())),
        layout(manifest) {
    for (std::uint64_t b = 0; b < 40; ++b) {
      Cast cast{ballot::StyleIndex(b % 2), {}, static_cast<std::uint32_t>(b % 3 == 0 ? 1 : 7 * b)};
      for (std::uint64_t p = 0; p <= layout.style(cast.style).n(); ++p) {
        cast.C.push_back(multiply_base(Scalar::from_u64(1000 * b + p)));
      }
      casts.push_back(std::move(cast));
    }
  }

  enum class Sign { kPlus, kMinus };
  // Casts number `first` to `last - 1`, all of one style at once.
  void apply(UnitSums& sums, Sign sign, std::size_t first, std::size_t last) const {
    for (std::size_t s = 0; s < layout.styles().size(); ++s) {
      std::vector<std::uint32_t> weights;
      std::vector<const Cast*> chosen;
      for (std::size_t b = first; b < last; ++b) {
        if (casts[b].style != ballot::StyleIndex(s)) continue;
        weights.push_back(casts[b].weight);
        chosen.push_back(&casts[b]);
      }
      std::vector<Point> points;
      for (std::size_t p = 0; p <= layout.styles()[s].n(); ++p) {
        for (const Cast* cast : chosen) points.push_back(cast->C[p]);
        points.push_back(Point::base());  // another style's
      }
      std::vector<edwards::Addend> C(points.size());
      to_addends(points, C);
      const StyleCasts of_style{ballot::StyleIndex(s), weights, C, chosen.size() + 1};
      sign == Sign::kPlus ? sums.add(of_style) : sums.subtract(of_style);
    }
  }

  // Section 8.2 as it is written.
  [[nodiscard]] std::vector<UnitSum> by_the_text() const {
    std::vector<UnitSum> units;
    for (const ballot::Unit& unit : manifest.units) {
      UnitSum sum;
      sum.S.resize(layout.contest(unit.contest).slots);
      for (const Cast& cast : casts) {
        const ballot::StyleIndex style = cast.style;
        if (std::find(unit.styles.begin(), unit.styles.end(), style) == unit.styles.end()) continue;
        const Scalar v = Scalar::from_u64(cast.weight);
        sum.S_0 += multiply(v, cast.C[0]);
        for (const ballot::StyleLayout::Part& part : layout.style(style).parts) {
          if (part.contest != unit.contest) continue;
          for (std::size_t p = 0; p < sum.S.size(); ++p) {
            sum.S[p] += multiply(v, cast.C[1 + part.offset + p]);
          }
        }
      }
      units.push_back(std::move(sum));
    }
    return units;
  }

  ballot::Manifest manifest;
  ballot::Layout layout;
  std::vector<Cast> casts;
};

TEST_F(Sums, AreThoseOfTheText) {
  ASSERT_EQ(layout.style(ballot::StyleIndex(1)).parts[1].contest, ballot::ContestIndex(0));
  UnitSums sums(manifest, layout);
  apply(sums, Sign::kPlus, 0, 11);
  apply(sums, Sign::kPlus, 11, 40);
  apply(sums, Sign::kPlus, 0, 0);
  EXPECT_EQ(sums.units(), by_the_text());
}

TEST_F(Sums, WeightZeroLeavesOut) {
  casts[3].weight = casts[38].weight = 0;
  UnitSums sums(manifest, layout);
  apply(sums, Sign::kPlus, 0, 40);
  casts.erase(casts.begin() + 38);
  casts.erase(casts.begin() + 3);
  EXPECT_EQ(sums.units(), by_the_text());
}

TEST_F(Sums, SubtractingTakesOut) {
  UnitSums sums(manifest, layout);
  apply(sums, Sign::kPlus, 0, 40);
  apply(sums, Sign::kMinus, 9, 40);
  casts.resize(9);
  EXPECT_EQ(sums.units(), by_the_text());
  apply(sums, Sign::kMinus, 0, 9);
  for (const UnitSum& unit : sums.units()) {
    EXPECT_TRUE(unit.S_0.is_identity());
    for (const Point& S_p : unit.S) EXPECT_TRUE(S_p.is_identity());
  }
}

}  // namespace
}  // namespace viche::tally
