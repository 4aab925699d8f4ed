// The ballot proof's own source over tiny groups, exhaustively: it is complete, and what it shows
// does not depend on the vote. proof_soundness_test.cpp has the rest.

#include "ballot/proof.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/ballot/small_proof.h"

namespace viche::ballot {
namespace {

using test::every_list;
using test::SmallProof;

/// The keys 1, 2, ..., n.
template <class Scalar>
std::vector<Scalar> some_keys(std::size_t n) {
  std::vector<Scalar> keys;
  for (std::size_t p = 1; p <= n; ++p) keys.push_back(Scalar::from_u64(p));
  return keys;
}

template <class Scalar>
std::vector<std::vector<Scalar>> votes_of(const StyleLayout& style) {
  std::vector<std::vector<Scalar>> votes;
  for (const std::vector<std::uint8_t>& bits : test::legal_bits(style)) {
    std::vector<Scalar>& vote = votes.emplace_back();
    for (const std::uint8_t bit : bits) vote.push_back(Scalar::from_u64(bit));
  }
  return votes;
}

/// Every vote, r, s, mask and pair of challenges. Returns how many ballots were tried.
template <unsigned q, std::size_t n>
std::size_t expect_complete(const StyleLayout& style,
                            const std::vector<test::SmallScalar<q>>& keys) {
  const SmallProof<q, n> proof(style, keys);
  std::size_t tried = 0;
  for (const auto& m : votes_of<test::SmallScalar<q>>(style)) {
    for (const auto& a : proof.masks()) {
      for (const auto& drawn : every_list<q>(4)) {
        const auto [r, s, y, x] = std::tie(drawn[0], drawn[1], drawn[2], drawn[3]);
        const auto proved = proof.prove(r, s, m, a, y, x);
        if (!proof.verify(proved, y, x)) {
          ADD_FAILURE() << "an honest ballot is refused";
          return tried;
        }
        ++tried;
      }
    }
  }
  return tried;
}

/// How often each (f, z) is shown when s is uniform and a is uniform in `masks`.
template <unsigned q, std::size_t n>
using ShownCounts = std::map<std::vector<unsigned>, std::size_t>;

template <unsigned q, std::size_t n>
std::vector<unsigned> shown_by(const ProvedCiphertext<test::SmallGroup<q, n>>& proved) {
  std::vector<unsigned> values;
  for (const auto& f_p : proved.f) values.push_back(f_p.value);
  values.push_back(proved.z.value);
  return values;
}

template <unsigned q, std::size_t n>
ShownCounts<q, n> shown(const SmallProof<q, n>& proof, const std::vector<test::SmallScalar<q>>& m,
                        test::SmallScalar<q> r, test::SmallScalar<q> y, test::SmallScalar<q> x,
                        const std::vector<std::vector<test::SmallScalar<q>>>& masks,
                        const std::vector<std::vector<test::SmallScalar<q>>>& every_s) {
  ShownCounts<q, n> counts;
  for (const auto& a : masks) {
    for (const auto& s : every_s) ++counts[shown_by<q, n>(proof.prove(r, s[0], m, a, y, x))];
  }
  return counts;
}

/// Whether for each y and x the distribution of (f, z) is one and the same for every vote and
/// every r.
template <unsigned q, std::size_t n>
bool hides(const StyleLayout& style, const std::vector<std::vector<test::SmallScalar<q>>>& masks,
           const std::vector<std::vector<test::SmallScalar<q>>>& every_s) {
  using Scalar = test::SmallScalar<q>;
  const SmallProof<q, n> proof(style, some_keys<Scalar>(n));
  const auto votes = votes_of<Scalar>(style);
  for (const auto& challenges : every_list<q>(2)) {
    const Scalar y = challenges[0], x = challenges[1];
    const ShownCounts<q, n> expected = shown(proof, votes[0], Scalar::zero(), y, x, masks, every_s);
    for (const auto& m : votes) {
      for (const auto& r : every_list<q>(1)) {
        if (shown(proof, m, r[0], y, x, masks, every_s) != expected) return false;
      }
    }
  }
  return true;
}

/// The masks whose last free coordinate is zero: one dimension of the null space is missing.
template <class Scalar>
std::vector<std::vector<Scalar>> without_a_dimension(std::vector<std::vector<Scalar>> masks) {
  const std::size_t all = masks.size();
  for (std::size_t p = masks.front().size(); p-- > 0 && masks.size() == all;) {
    std::erase_if(masks, [p](const auto& a) { return !(a[p] == Scalar::zero()); });
  }
  return masks;
}

template <unsigned q, std::size_t n>
void expect_hiding(const StyleLayout& style, std::size_t dimension) {
  const SmallProof<q, n> proof(style, some_keys<test::SmallScalar<q>>(n));
  const auto masks = proof.masks();
  std::size_t size = 1;
  for (std::size_t i = 0; i < dimension; ++i) size *= q;
  EXPECT_EQ(masks.size(), size);  // the null space has this dimension
  EXPECT_GE(test::legal_bits(style).size(), 2U);
  EXPECT_TRUE((hides<q, n>(style, masks, every_list<q>(1))));
  // What the test must see: masks of one dimension fewer, none at all, and one s for all ballots.
  EXPECT_FALSE((hides<q, n>(style, without_a_dimension(masks), every_list<q>(1))));
  EXPECT_FALSE((hides<q, n>(style, {masks[0]}, every_list<q>(1))));
  EXPECT_FALSE((hides<q, n>(style, masks, {{test::SmallScalar<q>::one()}})));
}

StyleLayout one_of_two() { return test::style_of({test::choose("a", 2, 1, 1, false)}); }
StyleLayout one_of_two_or_blank() { return test::style_of({test::choose("a", 2, 1, 1, true)}); }
StyleLayout up_to_two() { return test::style_of({test::choose("a", 2, 0, 2, false)}); }
StyleLayout scores() { return test::style_of({test::score("a", 1, 3, 0, 2, false)}); }
StyleLayout free_scores() { return test::style_of({test::score("a", 1, 3, 0, 3, false)}); }
// Two places and two options: four equations of rank three.
StyleLayout ranking() { return test::style_of({test::rank("a", 2, {2, 1}, false)}); }
StyleLayout two_contests() {
  return test::style_of({test::choose("a", 2, 1, 1, false), test::choose("b", 2, 1, 1, false)});
}

TEST(SmallGroup, EveryHonestBallotIsAcceptedWhateverTheKeys) {
  for (const auto& keys : every_list<3>(2)) {
    EXPECT_EQ((expect_complete<3, 2>(one_of_two(), keys)), 2U * 3 * 81);
  }
  EXPECT_EQ((expect_complete<5, 2>(one_of_two(), {{1}, {3}})), 2U * 5 * 625);
}

TEST(SmallGroup, EveryHonestBallotOfEveryKindIsAccepted) {
  EXPECT_EQ((expect_complete<3, 3>(one_of_two_or_blank(), {{1}, {2}, {0}})), 3U * 9 * 81);
  EXPECT_EQ((expect_complete<3, 4>(up_to_two(), {{1}, {2}, {0}, {1}})), 6U * 27 * 81);
  EXPECT_EQ((expect_complete<3, 4>(scores(), {{1}, {2}, {0}, {1}})), 4U * 27 * 81);
  EXPECT_EQ((expect_complete<3, 2>(free_scores(), {{1}, {2}})), 4U * 9 * 81);
  EXPECT_EQ((expect_complete<3, 4>(ranking(), {{1}, {2}, {0}, {1}})), 2U * 3 * 81);
  EXPECT_EQ((expect_complete<3, 4>(two_contests(), {{1}, {2}, {0}, {1}})), 4U * 9 * 81);
}

TEST(SmallGroup, WhatIsShownDoesNotDependOnTheVote) {
  expect_hiding<3, 2>(one_of_two(), 1);
  expect_hiding<5, 2>(one_of_two(), 1);
  expect_hiding<3, 3>(one_of_two_or_blank(), 2);
  expect_hiding<3, 4>(up_to_two(), 3);
  expect_hiding<3, 4>(scores(), 3);
  expect_hiding<3, 2>(free_scores(), 2);
  expect_hiding<3, 4>(ranking(), 1);
  expect_hiding<3, 4>(two_contests(), 2);
}

TEST(SmallGroup, TwoBallotsWithOneMaskTellWhetherTheyAgree) {
  // The pair (f, f') of two ballots: with masks of their own it is distributed alike for equal and
  // for different votes, with one mask for both it is not.
  using Scalar = test::SmallScalar<3>;
  const SmallProof<3, 2> proof(one_of_two(), {{1}, {2}});
  const std::vector<std::vector<Scalar>> masks = proof.masks();
  const std::vector<Scalar> yes{{1}, {0}}, no{{0}, {1}};
  const auto pairs = [&](const std::vector<Scalar>& second, bool reused) {
    std::map<std::pair<unsigned, unsigned>, int> counts;
    for (const auto& a : masks) {
      for (const auto& b : masks) {
        const auto f = proof.prove({1}, {1}, yes, a, {1}, {2}).f;
        const auto g = proof.prove({2}, {0}, second, reused ? a : b, {1}, {2}).f;
        ++counts[{f[0].value, g[0].value}];
      }
    }
    return counts;
  };
  EXPECT_EQ(pairs(yes, false), pairs(no, false));
  EXPECT_NE(pairs(yes, true), pairs(no, true));
}

TEST(SmallGroup, PowersStartAtOne) {
  using Scalar = test::SmallScalar<3>;
  const std::vector<Scalar> y_p = powers(Scalar{2}, 3);
  EXPECT_EQ(y_p, (std::vector<Scalar>{{2}, {1}, {2}}));
  EXPECT_TRUE(powers(Scalar{2}, 0).empty());
}

}  // namespace
}  // namespace viche::ballot
