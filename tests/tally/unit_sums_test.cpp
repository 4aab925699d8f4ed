#include "tally/unit_sums.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/tally/support/tally_election.h"

namespace viche::tally {
namespace {

// Ballots whose components are known multiples of G; nothing else of a ballot matters here.
class Sums : public testing::Test {
 protected:
  Sums()
      : manifest(*ballot::parse_manifest(test::TallyElection(test::two_styles()).manifest_bytes())),
        layout(manifest) {
    for (std::uint64_t b = 0; b < 40; ++b) {
      ballot::Ballot ballot;
      ballot.style = ballot::StyleIndex(b % 2);
      ballot.C_0 = multiply_base(Scalar::from_u64(1000 * b));
      for (std::uint64_t p = 1; p <= layout.style(ballot.style).n(); ++p) {
        ballot.C.push_back(multiply_base(Scalar::from_u64(1000 * b + p)));
      }
      ballots.push_back(std::move(ballot));
    }
    for (std::size_t b = 0; b < ballots.size(); ++b) {
      weighted.push_back({&ballots[b], b % 3 == 0 ? 1 : static_cast<std::uint32_t>(7 * b)});
    }
  }

  // Section 8.2 as it is written.
  [[nodiscard]] std::vector<UnitSum> by_the_text() const {
    std::vector<UnitSum> units;
    for (const ballot::Unit& unit : manifest.units) {
      UnitSum sum;
      sum.S.resize(layout.contest(unit.contest).slots);
      for (const WeightedBallot& entry : weighted) {
        const ballot::StyleIndex style = entry.ballot->style;
        if (std::find(unit.styles.begin(), unit.styles.end(), style) == unit.styles.end()) continue;
        const Scalar v = Scalar::from_u64(entry.weight);
        sum.S_0 += multiply(v, entry.ballot->C_0);
        for (const ballot::StyleLayout::Part& part : layout.style(style).parts) {
          if (part.contest != unit.contest) continue;
          for (std::size_t p = 0; p < sum.S.size(); ++p) {
            sum.S[p] += multiply(v, entry.ballot->C[part.offset + p]);
          }
        }
      }
      units.push_back(std::move(sum));
    }
    return units;
  }

  ballot::Manifest manifest;
  ballot::Layout layout;
  std::vector<ballot::Ballot> ballots;
  std::vector<WeightedBallot> weighted;
};

TEST_F(Sums, AreThoseOfTheText) {
  ASSERT_EQ(layout.style(ballot::StyleIndex(1)).parts[1].contest, ballot::ContestIndex(0));
  for (const unsigned threads : {1U, 2U, 5U}) {
    UnitSums sums(manifest, layout);
    sums.add(std::span(weighted).first(11), threads);
    sums.add(std::span(weighted).subspan(11), threads);
    sums.add({}, threads);
    EXPECT_EQ(sums.units(), by_the_text());
  }
}

TEST_F(Sums, SubtractingTakesOut) {
  UnitSums sums(manifest, layout);
  sums.add(weighted, 1);
  sums.subtract(std::span(weighted).subspan(9), 2);
  weighted.resize(9);
  EXPECT_EQ(sums.units(), by_the_text());
  sums.subtract(weighted, 1);
  for (const UnitSum& unit : sums.units()) {
    EXPECT_TRUE(unit.S_0.is_identity());
    for (const Point& S_p : unit.S) EXPECT_TRUE(S_p.is_identity());
  }
}

}  // namespace
}  // namespace viche::tally
