#include "crypto/integer/linear.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/support/elimination.h"
#include "tests/support/seeded_random.h"

namespace viche {
namespace {

using Rows = std::vector<std::vector<std::uint32_t>>;
using test::rank_by_elimination;
using test::to_scalars;

Scalar evaluate(const std::vector<Scalar>& coefficients, std::uint32_t x) {
  Scalar value;
  for (auto c = coefficients.rbegin(); c != coefficients.rend(); ++c) {
    value = value * Scalar::from_u64(x) + *c;
  }
  return value;
}

// Every vector is in the null space, they are independent, and there are columns - rank of them.
void check_null_space(const Rows& rows, std::size_t columns) {
  const std::size_t expected_rank = rank_by_elimination(to_scalars(rows), columns);
  EXPECT_EQ(rank(rows, columns), expected_rank);
  const std::vector<std::vector<Scalar>> basis = null_space(rows, columns);
  EXPECT_EQ(basis.size(), columns - expected_rank);
  EXPECT_EQ(rank_by_elimination(basis, columns), basis.size());
  for (const std::vector<Scalar>& a : basis) {
    ASSERT_EQ(a.size(), columns);
    for (const auto& row : rows) {
      Scalar sum;
      for (std::size_t p = 0; p < columns; ++p) sum += Scalar::from_u64(row[p]) * a[p];
      EXPECT_TRUE(sum.is_zero());
    }
  }
}

TEST(Lagrange, AnyThreeOfFiveReconstruct) {
  const std::uint64_t seed = 18;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  test::SeededRandom random(seed);
  for (int round = 0; round < 20; ++round) {
    const std::vector<Scalar> polynomial = {random.scalar(), random.scalar(), random.scalar()};
    for (std::uint32_t a = 1; a <= 5; ++a) {
      for (std::uint32_t b = a + 1; b <= 5; ++b) {
        for (std::uint32_t c = b + 1; c <= 5; ++c) {
          const std::vector<std::uint32_t> indices = {c, a, b};
          const std::vector<Scalar> lambda = lagrange_at_zero(indices);
          Scalar secret;
          for (std::size_t i = 0; i < 3; ++i)
            secret += lambda[i] * evaluate(polynomial, indices[i]);
          EXPECT_EQ(secret, polynomial[0]);
          EXPECT_FALSE(lambda[0] * evaluate(polynomial, a) + lambda[1] * evaluate(polynomial, b) ==
                       polynomial[0]);
        }
      }
    }
  }
}

TEST(Lagrange, SmallCasesByHand) {
  EXPECT_TRUE(lagrange_at_zero({}).empty());
  EXPECT_EQ(lagrange_at_zero(std::vector<std::uint32_t>{7}), std::vector{Scalar::one()});
  const std::vector<Scalar> lambda = lagrange_at_zero(std::vector<std::uint32_t>{1, 3});
  EXPECT_EQ(lambda[0] * Scalar::from_u64(2), Scalar::from_u64(3));  // 3/2
  EXPECT_EQ(lambda[1] * Scalar::from_u64(2), -Scalar::one());       // -1/2
  // The coefficients of the constant polynomial 1 add up to 1.
  Scalar sum;
  for (const Scalar& l : lagrange_at_zero(std::vector<std::uint32_t>{1, 64, UINT32_MAX, 2}))
    sum += l;
  EXPECT_EQ(sum, Scalar::one());
}

TEST(LagrangeDeathTest, IndicesAreDistinctAndNotZero) {
  EXPECT_DEATH(lagrange_at_zero(std::vector<std::uint32_t>{1, 2, 1}), "distinct");
  EXPECT_DEATH(lagrange_at_zero(std::vector<std::uint32_t>{0}), "not zero");
}

TEST(NullSpace, OneOfTen) { check_null_space({std::vector<std::uint32_t>(10, 1)}, 10); }

TEST(NullSpace, EdgeCases) {
  check_null_space({}, 0);
  check_null_space({}, 5);                // no equations: everything
  check_null_space({{}, {}}, 0);          // equations over no columns
  check_null_space({{0, 0, 0}}, 3);       // an equation that says nothing
  check_null_space({{1, 0}, {0, 1}}, 2);  // nothing but zero
  check_null_space({{1, 2, 3}, {1, 2, 3}, {2, 4, 6}}, 3);
  check_null_space({{1, 1, 0}, {0, 1, 1}, {1, 2, 1}}, 3);  // dependent rows
  check_null_space({{UINT32_MAX, 1}}, 2);
  check_null_space({{1}, {1}, {1}}, 1);  // more equations than columns
}

TEST(NullSpace, WithoutEquationsIsTheWholeSpace) {
  const auto basis = null_space({}, 3);
  ASSERT_EQ(basis.size(), 3U);
  EXPECT_EQ(rank_by_elimination(basis, 3), 3U);
  EXPECT_TRUE(null_space({}, 0).empty());
}

// A ranking of 4 places by 5 options: each place once, each option at most once by a slack slot.
TEST(NullSpace, Ranking) {
  const std::size_t places = 4;
  const std::size_t options = 5;
  const std::size_t columns = places * options + options;
  Rows rows;
  for (std::size_t place = 0; place < places; ++place) {
    rows.emplace_back(columns);
    for (std::size_t option = 0; option < options; ++option)
      rows.back()[place * options + option] = 1;
  }
  for (std::size_t option = 0; option < options; ++option) {
    rows.emplace_back(columns);
    for (std::size_t place = 0; place < places; ++place) rows.back()[place * options + option] = 1;
    rows.back()[places * options + option] = 1;
  }
  check_null_space(rows, columns);
}

TEST(NullSpace, RandomSmallMatrices) {
  const std::uint64_t seed = 19;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  test::SeededRandom random(seed);
  for (int round = 0; round < 200; ++round) {
    const std::size_t columns = 1 + random.below(9);
    Rows rows(random.below(8), std::vector<std::uint32_t>(columns));
    for (auto& row : rows) {
      for (std::uint32_t& entry : row) entry = static_cast<std::uint32_t>(random.below(3));
    }
    check_null_space(rows, columns);
  }
}

TEST(NullSpace, ThreadsDoNotDisturbEachOther) {
  const Rows rows = {{1, 2, 3, 4}, {4, 3, 2, 1}};
  const auto expected = null_space(rows, 4);
  std::vector<std::vector<std::vector<Scalar>>> results(4);
  std::vector<std::thread> threads;
  for (auto& result : results) {
    threads.emplace_back([&rows, &result] {
      for (int round = 0; round < 50; ++round) result = null_space(rows, 4);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& result : results) EXPECT_EQ(result, expected);
}

TEST(NullSpaceDeathTest, RowsHaveAllColumns) {
  EXPECT_DEATH(null_space(Rows{{1, 2}}, 3), "another length");
}

}  // namespace
}  // namespace viche
