#include "crypto/group/scalar_lanes.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/support/seeded_random.h"

namespace viche {
namespace {

constexpr std::size_t kLanes = ScalarLanes::kLanes;
using Scalars = std::array<Scalar, kLanes>;

Scalars random_scalars(std::uint64_t seed) {
  test::SeededRandom random(seed);
  Scalars scalars;
  for (Scalar& scalar : scalars) scalar = random.scalar();
  return scalars;
}

Scalars stored(const ScalarLanes& lanes) {
  Scalars scalars;
  lanes.store(scalars);
  return scalars;
}

TEST(ScalarLanes, ComputesInEachLaneAsScalar) {
  const Scalars a = random_scalars(1), b = random_scalars(2);
  const ScalarLanes x = ScalarLanes::load(a), y = ScalarLanes::load(b);
  ScalarLanes plus = x, minus = x, times = x, plus_product = x;
  plus += y;
  minus -= y;
  times *= y;
  plus_product.add_product(x, y);
  const Scalars sum = stored(x + y), difference = stored(x - y), product = stored(x * y),
                opposite = stored(-x);
  for (std::size_t i = 0; i < kLanes; ++i) {
    EXPECT_EQ(sum[i], a[i] + b[i]);
    EXPECT_EQ(difference[i], a[i] - b[i]);
    EXPECT_EQ(product[i], a[i] * b[i]);
    EXPECT_EQ(opposite[i], -a[i]);
    EXPECT_EQ(plus.lane(i), a[i] + b[i]);
    EXPECT_EQ(minus.lane(i), a[i] - b[i]);
    EXPECT_EQ(times.lane(i), a[i] * b[i]);
    EXPECT_EQ(plus_product.lane(i), a[i] + a[i] * b[i]);
  }
}

TEST(ScalarLanes, ConstantsAreInEveryLane) {
  const Scalar scalar = random_scalars(3)[0];
  for (std::size_t i = 0; i < kLanes; ++i) {
    EXPECT_EQ(ScalarLanes().lane(i), Scalar::zero());
    EXPECT_EQ(ScalarLanes::zero().lane(i), Scalar::zero());
    EXPECT_EQ(ScalarLanes::one().lane(i), Scalar::one());
    EXPECT_EQ(ScalarLanes::broadcast(scalar).lane(i), scalar);
    for (const std::uint64_t value : {std::uint64_t{5}, std::uint64_t{1} << 52, UINT64_MAX})
      EXPECT_EQ(ScalarLanes::from_u64(value).lane(i), Scalar::from_u64(value));
  }
}

TEST(ScalarLanes, LanesAreSetAlone) {
  const Scalars a = random_scalars(4);
  ScalarLanes lanes = ScalarLanes::one();
  for (std::size_t i = 0; i < kLanes; ++i) {
    lanes.set_lane(i, a[i]);
    for (std::size_t j = 0; j < kLanes; ++j)
      EXPECT_EQ(lanes.lane(j), j <= i ? a[j] : Scalar::one());
  }
}

TEST(ScalarLanes, DecodesForEachLaneApart) {
  test::SeededRandom random(5);
  std::array<Bytes32, kLanes> bytes;
  std::array<const std::uint8_t*, kLanes> pointers;
  ScalarLanes::Mask canonical = 0;
  for (std::size_t i = 0; i < kLanes; ++i) {
    bytes[i] = random.bytes32();
    bytes[i][31] = static_cast<std::uint8_t>(random.below(0x20));
    if (Scalar::decode(bytes[i]).ok()) canonical |= ScalarLanes::Mask{1} << i;
    pointers[i] = bytes[i].data();
  }
  ASSERT_NE(canonical, 0U);
  ASSERT_NE(canonical, ScalarLanes::first(kLanes));
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{8},
                                  std::size_t{9}, kLanes - 1, kLanes}) {
    const ScalarLanes::Decoded decoded = ScalarLanes::decode(std::span(pointers).first(count));
    EXPECT_EQ(decoded.canonical, canonical & ScalarLanes::first(count));
    for (std::size_t i = 0; i < kLanes; ++i) {
      const bool taken = (decoded.canonical >> i & 1) != 0;
      EXPECT_EQ(decoded.lanes.lane(i), taken ? Scalar::decode(bytes[i]).value() : Scalar::zero());
    }
  }
}

TEST(ScalarLanes, FewerNumbersThanLanes) {
  test::SeededRandom random(6);
  std::array<Bytes64, kLanes> digests;
  for (Bytes64& digest : digests) digest = random.bytes64();
  const Scalars a = random_scalars(7);
  for (const std::size_t count : {std::size_t{0}, std::size_t{5}, kLanes - 1, kLanes}) {
    const ScalarLanes reduced = ScalarLanes::reduce(std::span(digests).first(count));
    const ScalarLanes loaded = ScalarLanes::load(std::span(a).first(count));
    Scalars written;
    written.fill(Scalar::one());
    ScalarLanes::load(a).store(std::span(written).first(count));
    for (std::size_t i = 0; i < kLanes; ++i) {
      EXPECT_EQ(reduced.lane(i), i < count ? Scalar::reduce(digests[i]) : Scalar::zero());
      EXPECT_EQ(loaded.lane(i), i < count ? a[i] : Scalar::zero());
      EXPECT_EQ(written[i], i < count ? a[i] : Scalar::one());
    }
  }
}

TEST(ScalarLanes, SumEqualityAndSelection) {
  const Scalars a = random_scalars(8);
  const ScalarLanes x = ScalarLanes::load(a);
  Scalar sum;
  for (const Scalar& scalar : a) sum += scalar;
  EXPECT_EQ(x.sum(), sum);
  EXPECT_EQ(ScalarLanes::equal(x, x), ScalarLanes::first(kLanes));
  for (std::size_t i = 0; i < kLanes; ++i) {
    const ScalarLanes::Mask lane = ScalarLanes::Mask{1} << i;
    const ScalarLanes only = x.only(lane);
    EXPECT_EQ(only.sum(), a[i]);
    EXPECT_EQ(ScalarLanes::equal(only, x), lane);
    EXPECT_EQ(ScalarLanes::equal(only, ScalarLanes::zero()), ~lane);
    // Numbers that differ in one bit only.
    Bytes32 power{};
    for (unsigned bit = 0; bit < 252; bit += 13) {
      power.fill(0);
      power[bit / 8] = static_cast<std::uint8_t>(1U << bit % 8);
      ScalarLanes other;
      other.set_lane(i, Scalar::decode(power).value());
      EXPECT_EQ(ScalarLanes::equal(other, ScalarLanes::zero()), ~lane) << bit;
    }
  }
  EXPECT_EQ(ScalarLanes::first(0), 0U);
  EXPECT_EQ(ScalarLanes::first(3), 7U);
}

}  // namespace
}  // namespace viche
