#include "tally/trustee_keys.h"

#include <gtest/gtest.h>

#include "crypto/proof/transcript.h"

namespace viche::tally {
namespace {

Secret<Bytes32> seed_of_bytes(std::uint8_t byte) {
  Bytes32 bytes;
  bytes.fill(byte);
  return Secret<Bytes32>(std::move(bytes));
}

CeremonyParameters parameters() {
  CeremonyParameters parameters;
  parameters.manifest_hash.fill(0xaa);
  parameters.trustee_keys = Bytes(96, 0xbb);
  parameters.shape = {3, 2, 4};
  return parameters;
}

// SHA-512 over frames written out by hand, as section 1 of the specification has it.
Bytes64 by_hand(std::string_view tag, std::uint8_t seed_byte, const Bytes& last) {
  Bytes input;
  const auto frame = [&](ByteView item) {
    append_u32(input, static_cast<std::uint32_t>(item.size()));
    append(input, item);
  };
  frame(as_bytes(tag));
  frame(Bytes(32, seed_byte));
  frame(Bytes(32, 0xaa));
  frame(Bytes(96, 0xbb));
  append(input, last);
  return sha512(input);
}

TEST(TrusteeKeys, DerivationsByHand) {
  const TrusteeKeys keys(seed_of_bytes(1), parameters());
  const std::vector<Point> E = keys.public_coefficients();
  ASSERT_EQ(E.size(), 8U);
  for (std::uint8_t j = 1; j <= 4; ++j) {
    for (std::uint8_t u = 0; u < 2; ++u) {
      const Bytes items = {0, 0, 0, 4, 0, 0, 0, j, 0, 0, 0, 2, 0, u};
      const Scalar c = Scalar::reduce(by_hand("viche/v1/coefficient", 1, items));
      EXPECT_EQ(E[(j - 1U) * 2U + u], multiply_base(c)) << int{j} << " " << int{u};
    }
  }
  const Bytes64 receive = by_hand("viche/v1/receive", 1, {});
  EXPECT_TRUE(std::equal(keys.receive_secret().expose().begin(),
                         keys.receive_secret().expose().end(), receive.begin()));
  EXPECT_EQ(keys.receive_key(), x25519_public_key(keys.receive_secret()));
  const Bytes64 box = by_hand("viche/v1/box", 1, {0, 0, 0, 2, 0, 3});
  const Secret<Bytes32> box_secret = keys.box_secret(3);
  EXPECT_TRUE(std::equal(box_secret.expose().begin(), box_secret.expose().end(), box.begin()));
}

TEST(TrusteeKeys, SharesAreThePolynomials) {
  CeremonyParameters five = parameters();
  five.shape = {5, 4, 3};
  const TrusteeKeys keys(seed_of_bytes(2), five);
  const std::vector<Point> E = keys.public_coefficients();
  for (const std::uint16_t t : std::initializer_list<std::uint16_t>{1, 2, 5, 64}) {
    const Secret<std::vector<Scalar>> shares = keys.shares_for(t);
    ASSERT_EQ(shares.expose().size(), 3U);
    for (std::size_t j = 0; j < 3; ++j) {
      Point expected;
      Scalar power = Scalar::one();
      for (std::size_t u = 0; u < 4; ++u, power *= Scalar::from_u64(t)) {
        expected += multiply(power, E[4 * j + u]);
      }
      EXPECT_EQ(multiply_base(shares.expose()[j]), expected);
    }
  }
}

TEST(TrusteeKeys, ThresholdOneSharesAreTheConstants) {
  CeremonyParameters one = parameters();
  one.shape = {1, 1, 2};
  const TrusteeKeys keys(seed_of_bytes(3), one);
  const std::vector<Point> E = keys.public_coefficients();
  const Secret<std::vector<Scalar>> shares = keys.shares_for(1);
  for (std::size_t j = 0; j < 2; ++j) EXPECT_EQ(multiply_base(shares.expose()[j]), E[j]);
}

TEST(TrusteeKeys, WeightedConstants) {
  const TrusteeKeys keys(seed_of_bytes(4), parameters());
  const std::vector<Point> E = keys.public_coefficients();
  const Scalar w = Scalar::from_u64(1234567);
  Point expected;
  Scalar power = Scalar::one();
  for (std::size_t j = 0; j < 4; ++j) expected += multiply(power *= w, E[2 * j]);
  EXPECT_EQ(multiply_base(keys.weighted_constants(w).expose()), expected);
}

TEST(TrusteeKeys, EveryInputMatters) {
  const Point reference = TrusteeKeys(seed_of_bytes(1), parameters()).public_coefficients()[0];
  const auto first = [](const Secret<Bytes32>& s, const CeremonyParameters& p) {
    return TrusteeKeys(s, p).public_coefficients()[0];
  };
  EXPECT_EQ(first(seed_of_bytes(1), parameters()), reference);
  EXPECT_FALSE(first(seed_of_bytes(2), parameters()) == reference);
  CeremonyParameters other = parameters();
  other.manifest_hash[31] ^= 1;
  EXPECT_FALSE(first(seed_of_bytes(1), other) == reference);
  other = parameters();
  other.trustee_keys.back() ^= 1;
  EXPECT_FALSE(first(seed_of_bytes(1), other) == reference);
}

}  // namespace
}  // namespace viche::tally
