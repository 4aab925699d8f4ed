// The masks of every kind of contest: a dimension of the null space that is missing would leak
// without a sign, so dimension and rank are computed here in another way than the prover's.

#include "ballot/mask.h"

#include <gtest/gtest.h>

#include "ballot/ristretto.h"
#include "tests/ballot/sample.h"
#include "tests/support/elimination.h"
#include "tests/support/seeded_random.h"

namespace viche::ballot {
namespace {

using test::choose;
using test::lay_out;
using test::rank;
using test::score;

struct Case {
  const char* name;
  test::Json contest;
  std::size_t slots, rank;  // by hand
};

/// All kinds, with and without blank and slack. Rankings that fill every option are rank-deficient:
/// places and options sum to the same.
std::vector<Case> cases() {
  return {{"one of one", choose("c", 1, 1, 1, false), 1, 1},
          {"one of one or blank", choose("c", 1, 1, 1, true), 2, 1},
          {"one of five", choose("c", 5, 1, 1, false), 5, 1},
          {"two of four or blank", choose("c", 4, 2, 2, true), 5, 1},
          {"one to three of four", choose("c", 4, 1, 3, false), 6, 1},
          {"any of ten or blank", choose("c", 10, 0, 10, true), 15, 1},
          {"a free score", score("c", 2, 4, 0, 8, false), 6, 0},
          {"a free score or blank", score("c", 2, 4, 0, 8, true), 11, 1},
          {"a score within limits", score("c", 3, 5, 1, 6, false), 12, 1},
          {"a score within limits or blank", score("c", 3, 5, 1, 6, true), 13, 1},
          {"points to distribute", score("c", 3, 10, 10, 10, false), 12, 1},
          {"one place", rank("c", 1, {1}, false), 1, 1},
          {"first of three", rank("c", 3, {1}, false), 6, 4},
          {"two places of three", rank("c", 3, {2, 1}, false), 9, 5},
          {"two places of three or blank", rank("c", 3, {2, 1}, true), 10, 5},
          {"all of two", rank("c", 2, {1, 0}, false), 4, 3},
          {"all of four", rank("c", 4, {3, 2, 1, 0}, false), 16, 7},
          {"all of three or blank", rank("c", 3, {3, 2, 1}, true), 13, 6},
          {"ten of twelve", rank("c", 12, {12, 10, 8, 7, 6, 5, 4, 3, 2, 1}, false), 132, 22}};
}

std::vector<std::vector<Scalar>> rows_of(const ContestLayout& layout) {
  std::vector<std::vector<std::uint32_t>> rows;
  for (const Equation& equation : layout.equations) rows.push_back(equation.coefficient);
  return test::to_scalars(rows);
}

/// The vectors of a basis, each by the factor one for it and zero for all others.
std::vector<std::vector<Scalar>> vectors_of(const MaskBasis& basis, std::size_t slots) {
  std::vector<std::vector<Scalar>> vectors;
  for (std::size_t chosen = 0; chosen < basis.dimension(); ++chosen) {
    std::vector<Scalar> factors(basis.dimension());
    factors[chosen] = Scalar::one();
    basis.add_mask<Ristretto>(factors, vectors.emplace_back(slots));
  }
  return vectors;
}

TEST(MaskBasis, HasTheDimensionOfTheNullSpace) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    const ContestLayout layout = lay_out(c.contest);
    EXPECT_EQ(layout.slots, c.slots);
    const std::size_t rank_of_L = test::rank_by_elimination(rows_of(layout), layout.slots);
    EXPECT_EQ(rank_of_L, c.rank);
    EXPECT_EQ(MaskBasis(layout).dimension(), layout.slots - rank_of_L);
  }
}

TEST(MaskBasis, ItsVectorsAreIndependentAndMeetTheEquations) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    const ContestLayout layout = lay_out(c.contest);
    const MaskBasis basis(layout);
    const std::vector<std::vector<Scalar>> vectors = vectors_of(basis, layout.slots);
    EXPECT_EQ(test::rank_by_elimination(vectors, layout.slots), basis.dimension());
    for (const std::vector<Scalar>& a : vectors) {
      for (const std::vector<Scalar>& row : rows_of(layout)) {
        Scalar sum;
        for (std::size_t slot = 0; slot < layout.slots; ++slot) sum += row[slot] * a[slot];
        EXPECT_TRUE(sum.is_zero());
      }
    }
  }
}

TEST(MaskBasis, AddsToWhatIsThere) {
  const ContestLayout layout = lay_out(choose("c", 3, 1, 1, false));
  const MaskBasis basis(layout);
  test::SeededRandom random(5);
  std::vector<Scalar> once(3), twice(3);
  const std::vector<Scalar> factors(basis.dimension(), random.scalar());
  basis.add_mask<Ristretto>(factors, once);
  basis.add_mask<Ristretto>(factors, twice);
  basis.add_mask<Ristretto>(factors, twice);
  for (std::size_t p = 0; p < 3; ++p) EXPECT_EQ(twice[p], once[p] + once[p]);
}

/// Counts how often randomness is asked for.
class Counting final : public RandomSource {
 public:
  void fill(std::span<std::uint8_t> out) override {
    ++calls;
    random_.fill(out);
  }
  std::size_t calls = 0;

 private:
  test::SeededRandom random_{9};
};

TEST(MaskBasis, TheProverDrawsAMaskForEveryDimensionOfItsStyle) {
  // A style of several contests: r, s, and n - rank(L) masks.
  const test::SampleElection election(test::sample_manifest(
      {choose("a", 3, 1, 1, true), rank("b", 2, {1, 0}, false), score("c", 1, 3, 0, 3, false)}));
  const StyleLayout& style = election.layout().style(StyleIndex(0));
  std::vector<std::vector<Scalar>> rows;
  for (const SparseEquation& equation : style.equations) {
    rows.emplace_back(style.n());
    for (const auto& term : equation.terms) {
      rows.back()[term.position] = Scalar::from_u64(term.coefficient);
    }
  }
  const std::size_t dimension = style.n() - test::rank_by_elimination(rows, style.n());
  EXPECT_EQ(style.n(), 4U + 4 + 2);
  EXPECT_EQ(dimension, 3U + 1 + 2);
  Counting random;
  const Credential credential = generate_credential(random);
  random.calls = 0;
  const auto proven = election.prover.prove(
      StyleIndex(0), credential,
      Secret<std::vector<std::uint8_t>>(std::vector<std::uint8_t>(test::legal_bits(style).front())),
      random);
  EXPECT_EQ(random.calls, 2 + dimension);
  EXPECT_EQ(proven.ballot.view().n(), style.n());
}

}  // namespace
}  // namespace viche::ballot
