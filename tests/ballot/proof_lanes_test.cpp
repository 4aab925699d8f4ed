// The verifier's side of ballot/proof.h over ScalarLanes: in each lane what it computes over
// Scalar.

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "ballot/proof.h"
#include "crypto/group/scalar_lanes.h"
#include "tests/ballot/sample.h"
#include "tests/support/seeded_random.h"

namespace viche::ballot {
namespace {

constexpr std::size_t kLanes = ScalarLanes::kLanes;

/// What one ballot shows, its points known by their names.
template <class S>
struct Shown {
  std::string C_0 = "C_0", M = "M", A = "A", B = "B";
  std::vector<std::string> C;
  std::vector<S> f;
  S z;
};

/// Remembers what is added to each point.
template <class S>
struct Sum {
  std::map<std::string, std::vector<S>> added;

  void G(const S& scalar) { added["G"].push_back(scalar); }
  void H(const S& scalar) { added["H"].push_back(scalar); }
  void Y(std::size_t p, const S& scalar) { added["Y" + std::to_string(p)].push_back(scalar); }
  void H(std::size_t p, const S& scalar) { added["H" + std::to_string(p)].push_back(scalar); }
  void K(std::size_t p, const S& scalar) { added["K" + std::to_string(p)].push_back(scalar); }
  void point(const S& scalar, const std::string& name) { added[name].push_back(scalar); }
};

template <class S>
struct Ballots {
  Shown<S> shown;
  S y, x, weight_1, weight_2;

  [[nodiscard]] std::map<std::string, std::vector<S>> sums() const {
    Sum<S> sum;
    add_E1(shown, y, x, weight_1, sum);
    add_E2(shown, x, weight_2, sum);
    return sum.added;
  }
};

TEST(ProofLanes, EachLaneIsABallotOfItsOwn) {
  const StyleLayout style =
      Layout(test::parse(test::sample_manifest(
                 {test::choose("a", 4, 1, 2, true), test::score("b", 3, 5, 0, 9, false)})))
          .style(StyleIndex(0));
  const std::size_t n = style.n();
  ASSERT_GT(style.equations.size(), 1U);
  test::SeededRandom random(64);
  std::vector<Ballots<Scalar>> ballots(kLanes);
  Ballots<ScalarLanes> lanes;
  lanes.shown.f.resize(n);
  const auto draw = [&](Scalar& one, ScalarLanes& all, std::size_t lane) {
    one = random.scalar();
    all.set_lane(lane, one);
  };
  for (std::size_t p = 1; p <= n; ++p) lanes.shown.C.push_back("C_" + std::to_string(p));
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    Ballots<Scalar>& ballot = ballots[lane];
    ballot.shown.C = lanes.shown.C;
    ballot.shown.f.resize(n);
    for (std::size_t p = 0; p < n; ++p) draw(ballot.shown.f[p], lanes.shown.f[p], lane);
    draw(ballot.shown.z, lanes.shown.z, lane);
    draw(ballot.y, lanes.y, lane);
    draw(ballot.x, lanes.x, lane);
    draw(ballot.weight_1, lanes.weight_1, lane);
    draw(ballot.weight_2, lanes.weight_2, lane);
  }

  const auto all_sums = lanes.sums();
  const std::vector<ScalarLanes> all_gaps =
      equation_gaps<ScalarLanes>(style.equations, lanes.shown.f, lanes.x);
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const Ballots<Scalar>& ballot = ballots[lane];
    const auto sums = ballot.sums();
    ASSERT_EQ(all_sums.size(), sums.size());
    for (const auto& [name, scalars] : sums) {
      const std::vector<ScalarLanes>& in_lanes = all_sums.at(name);
      ASSERT_EQ(in_lanes.size(), scalars.size()) << name;
      for (std::size_t i = 0; i < scalars.size(); ++i)
        EXPECT_EQ(in_lanes[i].lane(lane), scalars[i]) << name;
    }
    const std::vector<Scalar> gaps =
        equation_gaps<Scalar>(style.equations, ballot.shown.f, ballot.x);
    ASSERT_EQ(all_gaps.size(), gaps.size());
    for (std::size_t i = 0; i < gaps.size(); ++i) EXPECT_EQ(all_gaps[i].lane(lane), gaps[i]);
  }
}

TEST(ProofLanes, AGapIsZeroWhereTheEquationHolds) {
  const StyleLayout style =
      Layout(test::parse(test::sample_manifest({test::choose("a", 2, 1, 1, false)})))
          .style(StyleIndex(0));
  ASSERT_EQ(style.equations.size(), 1U);
  test::SeededRandom random(65);
  ScalarLanes x;
  std::vector<ScalarLanes> f(style.n());
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    x.set_lane(lane, random.scalar());
    f[0].set_lane(lane, random.scalar());
  }
  f[1] = x - f[0];
  const std::size_t broken = 17;
  f[1].set_lane(broken, f[1].lane(broken) + Scalar::one());
  const ScalarLanes gap = equation_gaps<ScalarLanes>(style.equations, f, x)[0];
  EXPECT_EQ(ScalarLanes::equal(gap, ScalarLanes::zero()), ~(ScalarLanes::Mask{1} << broken));
}

}  // namespace
}  // namespace viche::ballot
