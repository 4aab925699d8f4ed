#include "crypto/group/point.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/group/hash.h"
#include "tests/crypto/group/rfc9496_vectors.h"
#include "tests/support/seeded_random.h"

namespace viche {
namespace {

Bytes64 bytes64_from_hex(std::string_view text) {
  const Bytes bytes = from_hex(text).value();
  Bytes64 out{};
  std::copy_n(bytes.begin(), out.size(), out.begin());
  return out;
}

TEST(Point, MultiplesOfTheBase) {
  Point sum = Point::identity();
  std::uint64_t n = 0;
  for (const char* text : test::kBaseMultiples) {
    sum += Point::base();
    ++n;
    EXPECT_EQ(to_hex(sum.encode()), text);
    EXPECT_EQ(multiply_base(Scalar::from_u64(n)), sum);
    EXPECT_EQ(multiply(Scalar::from_u64(n), Point::base()), sum);
    EXPECT_EQ(Point::decode(from_hex(text).value()).value(), sum);
  }
  EXPECT_EQ(n, 15U);
}

TEST(Point, RefusesInvalidEncodings) {
  for (const char* text : test::kInvalidPoints) {
    EXPECT_FALSE(Point::decode(from_hex(text).value()).ok()) << text;
  }
  const Bytes valid = from_hex(test::kBaseMultiples[0]).value();
  EXPECT_TRUE(Point::decode(valid).ok());
  EXPECT_FALSE(Point::decode(ByteView(valid).first(31)).ok());
  EXPECT_FALSE(Point::decode(ByteView()).ok());
  Bytes longer = valid;
  longer.push_back(0);
  EXPECT_FALSE(Point::decode(longer).ok());
}

// libsodium 1.0.18 by itself accepts these.
TEST(Point, RefusesTheTopBit) {
  for (const char* text : test::kBaseMultiples) {
    Bytes bytes = from_hex(text).value();
    bytes[31] |= 0x80;
    EXPECT_FALSE(Point::decode(bytes).ok()) << text;
  }
  Bytes identity(32);
  identity[31] = 0x80;
  EXPECT_FALSE(Point::decode(identity).ok());
}

TEST(Point, MapsUniformBytes) {
  for (const test::MapVector& vector : test::kMapVectors) {
    EXPECT_EQ(to_hex(Point::map(bytes64_from_hex(vector.uniform)).encode()), vector.point);
  }
  // Appendix A.3's first input is the SHA-512 of this text.
  EXPECT_EQ(
      Point::map(sha512(as_bytes("Ristretto is traditionally a short shot of espresso coffee"))),
      Point::map(bytes64_from_hex(test::kMapVectors[0].uniform)));
}

TEST(Point, IdentityIsAnElementLikeAnyOther) {
  const Point identity;
  EXPECT_TRUE(identity.is_identity());
  EXPECT_EQ(identity, Point::identity());
  EXPECT_EQ(to_hex(identity.encode()), std::string(64, '0'));
  EXPECT_TRUE(Point::decode(Bytes(32)).value().is_identity());
  EXPECT_FALSE(Point::base().is_identity());
  EXPECT_EQ(identity + Point::base(), Point::base());
  EXPECT_TRUE((Point::base() - Point::base()).is_identity());
  EXPECT_TRUE((-identity).is_identity());
}

TEST(Point, MultiplicationsThatGiveTheIdentity) {
  const Point P = test::SeededRandom(1).point();
  EXPECT_TRUE(multiply(Scalar::zero(), P).is_identity());
  EXPECT_TRUE(multiply_base(Scalar::zero()).is_identity());
  EXPECT_TRUE(multiply(Scalar::from_u64(7), Point::identity()).is_identity());
  EXPECT_TRUE(multiply(Scalar::zero(), Point::identity()).is_identity());
  EXPECT_EQ(multiply(-Scalar::one(), P), -P);
  EXPECT_EQ(multiply_base(-Scalar::one()), -Point::base());
}

TEST(Point, IsAGroupUnderScalars) {
  const std::uint64_t seed = 255;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  test::SeededRandom random(seed);
  for (int round = 0; round < 50; ++round) {
    const Point P = random.point();
    const Point Q = random.point();
    const Scalar a = random.scalar();
    const Scalar b = random.scalar();
    EXPECT_EQ(P + Q, Q + P);
    EXPECT_EQ(P - Q, P + -Q);
    EXPECT_EQ(multiply(a, P) + multiply(b, P), multiply(a + b, P));
    EXPECT_EQ(multiply(a, multiply(b, P)), multiply(a * b, P));
    EXPECT_EQ(multiply(a, P + Q), multiply(a, P) + multiply(a, Q));
    EXPECT_EQ(multiply_base(a), multiply(a, Point::base()));
    EXPECT_EQ(Point::decode(P.encode()).value(), P);
    EXPECT_FALSE(P == Q);
  }
}

// One bit changed in a valid encoding gives another element or none, never the same.
TEST(Point, EveryBitOfAnEncodingMatters) {
  const Point P = test::SeededRandom(2).point();
  for (std::size_t bit = 0; bit < 256; ++bit) {
    Bytes32 bytes = P.encode();
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ 1U << (bit % 8));
    const Result<Point> other = Point::decode(bytes);
    if (other) {
      EXPECT_FALSE(*other == P) << bit;
    }
  }
}

}  // namespace
}  // namespace viche
