#include "tally/shares.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace viche::tally {
namespace {

Secret<Bytes32> seed_of(std::uint16_t i) {
  Bytes32 bytes{};
  bytes[0] = static_cast<std::uint8_t>(i);
  return Secret<Bytes32>(std::move(bytes));
}

// n trustees' keys of one ceremony, and what dealers give trustee t.
struct Ceremony {
  explicit Ceremony(const log::CeremonyShape& shape) {
    parameters.manifest_hash.fill(7);
    parameters.trustee_keys = Bytes(32 * shape.n, 9);
    parameters.shape = shape;
    for (std::uint16_t i = 1; i <= shape.n; ++i) {
      keys.emplace_back(seed_of(i), parameters);
      E.push_back(keys.back().public_coefficients());
    }
  }
  [[nodiscard]] std::vector<Secret<std::vector<Scalar>>> shares_for(std::uint16_t t) const {
    std::vector<Secret<std::vector<Scalar>>> F;
    for (const TrusteeKeys& dealer : keys) F.push_back(dealer.shares_for(t));
    return F;
  }

  CeremonyParameters parameters;
  std::vector<TrusteeKeys> keys;
  std::vector<std::vector<Point>> E;
};

TEST(Shares, BoxesOpenForTheirRecipient) {
  const Ceremony ceremony({3, 2, 5});
  const Bytes box =
      seal_shares(ceremony.parameters, ceremony.keys[0], 1, 3, ceremony.keys[2].receive_key());
  EXPECT_EQ(box.size(), ceremony.parameters.shape.box_size());
  const auto opened =
      open_shares(ceremony.parameters, ceremony.keys[2].receive_secret(), 1, 3, box);
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  EXPECT_EQ(opened->expose(), ceremony.keys[0].shares_for(3).expose());
  // The same keys make the same box.
  EXPECT_EQ(
      seal_shares(ceremony.parameters, ceremony.keys[0], 1, 3, ceremony.keys[2].receive_key()),
      box);
}

TEST(Shares, BoxesOpenForNobodyElse) {
  const Ceremony ceremony({3, 2, 5});
  const Bytes box =
      seal_shares(ceremony.parameters, ceremony.keys[0], 1, 3, ceremony.keys[2].receive_key());
  const Secret<Bytes32>& right = ceremony.keys[2].receive_secret();
  EXPECT_FALSE(open_shares(ceremony.parameters, ceremony.keys[1].receive_secret(), 1, 3, box).ok());
  // The right key, but another dealer, recipient or ceremony than the box says inside.
  EXPECT_FALSE(open_shares(ceremony.parameters, right, 2, 3, box).ok());
  EXPECT_FALSE(open_shares(ceremony.parameters, right, 1, 2, box).ok());
  CeremonyParameters other = ceremony.parameters;
  other.manifest_hash[0] ^= 1;
  EXPECT_FALSE(open_shares(other, right, 1, 3, box).ok());
  other = ceremony.parameters;
  other.shape.J = 4;
  EXPECT_FALSE(open_shares(other, right, 1, 3, box).ok());
  for (std::size_t i = 0; i < box.size(); ++i) {
    Bytes changed = box;
    changed[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
    EXPECT_FALSE(open_shares(ceremony.parameters, right, 1, 3, changed).ok()) << "byte " << i;
  }
  for (std::size_t size = 0; size < box.size(); size += 7) {
    EXPECT_FALSE(open_shares(ceremony.parameters, right, 1, 3, ByteView(box).first(size)).ok());
  }
}

TEST(Shares, BoxWithAnOversizedScalarIsRefused) {
  const Ceremony ceremony({2, 1, 1});
  Bytes plain(ceremony.parameters.manifest_hash.begin(), ceremony.parameters.manifest_hash.end());
  append_u16(plain, 1);
  append_u16(plain, 2);
  append(plain, Bytes(32, 0xff));
  const Bytes box = seal_box(plain, ceremony.keys[1].receive_key(), seed_of(99));
  EXPECT_FALSE(open_shares(ceremony.parameters, ceremony.keys[1].receive_secret(), 1, 2, box).ok());
}

TEST(Shares, RightSharesFitAndAddUp) {
  viche::test::SeededRandom random(1);
  const Ceremony ceremony({4, 3, 2});
  for (std::uint16_t t = 1; t <= 4; ++t) {
    const auto F = ceremony.shares_for(t);
    EXPECT_TRUE(find_bad_dealers(ceremony.parameters, t, ceremony.E, F, random).empty());
    const Secret<std::vector<Scalar>> x_t = add_shares(ceremony.parameters, F);
    for (std::size_t j = 0; j < 2; ++j) {
      Scalar sum;
      for (const auto& shares : F) sum += shares.expose()[j];
      EXPECT_EQ(x_t.expose()[j], sum);
    }
    // Shares for somebody else fit nowhere.
    EXPECT_EQ(find_bad_dealers(ceremony.parameters, static_cast<std::uint16_t>(t % 4 + 1),
                               ceremony.E, F, random),
              (std::vector<std::uint16_t>{1, 2, 3, 4}));
  }
}

TEST(Shares, ExactlyTheBadDealersAreNamed) {
  viche::test::SeededRandom random(2);
  const Ceremony ceremony({4, 2, 3});
  for (std::uint32_t bad = 0; bad < 16; ++bad) {
    auto F = ceremony.shares_for(2);
    std::vector<std::uint16_t> expected;
    for (std::uint16_t i = 1; i <= 4; ++i) {
      if ((bad >> (i - 1U) & 1U) == 0) continue;
      F[i - 1U].expose_mutable()[i % 3U] += Scalar::one();
      expected.push_back(i);
    }
    EXPECT_EQ(find_bad_dealers(ceremony.parameters, 2, ceremony.E, F, random), expected);
  }
}

TEST(Shares, ErrorsThatCancelAreFound) {
  viche::test::SeededRandom random(3);
  const Ceremony ceremony({3, 2, 2});
  // Two dealers whose errors add up to nothing, and one dealer whose two slots do.
  auto F = ceremony.shares_for(1);
  F[0].expose_mutable()[0] += Scalar::one();
  F[1].expose_mutable()[0] -= Scalar::one();
  EXPECT_EQ(find_bad_dealers(ceremony.parameters, 1, ceremony.E, F, random),
            (std::vector<std::uint16_t>{1, 2}));
  F = ceremony.shares_for(1);
  F[2].expose_mutable()[0] += Scalar::one();
  F[2].expose_mutable()[1] -= Scalar::one();
  EXPECT_EQ(find_bad_dealers(ceremony.parameters, 1, ceremony.E, F, random),
            (std::vector<std::uint16_t>{3}));
}

}  // namespace
}  // namespace viche::tally
