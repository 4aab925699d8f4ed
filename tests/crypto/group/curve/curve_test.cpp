// The group against libsodium: seeded random elements, every representative of an element, special
// scalars.

#include <gtest/gtest.h>
#include <sodium.h>

#include "crypto/group/batch.h"
#include "tests/support/seeded_random.h"

namespace viche {
namespace {

using test::SeededRandom;
constexpr std::uint64_t kSeed = 25519;

std::vector<Scalar> scalars(SeededRandom& random, std::size_t count) {
  std::vector<Scalar> values{Scalar::zero(),
                             Scalar::one(),
                             -Scalar::one(),
                             Scalar::from_u64(8),
                             Scalar::from_u64(16),
                             Scalar::from_u64(0x8888888888888888),
                             Scalar::from_u64(~std::uint64_t{0})};
  // The largest digits that signed windows know, with and without a carry out of each.
  for (const std::uint8_t byte : {std::uint8_t{0x77}, std::uint8_t{0x88}, std::uint8_t{0x0f}}) {
    Bytes64 bytes{};
    std::fill(bytes.begin(), bytes.begin() + 31, byte);
    values.push_back(Scalar::reduce(bytes));
  }
  while (values.size() < count) values.push_back(random.scalar());
  return values;
}

Bytes32 sodium_multiply(const Scalar& scalar, const Bytes32& point) {
  Bytes32 out;
  if (crypto_scalarmult_ristretto255(out.data(), scalar.encode().data(), point.data()) != 0)
    return Bytes32{};
  return out;
}

// The four points of the curve that are one ristretto255 element differ by the 4-torsion, generated
// by (sqrt(-1), 0).
std::vector<Point> representatives(const Point& point) {
  const edwards::Extended torsion{field::kSqrtM1, field::kZero, field::kOne, field::kZero};
  std::vector<Point> all{point};
  for (int i = 0; i < 3; ++i) all.emplace_back(all.back().curve() + edwards::to_cached(torsion));
  return all;
}

TEST(Curve, AdditionAgreesWithLibsodium) {
  SeededRandom random(kSeed);
  for (int i = 0; i < 300; ++i) {
    const Point a = i == 0 ? Point() : random.point(), b = i % 10 == 1   ? a
                                                           : i % 10 == 2 ? -a
                                                                         : random.point();
    Bytes32 sum, difference;
    ASSERT_EQ(crypto_core_ristretto255_add(sum.data(), a.encode().data(), b.encode().data()), 0);
    ASSERT_EQ(crypto_core_ristretto255_sub(difference.data(), a.encode().data(), b.encode().data()),
              0);
    EXPECT_EQ((a + b).encode(), sum);
    EXPECT_EQ((a - b).encode(), difference);
    EXPECT_EQ(Point(edwards::twice(a.curve())), a + a);
    EXPECT_EQ(a == b, a.encode() == b.encode());
    EXPECT_EQ((a - b).is_identity(), a == b);
  }
}

TEST(Curve, AnElementHasOneEncodingWhateverRepresentsIt) {
  SeededRandom random(kSeed);
  for (int i = 0; i < 50; ++i) {
    const Point point = i == 0 ? Point() : random.point();
    for (const Point& other : representatives(point)) {
      EXPECT_EQ(other, point);
      EXPECT_EQ(other.encode(), point.encode());
      EXPECT_EQ(other.is_identity(), i == 0);
      EXPECT_NE(other, point + Point::base());
    }
  }
}

TEST(Curve, DecodingAgreesWithLibsodium) {
  SeededRandom random(kSeed);
  int valid = 0;
  for (int i = 0; i < 4000; ++i) {
    Bytes32 bytes;
    random.fill(bytes);
    if (i % 4 != 0) bytes[31] &= 0x7f;  // libsodium 1.0.18 ignores the top bit
    if (i % 2 != 0) bytes[0] &= 0xfe;
    const bool expected =
        (bytes[31] & 0x80) == 0 && crypto_core_ristretto255_is_valid_point(bytes.data()) == 1;
    const Result<Point> point = Point::decode(bytes);
    ASSERT_EQ(point.ok(), expected) << to_hex(bytes);
    if (!expected) continue;
    ++valid;
    EXPECT_EQ(point->encode(), bytes);
  }
  EXPECT_GT(valid, 200);
}

TEST(Curve, MultiplicationAgreesWithLibsodium) {
  SeededRandom random(kSeed);
  for (const Scalar& scalar : scalars(random, 200)) {
    const Point point = random.point();
    const Bytes32 expected = sodium_multiply(scalar, point.encode());
    EXPECT_EQ(multiply(scalar, point).encode(), expected);
    EXPECT_EQ(multiply_base(scalar).encode(), sodium_multiply(scalar, Point::base().encode()));
    EXPECT_TRUE(multiply(scalar, Point()).is_identity());
  }
}

TEST(Curve, MultiScalarMultiplicationIsTheSumOfItsTerms) {
  SeededRandom random(kSeed);
  for (const std::size_t n : {0U, 1U, 2U, 7U, 95U, 96U, 97U, 300U, 2000U}) {
    std::vector<Scalar> terms = scalars(random, n);
    terms.resize(n);
    std::vector<Point> points;
    Point sum;
    for (std::size_t i = 0; i < n; ++i) {
      if (i % 3 == 1) {  // 128-bit
        Bytes64 bytes{};
        random.fill(std::span(bytes).first(16));
        terms[i] = Scalar::reduce(bytes);
      }
      points.push_back(i % 50 == 4 ? Point() : i % 50 == 5 ? points[0] : random.point());
      sum += multiply(terms[i], points[i]);
    }
    EXPECT_EQ(vartime_multi_multiply(terms, points), sum) << n;
  }
}

// All points in one bucket, and all scalars equal.
TEST(Curve, MultiScalarMultiplicationOfEqualTerms) {
  SeededRandom random(kSeed);
  const Point point = random.point();
  for (const Scalar& scalar : scalars(random, 15)) {
    const std::vector<Scalar> terms(500, scalar);
    const std::vector<Point> points(500, point);
    EXPECT_EQ(vartime_multi_multiply(terms, points),
              multiply(scalar * Scalar::from_u64(500), point));
  }
}

}  // namespace
}  // namespace viche
