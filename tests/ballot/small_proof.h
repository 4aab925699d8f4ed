#pragma once
// One style's ballot proof over Z_q^d: the prover and the verifier's three equations, all of them
// from ballot/proof.h, with the challenges in the test's hand.

#include <utility>
#include <vector>

#include "ballot/proof.h"
#include "tests/ballot/sample.h"
#include "tests/ballot/small_group.h"

namespace viche::test {

/// The one style of a manifest with these contests.
inline ballot::StyleLayout style_of(const std::vector<Json>& contests) {
  return ballot::Layout(parse(sample_manifest(contests))).style(ballot::StyleIndex(0));
}

template <unsigned q, std::size_t n>
class SmallProof {
 public:
  using Group = SmallGroup<q, n>;
  using Scalar = typename Group::Scalar;
  using Point = typename Group::Point;
  using Scalars = std::vector<Scalar>;
  using Proved = ballot::ProvedCiphertext<Group>;

  /// `keys` are the logarithms of Y_1..Y_n: whoever makes a false proof may know them.
  SmallProof(const ballot::StyleLayout& style, Scalars keys)
      : equations_(style.equations), keys_(std::move(keys)) {
    if (style.n() != n || keys_.size() != n) broken_invariant("SmallProof: another n");
  }

  [[nodiscard]] Point Y(std::size_t p) const { return keys_[p - 1] * Group::G(); }

  [[nodiscard]] Proved prove(Scalar r, Scalar s, Scalars m, Scalars a, Scalar y, Scalar x) const {
    std::vector<Point> keys{Group::G()}, commitments{Group::H()};
    for (std::size_t p = 1; p <= n; ++p) keys.push_back(Y(p));
    for (std::size_t p = 1; p <= n; ++p) commitments.push_back(Group::K(p));
    for (std::size_t p = 1; p <= n; ++p) commitments.push_back(Group::H(p));
    const ballot::ProverBases<Group> bases{typename Group::Bases(std::move(keys)),
                                           typename Group::Bases(std::move(commitments))};
    const ballot::ProverSecrets<Group> secrets{
        Secret<Scalar>(std::move(r)), Secret<Scalar>(std::move(s)), Secret<Scalars>(std::move(m)),
        Secret<Scalars>(std::move(a))};
    GivenChallenges given{y, x};
    return ballot::prove(bases, secrets, given);
  }

  /// L f = x b.
  [[nodiscard]] bool meets_equations(const Scalars& f, Scalar x) const {
    const Scalars gaps = ballot::equation_gaps<Scalar>(equations_, f, x);
    return std::all_of(gaps.begin(), gaps.end(), [](Scalar gap) { return gap == Scalar::zero(); });
  }
  /// Left side - right side of (E1) and of (E2).
  [[nodiscard]] Point E1(const Proved& proved, Scalar y, Scalar x) const {
    Sum sum{*this};
    ballot::add_E1(proved, y, x, Scalar::one(), sum);
    return sum.total;
  }
  [[nodiscard]] Point E2(const Proved& proved, Scalar x) const {
    Sum sum{*this};
    ballot::add_E2(proved, x, Scalar::one(), sum);
    return sum.total;
  }
  [[nodiscard]] bool verify(const Proved& proved, Scalar y, Scalar x) const {
    return meets_equations(proved.f, x) && E1(proved, y, x) == Point{} && E2(proved, x) == Point{};
  }

  /// Every solution of L v = x b, by trying all: the masks for x = 0, and for x = 1 whatever a
  /// false ballot may hold without breaking an equation.
  [[nodiscard]] std::vector<Scalars> solutions(Scalar x) const {
    std::vector<Scalars> solutions;
    for (const Scalars& v : every_list<q>(n)) {
      if (meets_equations(v, x)) solutions.push_back(v);
    }
    return solutions;
  }
  [[nodiscard]] std::vector<Scalars> masks() const { return solutions(Scalar::zero()); }

 private:
  struct GivenChallenges {
    Scalar given_y, given_x;
    Scalar y(const Proved&) const { return given_y; }
    Scalar x(const Scalar&, const Proved&) const { return given_x; }
  };
  struct Sum {
    const SmallProof& proof;
    Point total{};

    void G(Scalar scalar) { total += scalar * Group::G(); }
    void Y(std::size_t p, Scalar scalar) { total += scalar * proof.Y(p); }
    void H(Scalar scalar) { total += scalar * Group::H(); }
    void H(std::size_t p, Scalar scalar) { total += scalar * Group::H(p); }
    void K(std::size_t p, Scalar scalar) { total += scalar * Group::K(p); }
    void point(Scalar scalar, const Point& point) { total += scalar * point; }
  };

  std::vector<ballot::SparseEquation> equations_;
  Scalars keys_;
};

}  // namespace viche::test
