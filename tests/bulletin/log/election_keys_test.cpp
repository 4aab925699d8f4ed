#include "bulletin/log/election_keys.h"

#include <gtest/gtest.h>

#include "crypto/group/hash.h"
#include "tests/support/seeded_random.h"

namespace viche::log {
namespace {

constexpr CeremonyShape kKeyShape{4, 3, 5};

struct Ceremony {
  std::vector<std::vector<Scalar>> c;  // c_iju at [i - 1][(j - 1) k + u]
  std::vector<RevealBody> reveals;
};

Ceremony make_ceremony(std::uint64_t seed) {
  test::SeededRandom random(seed);
  Ceremony ceremony;
  for (std::uint32_t i = 0; i < kKeyShape.n; ++i) {
    std::vector<Scalar>& c = ceremony.c.emplace_back();
    RevealBody& reveal = ceremony.reveals.emplace_back();
    for (std::uint32_t e = 0; e < kKeyShape.J * kKeyShape.k; ++e) {
      c.push_back(random.scalar());
      reveal.E.push_back(multiply_base(c.back()));
    }
  }
  return ceremony;
}

TEST(ElectionKeys, AreThoseOfTheSecretPolynomials) {
  const Ceremony ceremony = make_ceremony(1);
  const auto keys = ElectionKeys::from_reveals(ceremony.reveals, kKeyShape);
  ASSERT_TRUE(keys.ok()) << keys.error().message();
  ASSERT_EQ(keys->Y.size(), kKeyShape.J);
  ASSERT_EQ(keys->P.size(), kKeyShape.n);
  for (std::uint32_t j = 0; j < kKeyShape.J; ++j) {
    for (std::uint32_t t = 0; t <= kKeyShape.n; ++t) {
      Scalar x;  // sum_i F_ij(t)
      for (const std::vector<Scalar>& c : ceremony.c) {
        Scalar power = Scalar::one();
        for (std::uint32_t u = 0; u < kKeyShape.k; ++u) {
          x += c[j * kKeyShape.k + u] * power;
          power *= Scalar::from_u64(t);
        }
      }
      EXPECT_EQ(multiply_base(x), t == 0 ? keys->Y[j] : keys->P[t - 1][j]) << t << " " << j;
    }
  }
}

TEST(ElectionKeys, RootIsThatOfTheLeaves) {
  const Ceremony ceremony = make_ceremony(2);
  const auto keys = ElectionKeys::from_reveals(ceremony.reveals, kKeyShape);
  ASSERT_TRUE(keys.ok());
  std::vector<Hash> hashes;
  for (std::uint32_t j = 1; j <= kKeyShape.J; ++j) {
    Bytes data{0, 0, 0, static_cast<std::uint8_t>(j)};
    append(data, keys->Y[j - 1].encode());
    for (std::uint32_t t = 1; t <= kKeyShape.n; ++t) append(data, keys->P[t - 1][j - 1].encode());
    EXPECT_EQ(keys->leaf(j), data);
    hashes.push_back(hash_leaf(data));
  }
  EXPECT_EQ(keys->root(), merkle_root(hashes));
}

TEST(ElectionKeys, AnIdentityKeyIsRefused) {
  Ceremony ceremony = make_ceremony(3);
  Point others;
  for (std::uint32_t i = 0; i + 1 < kKeyShape.n; ++i) {
    others += ceremony.reveals[i].E[2 * kKeyShape.k];
  }
  ceremony.reveals.back().E[2 * kKeyShape.k] = -others;
  EXPECT_EQ(ElectionKeys::from_reveals(ceremony.reveals, kKeyShape).error().reason,
            "Y_j is the identity for j = 3");
}

TEST(ElectionKeys, AnotherNumberOfRevealsIsRefused) {
  Ceremony ceremony = make_ceremony(4);
  ceremony.reveals.pop_back();
  EXPECT_FALSE(ElectionKeys::from_reveals(ceremony.reveals, kKeyShape).ok());
  ceremony.reveals.emplace_back();
  EXPECT_FALSE(ElectionKeys::from_reveals(ceremony.reveals, kKeyShape).ok());
}

}  // namespace
}  // namespace viche::log
