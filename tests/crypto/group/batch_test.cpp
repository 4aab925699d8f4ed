#include "crypto/group/batch.h"

#include <gtest/gtest.h>

#include <set>

#include "crypto/group/curve/normalize.h"
#include "tests/crypto/group/rfc9496_vectors.h"
#include "tests/support/seeded_random.h"

namespace viche {
namespace {

struct Terms {
  std::vector<Scalar> scalars;
  std::vector<Point> points;
  Point sum;
};

Terms random_terms(std::size_t count, test::SeededRandom& random) {
  Terms terms;
  for (std::size_t i = 0; i < count; ++i) {
    terms.scalars.push_back(random.scalar());
    terms.points.push_back(random.point());
    terms.sum += multiply(terms.scalars[i], terms.points[i]);
  }
  return terms;
}

TEST(DecodePoints, RoundTripsAndNamesTheFirstBadOne) {
  test::SeededRandom random(3);
  std::vector<Point> points = random_terms(5, random).points;
  points.push_back(Point::identity());
  const Bytes encoded = encode_points(points);
  EXPECT_EQ(encoded.size(), 192U);
  EXPECT_EQ(decode_points(encoded).value(), points);
  EXPECT_TRUE(decode_points(ByteView()).value().empty());
  EXPECT_TRUE(encode_points({}).empty());

  const Bytes invalid = from_hex(test::kInvalidPoints[5]).value();
  for (std::size_t i = 0; i < points.size(); ++i) {
    Bytes bad = encoded;
    std::copy(invalid.begin(), invalid.end(), bad.begin() + static_cast<std::ptrdiff_t>(32 * i));
    std::copy(invalid.begin(), invalid.end(), bad.begin() + 32 * 5);
    EXPECT_EQ(decode_points(bad).error().where, "point " + std::to_string(i));
  }
  EXPECT_FALSE(decode_points(ByteView(encoded).first(191)).ok());
  EXPECT_FALSE(decode_points(ByteView(encoded).first(1)).ok());
}

TEST(EncodeDoubles, EncodesTwiceThePoints) {
  test::SeededRandom random(8);
  std::vector<Point> points = random_terms(140, random).points, doubled;
  points[3] = Point::identity();
  for (const Point& point : points) doubled.push_back(point + point);
  EXPECT_EQ(encode_doubles(points), encode_points(doubled));
  EXPECT_TRUE(encode_doubles({}).empty());
}

TEST(DecodeAddends, TakesEncodingsFromAnywhereAndSaysWhichAreValid) {
  test::SeededRandom random(7);
  const Bytes invalid = from_hex(test::kInvalidPoints[0]).value();
  std::vector<Bytes> encodings;  // each in memory of its own
  std::vector<const std::uint8_t*> pointers;
  std::vector<Point> points;
  for (std::size_t i = 0; i < 150; ++i) {
    points.push_back(i % 9 == 0 ? Point() : random.point());
    const Bytes32 bytes = points[i].encode();
    encodings.emplace_back(bytes.begin(), bytes.end());
    if (i % 9 == 5) {
      encodings[i] = invalid;
      points[i] = Point();
    }
  }
  for (const Bytes& encoding : encodings) pointers.push_back(encoding.data());
  std::vector<edwards::Addend> addends(150);
  std::vector<std::uint8_t> valid(150);
  decode_addends(pointers, addends, valid);
  for (std::size_t i = 0; i < 150; ++i) {
    EXPECT_EQ(valid[i], i % 9 == 5 ? 0 : 1);
    EXPECT_EQ(Point(edwards::to_extended(addends[i].point)), points[i]);
  }
}

TEST(VartimeMultiMultiply, IsTheSumOfTheProducts) {
  const std::uint64_t seed = 4;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  test::SeededRandom random(seed);
  for (const std::size_t count : {0, 1, 2, 3, 17, 64, 190}) {
    const Terms terms = random_terms(count, random);
    EXPECT_EQ(vartime_multi_multiply(terms.scalars, terms.points), terms.sum) << count;
  }
}

TEST(VartimeMultiMultiply, ZerosIdentitiesRepetitionsAndCancellation) {
  const Point P = test::SeededRandom(5).point();
  const Scalar two = Scalar::from_u64(2);
  EXPECT_TRUE(vartime_multi_multiply({}, {}).is_identity());
  EXPECT_TRUE(vartime_multi_multiply(std::vector{Scalar::zero()}, std::vector{P}).is_identity());
  EXPECT_TRUE(
      vartime_multi_multiply(std::vector{two}, std::vector{Point::identity()}).is_identity());
  EXPECT_EQ(vartime_multi_multiply(std::vector{two, Scalar::zero(), two}, std::vector{P, P, P}),
            multiply(Scalar::from_u64(4), P));
  EXPECT_TRUE(vartime_multi_multiply(std::vector{two, -two}, std::vector{P, P}).is_identity());
  EXPECT_TRUE(vartime_multi_multiply(std::vector{two, two}, std::vector{P, -P}).is_identity());
}

TEST(RandomWeights, AreDistinctAndOf128Bits) {
  SystemRandom random;
  std::set<Bytes32> seen;
  for (const Scalar& weight : random_weights(200, random)) {
    const Bytes32 bytes = weight.encode();
    EXPECT_TRUE(std::all_of(bytes.begin() + 16, bytes.end(), [](auto b) { return b == 0; }));
    EXPECT_FALSE(std::all_of(bytes.begin() + 8, bytes.begin() + 16, [](auto b) { return b == 0; }));
    seen.insert(bytes);
  }
  EXPECT_EQ(seen.size(), 200U);
  EXPECT_TRUE(random_weights(0, random).empty());
}

TEST(BatchDeathTest, UnequalLengthsAreABrokenInvariant) {
  const std::vector<Point> points(2);
  const std::vector<Scalar> scalars(1);
  const std::vector<const std::uint8_t*> encodings(2);
  std::vector<edwards::Addend> addends(1);
  std::vector<std::uint8_t> valid(2);
  EXPECT_DEATH(decode_addends(encodings, addends, valid), "unequal");
  addends.resize(2);
  valid.resize(1);
  EXPECT_DEATH(decode_addends(encodings, addends, valid), "unequal");
  EXPECT_DEATH(static_cast<void>(vartime_multi_multiply(scalars, points)), "unequal");
}

}  // namespace
}  // namespace viche
