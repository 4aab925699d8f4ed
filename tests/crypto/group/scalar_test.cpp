#include "crypto/group/scalar.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace viche {
namespace {

constexpr const char* kOrder = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

Result<Scalar> decode_hex(std::string_view text) { return Scalar::decode(from_hex(text).value()); }

TEST(Scalar, DecodesExactlyTheIntegersBelowTheOrder) {
  EXPECT_TRUE(decode_hex(std::string(64, '0')).value().is_zero());
  const Scalar largest =
      decode_hex("ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").value();
  EXPECT_EQ(largest, -Scalar::one());
  EXPECT_TRUE((largest + Scalar::one()).is_zero());
  for (const char* text : {
           kOrder,                                                              // l
           "eed3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010",  // l + 1
           "ecd3f55c1a631258d69cf7a2def9de1401000000000000000000000000000010",  // l - 1 + 2^128
           "0000000000000000000000000000000000000000000000000000000000000011",  // 2^252 + 2^248
           "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // 2^255 - 1
           "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",  // 2^256 - 1
           "0000000000000000000000000000000000000000000000000000000000000080",  // 2^255
       }) {
    EXPECT_FALSE(decode_hex(text).ok()) << text;
  }
  EXPECT_TRUE(decode_hex("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0f").ok());
}

TEST(Scalar, DecodesExactly32Bytes) {
  for (const std::size_t length : {0, 1, 31, 33, 64}) {
    EXPECT_FALSE(Scalar::decode(Bytes(length)).ok()) << length;
  }
}

TEST(Scalar, ReducesWideIntegers) {
  Bytes64 wide{};
  EXPECT_TRUE(Scalar::reduce(wide).is_zero());
  const Bytes order = from_hex(kOrder).value();
  std::copy(order.begin(), order.end(), wide.begin());
  EXPECT_TRUE(Scalar::reduce(wide).is_zero());
  wide[0] += 1;
  EXPECT_EQ(Scalar::reduce(wide), Scalar::one());
  // 2^256 = (2^64)^4
  Bytes64 power{};
  power[32] = 1;
  const Scalar two_to_32 = Scalar::from_u64(std::uint64_t{1} << 32);
  const Scalar two_to_64 = two_to_32 * two_to_32;
  EXPECT_EQ(Scalar::reduce(power), two_to_64 * two_to_64 * two_to_64 * two_to_64);
}

TEST(Scalar, FromU64) {
  EXPECT_EQ(to_hex(Scalar::from_u64(0x0102030405060708).encode()).substr(0, 18),
            "080706050403020100");
  EXPECT_EQ(Scalar::from_u64(UINT64_MAX) + Scalar::one(),
            Scalar::from_u64(std::uint64_t{1} << 32) * Scalar::from_u64(std::uint64_t{1} << 32));
  EXPECT_EQ(Scalar::from_u64(0), Scalar::zero());
  EXPECT_EQ(Scalar::from_u64(1), Scalar::one());
}

TEST(Scalar, InverseOfZeroIsZero) {
  EXPECT_TRUE(Scalar::zero().inverse().is_zero());
  EXPECT_EQ(Scalar::one().inverse(), Scalar::one());
  EXPECT_EQ((-Scalar::one()).inverse(), -Scalar::one());
}

TEST(Scalar, IsAField) {
  const std::uint64_t seed = 9496;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  test::SeededRandom random(seed);
  for (int round = 0; round < 200; ++round) {
    const Scalar a = random.scalar();
    const Scalar b = random.scalar();
    const Scalar c = random.scalar();
    EXPECT_EQ((a + b) + c, a + (b + c));
    EXPECT_EQ(a + b, b + a);
    EXPECT_EQ((a * b) * c, a * (b * c));
    EXPECT_EQ(a * b, b * a);
    EXPECT_EQ(a * (b + c), a * b + a * c);
    EXPECT_EQ(a - b, a + -b);
    EXPECT_EQ(a * a.inverse(), Scalar::one());
    EXPECT_EQ(Scalar::decode(a.encode()).value(), a);
    EXPECT_FALSE(a == b);
    Scalar d = a;
    d += b;
    d -= c;
    d *= b;
    EXPECT_EQ(d, (a + b - c) * b);
  }
}

}  // namespace
}  // namespace viche
