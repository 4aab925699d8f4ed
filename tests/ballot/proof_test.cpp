// The ballot proof's own source over tiny groups, exhaustively.

#include "ballot/proof.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/ballot/sample.h"
#include "tests/ballot/small_group.h"

namespace viche::ballot {
namespace {

constexpr std::size_t kN = 2;  // choose one of two: L = (1 1), b = 1
constexpr unsigned kQ = 3;

using Group = test::SmallGroup<kQ, kN>;
using Scalar3 = Group::Scalar;
using Point3 = Group::Point;

/// The secret keys of Y_1, Y_2.
using Keys = std::array<Scalar3, kN>;

struct GivenChallenges {
  Scalar3 given_y, given_x;
  Scalar3 y(const ProvedCiphertext<Group>&) const { return given_y; }
  Scalar3 x(const Scalar3&, const ProvedCiphertext<Group>&) const { return given_x; }
};

/// Sums in Z_q^d directly.
struct SmallSum {
  const Keys& keys;
  Point3 total{};

  void G(Scalar3 scalar) { total += scalar * Group::G(); }
  void Y(std::size_t p, Scalar3 scalar) { total += scalar * keys[p - 1] * Group::G(); }
  void H(Scalar3 scalar) { total += scalar * Group::H(); }
  void H(std::size_t p, Scalar3 scalar) { total += scalar * Group::H(p); }
  void K(std::size_t p, Scalar3 scalar) { total += scalar * Group::K(p); }
  void point(Scalar3 scalar, const Point3& point) { total += scalar * point; }
};

std::vector<Scalar3> all_scalars() { return {{0}, {1}, {2}}; }

const StyleLayout& style() {
  static const StyleLayout layout =
      Layout(test::parse(test::sample_manifest({test::choose("a", 2, 1, 1, false)})))
          .style(StyleIndex(0));
  return layout;
}

ProvedCiphertext<Group> prove_with(const Keys& keys, Scalar3 r, Scalar3 s, std::vector<Scalar3> m,
                                   std::vector<Scalar3> a, GivenChallenges challenges) {
  const ProverBases<Group> bases{
      Group::Bases({Group::G(), keys[0] * Group::G(), keys[1] * Group::G()}),
      Group::Bases({Group::H(), Group::H(1), Group::H(2), Group::K(1), Group::K(2)})};
  const ProverSecrets<Group> secrets{Secret<Scalar3>(std::move(r)), Secret<Scalar3>(std::move(s)),
                                     Secret<std::vector<Scalar3>>(std::move(m)),
                                     Secret<std::vector<Scalar3>>(std::move(a))};
  return prove(bases, secrets, challenges);
}

bool verify(const Keys& keys, const ProvedCiphertext<Group>& proved, Scalar3 y, Scalar3 x) {
  SmallSum E1{keys}, E2{keys};
  add_E1(proved, y, x, Scalar3::one(), E1);
  add_E2(proved, x, Scalar3::one(), E2);
  return meets_equations<Scalar3>(style().equations, proved.f, x) && E1.total == Point3{} &&
         E2.total == Point3{};
}

TEST(SmallGroup, EveryHonestBallotIsAccepted) {
  std::size_t accepted = 0;
  for (const Scalar3 key : all_scalars())
    for (const Scalar3 r : all_scalars())
      for (const Scalar3 s : all_scalars())
        for (const Scalar3 mask : all_scalars())
          for (const Scalar3 y : all_scalars())
            for (const Scalar3 x : all_scalars())
              for (const Scalar3 vote : {Scalar3{0}, Scalar3{1}}) {
                const Keys keys{key, key + Scalar3::one()};
                const auto proved =
                    prove_with(keys, r, s, {vote, Scalar3::one() - vote}, {mask, -mask}, {y, x});
                ASSERT_TRUE(verify(keys, proved, y, x));
                ++accepted;
              }
  EXPECT_EQ(accepted, 1458U);
}

TEST(SmallGroup, APairThatIsNotBitsPassesForFewChallengesOnly) {
  // m = (2, 2): the sum is 1 modulo 3, so that L m = b holds and the proof of bits alone can
  // refuse. A prover who follows the protocol passes where f_p (x - f_p) happens to have no x^2
  // term: for x = 0 only.
  const Keys keys{Scalar3{1}, Scalar3{2}};
  for (const Scalar3 r : all_scalars())
    for (const Scalar3 s : all_scalars())
      for (const Scalar3 mask : all_scalars())
        for (const Scalar3 y : all_scalars())
          for (const Scalar3 x : all_scalars()) {
            const auto proved = prove_with(keys, r, s, {{2}, {2}}, {mask, -mask}, {y, x});
            EXPECT_EQ(verify(keys, proved, y, x), x == Scalar3::zero());
          }
}

TEST(SmallGroup, TwoMarksNeverMeetTheEquationUnlessXIsZero) {
  const Keys keys{Scalar3{1}, Scalar3{2}};
  for (const Scalar3 mask : all_scalars())
    for (const Scalar3 x : all_scalars()) {
      const auto proved = prove_with(keys, {1}, {2}, {{1}, {1}}, {mask, -mask}, {{1}, x});
      EXPECT_EQ(verify(keys, proved, {1}, x), x == Scalar3::zero());
    }
}

TEST(SmallGroup, WhatIsShownDoesNotDependOnTheVote) {
  // Over uniform s and masks, (f, z) is distributed alike for both votes, for every r and x.
  const Keys keys{Scalar3{1}, Scalar3{2}};
  for (const Scalar3 r : all_scalars())
    for (const Scalar3 x : all_scalars()) {
      std::array<std::map<std::array<unsigned, 3>, int>, 2> shown;
      for (const unsigned vote : {0U, 1U})
        for (const Scalar3 s : all_scalars())
          for (const Scalar3 mask : all_scalars()) {
            const auto proved =
                prove_with(keys, r, s, {{vote}, {1 - vote}}, {mask, -mask}, {{1}, x});
            ++shown[vote][{proved.f[0].value, proved.f[1].value, proved.z.value}];
          }
      EXPECT_EQ(shown[0], shown[1]);
      EXPECT_EQ(shown[0].size(), 9U);
    }
}

TEST(SmallGroup, PowersStartAtOne) {
  const std::vector<Scalar3> y_p = powers(Scalar3{2}, 3);
  EXPECT_EQ(y_p, (std::vector<Scalar3>{{2}, {1}, {2}}));
  EXPECT_TRUE(powers(Scalar3{2}, 0).empty());
}

}  // namespace
}  // namespace viche::ballot
