#include "crypto/group/fixed_bases.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include "tests/support/seeded_random.h"

namespace viche {
namespace {

using test::SeededRandom;

/// 0, 1, 2, l - 1, l - 2, what fills a digit of six bits or empties it, and random ones.
std::vector<Scalar> scalars_by_digits(SeededRandom& random, std::size_t count) {
  std::vector<Scalar> scalars{Scalar::zero(), Scalar::one(), Scalar::from_u64(2), -Scalar::one(),
                              -Scalar::from_u64(2)};
  Scalar power = Scalar::one();
  for (int i = 0; i < 43; ++i) {
    scalars.push_back(power);
    scalars.push_back(Scalar::from_u64(63) * power);
    power *= Scalar::from_u64(64);
  }
  while (scalars.size() < count) scalars.push_back(random.scalar());
  return scalars;
}

Bytes32 sodium_multiply(const Scalar& scalar, const Point& point) {
  Bytes32 product;
  if (crypto_scalarmult_ristretto255(product.data(), scalar.encode().data(),
                                     point.encode().data()) != 0) {
    return Bytes32{};  // the identity, which libsodium reports as an error
  }
  return product;
}

std::vector<Point> some_points(SeededRandom& random) {
  std::vector<Point> points{Point::base(), Point()};
  for (int i = 0; i < 4; ++i) points.push_back(random.point());
  return points;
}

TEST(FixedBases, AgreeWithLibsodium) {
  SeededRandom random(1);
  const std::vector<Point> points = some_points(random);
  const FixedBases bases(points);
  ASSERT_EQ(bases.size(), points.size());
  const std::vector<std::uint8_t> none(points.size() - 1);
  for (const Scalar& scalar : scalars_by_digits(random, 120)) {
    const std::vector<Point> products = bases.encrypt(scalar, none);
    ASSERT_EQ(products.size(), points.size());
    for (std::size_t b = 0; b < points.size(); ++b) {
      EXPECT_EQ(bases[b], points[b]);
      EXPECT_EQ(products[b].encode(), sodium_multiply(scalar, points[b]));
    }
  }
}

TEST(FixedBases, SumScalarsAndBits) {
  SeededRandom random(2);
  const std::vector<Point> points = some_points(random);
  const FixedBases bases(points);
  const std::vector<Scalar> some = scalars_by_digits(random, 120);
  for (std::size_t count = 0; count <= points.size(); ++count) {
    for (unsigned pattern = 0; pattern < 1U << (points.size() - count); ++pattern) {
      const std::span<const Scalar> terms = std::span(some).subspan(pattern, count);
      std::vector<std::uint8_t> bits;
      Point sum;
      for (std::size_t b = 0; b < count; ++b) sum += multiply(terms[b], points[b]);
      for (std::size_t b = count; b < points.size(); ++b) {
        bits.push_back(pattern >> (b - count) & 1);
        if (bits.back() == 1) sum += points[b];
      }
      EXPECT_EQ(bases.multi_multiply(terms, bits), sum);
    }
  }
  EXPECT_TRUE(FixedBases(std::vector<Point>()).multi_multiply({}).is_identity());
}

TEST(FixedBases, Encrypt) {
  SeededRandom random(3);
  const std::vector<Point> points = some_points(random);
  const FixedBases bases(points);
  const Scalar r = random.scalar();
  const std::vector<std::uint8_t> bits{1, 0, 0, 1, 1};
  const std::vector<Point> C = bases.encrypt(r, bits);
  EXPECT_EQ(C[0], multiply_base(r));
  for (std::size_t i = 1; i < points.size(); ++i) {
    EXPECT_EQ(C[i], multiply(r, points[i]) + multiply_base(Scalar::from_u64(bits[i - 1])));
  }
}

TEST(FixedBases, AreTakenOutInAnyOrder) {
  SeededRandom random(4);
  const std::vector<Point> points = some_points(random);
  const std::vector<std::size_t> indexes{5, 0, 5};
  const FixedBases chosen = FixedBases(points).at(indexes);
  const std::vector<Scalar> terms{random.scalar(), random.scalar(), random.scalar()};
  ASSERT_EQ(chosen.size(), 3U);
  EXPECT_EQ(chosen[0], points[5]);
  EXPECT_EQ(chosen.multi_multiply(terms),
            multiply(terms[0] + terms[2], points[5]) + multiply(terms[1], points[0]));
}

/// Special scalars and random ones, another order for each `salt`.
ScalarLanes some_lanes(SeededRandom& random, std::size_t salt) {
  const std::vector<Scalar> some = scalars_by_digits(random, 120);
  ScalarLanes lanes;
  for (std::size_t lane = 0; lane < ScalarLanes::kLanes; ++lane) {
    lanes.set_lane(lane, some[(17 * lane + 29 * salt) % some.size()]);
  }
  return lanes;
}

std::vector<BitLanes> some_bits(SeededRandom& random, std::size_t count) {
  std::vector<BitLanes> bits(count);
  for (BitLanes& lanes : bits) {
    random.fill(lanes);
    for (std::uint8_t& bit : lanes) bit &= 1U;
  }
  return bits;
}

// CTest repeats these on every kernel.
TEST(FixedBasesInLanes, SumAsOneByOne) {
  SeededRandom random(5);
  const std::vector<Point> points = some_points(random);
  const FixedBases bases(points);
  for (std::size_t count = 0; count <= points.size(); ++count) {
    const std::size_t lanes = count == 0 ? 64 : 11 * count - 10;  // 64, 1, 12, 23, ..., 56
    std::vector<ScalarLanes> terms;
    for (std::size_t i = 0; i < count; ++i) terms.push_back(some_lanes(random, i));
    const std::vector<BitLanes> bits = some_bits(random, points.size() - count);
    const EncodedLanes sums = bases.multi_multiply(terms, bits, lanes);
    for (std::size_t lane = lanes; lane < ScalarLanes::kLanes; ++lane) {
      EXPECT_EQ(sums[lane], Bytes32{});
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      std::vector<Scalar> lane_terms;
      std::vector<std::uint8_t> lane_bits;
      for (const ScalarLanes& term : terms) lane_terms.push_back(term.lane(lane));
      for (const BitLanes& bit : bits) lane_bits.push_back(bit[lane]);
      EXPECT_EQ(sums[lane], bases.multi_multiply(lane_terms, lane_bits).encode());
    }
  }
}

TEST(FixedBasesInLanes, EncryptAsLibsodium) {
  SeededRandom random(6);
  const std::vector<Point> points = some_points(random);
  const FixedBases bases(points);
  for (std::size_t salt = 0; salt < 3; ++salt) {
    const ScalarLanes r = some_lanes(random, salt);
    const std::vector<BitLanes> bits = some_bits(random, points.size() - 1);
    const std::vector<EncodedLanes> C = bases.encrypt(r, bits, ScalarLanes::kLanes);
    ASSERT_EQ(C.size(), points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      for (std::size_t lane = 0; lane < ScalarLanes::kLanes; ++lane) {
        Point expected = *Point::decode(sodium_multiply(r.lane(lane), points[i]));
        if (i > 0 && bits[i - 1][lane] == 1) expected += Point::base();
        EXPECT_EQ(C[i][lane], expected.encode());
      }
    }
  }
}

TEST(FixedBasesDeathTest, UnequalLengthsAreABrokenInvariant) {
  const FixedBases bases(std::vector<Point>(2));
  const std::vector<Scalar> one_scalar(1);
  const std::vector<std::uint8_t> two_bits(2);
  EXPECT_DEATH(static_cast<void>(bases.multi_multiply(one_scalar)), "unequal");
  EXPECT_DEATH(static_cast<void>(bases.multi_multiply(one_scalar, two_bits)), "unequal");
  EXPECT_DEATH(static_cast<void>(bases.encrypt(Scalar::one(), two_bits)), "one bit fewer");
  EXPECT_DEATH(static_cast<void>(bases.encrypt(ScalarLanes::one(), {}, 64)), "one bit fewer");
  EXPECT_DEATH(static_cast<void>(bases.multi_multiply({}, {}, 64)), "unequal");
  const std::vector<ScalarLanes> two(2);
  EXPECT_DEATH(static_cast<void>(bases.multi_multiply(two, {}, 65)), "more lanes");
}

}  // namespace
}  // namespace viche
