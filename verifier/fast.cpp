// The `fast` arithmetic: viche_group's batch functions. A batch of ballots is one multi-scalar
// multiplication with three fresh weights per ballot; a batch that fails is halved until the bad
// ballots stand alone, and those are checked equation by equation without weights.

#include <algorithm>

#include "crypto/group/batch.h"
#include "crypto/group/condition.h"
#include "crypto/group/ed25519.h"
#include "crypto/group/kernel/kernel.h"
#include "verifier/arithmetic.h"

namespace viche::verifier {
namespace {

Scalar scalar(const Number& number) {
  const Result<Scalar> decoded = Scalar::decode(number.bytes);
  if (!decoded) broken_invariant("a Number is below l");
  return *decoded;
}
Number number(const Scalar& value) { return Number{value.encode()}; }
Element element(const Point& point) { return Element{{}, point}; }

/// Scalars and points that are summed in the end.
class Sum {
 public:
  void add(const Scalar& factor, const Element& element) {
    scalars_.push_back(factor);
    points_.push_back(element.point);
  }
  [[nodiscard]] Point value() const { return vartime_multi_multiply(scalars_, points_); }

 private:
  std::vector<Scalar> scalars_;
  std::vector<Point> points_;
};

/// A ballot's numbers as scalars, with the powers of y.
struct Terms {
  explicit Terms(const BallotProof& ballot)
      : z(scalar(ballot.z)),
        signature_z(scalar(ballot.signature_z)),
        x(scalar(ballot.x)),
        c(scalar(ballot.c)) {
    const Scalar y = scalar(ballot.y);
    Scalar power = y;
    for (const Number& number : ballot.f) {
      f.push_back(scalar(number));
      y_powers.push_back(power);
      weighted_f += power * f.back();
      power *= y;
    }
  }

  Scalar z, signature_z, x, c;
  std::vector<Scalar> f;         // f_p
  std::vector<Scalar> y_powers;  // y^p
  Scalar weighted_f;             // sum_p y^p f_p
};

bool equations_hold(const StyleLayout& style, const Terms& t) {
  return std::all_of(style.equations.begin(), style.equations.end(), [&](const Equation& equation) {
    Scalar left;
    for (const Term& term : equation.terms) left += Scalar::from_u64(term.weight) * t.f[term.slot];
    return left == Scalar::from_u64(equation.right) * t.x;
  });
}

/// The factors of the bases that all ballots of a batch share.
struct SharedFactors {
  explicit SharedFactors(const BallotBases& bases)
      : Y(bases.Y.size()), H_p(bases.H_p.size()), K_p(bases.K_p.size()) {}

  Scalar G, H;
  std::vector<Scalar> Y, H_p, K_p;
};

// Each of the three adds weight * (right - left) of its equation, so that the points A, B and R,
// whose factor is the weight itself, have factors of 128 bits.
void add_E1(const Scalar& weight, const BallotProof& ballot, const Terms& t, SharedFactors& shared,
            Sum& sum) {
  const Scalar weighted_x = weight * t.x;
  const Scalar weighted_z = weight * t.z;
  sum.add(weight, ballot.B);
  sum.add(weighted_x, ballot.C[0]);
  shared.G -= weight * (t.z + t.weighted_f);
  for (std::size_t p = 0; p < t.f.size(); ++p) {
    sum.add(weighted_x * t.y_powers[p], ballot.C[p + 1]);
    shared.Y[ballot.style->slots[p]] -= weighted_z * t.y_powers[p];
  }
}

void add_E2(const Scalar& weight, const BallotProof& ballot, const Terms& t, SharedFactors& shared,
            Sum& sum) {
  sum.add(weight, ballot.A);
  sum.add(weight * t.x, ballot.M);
  shared.H -= weight * t.z;
  for (std::size_t p = 0; p < t.f.size(); ++p) {
    const Scalar weighted_f = weight * t.f[p];
    shared.H_p[p] -= weighted_f;
    shared.K_p[p] -= weighted_f * (t.x - t.f[p]);
  }
}

void add_signature(const Scalar& weight, const BallotProof& ballot, const Terms& t,
                   SharedFactors& shared, Sum& sum) {
  sum.add(weight, ballot.R);
  sum.add(weight * t.c, ballot.K);
  shared.G -= weight * t.signature_z;
}

bool is_zero(const BallotBases& bases, const SharedFactors& shared, Sum& sum) {
  const auto add_all = [&](const std::vector<Scalar>& factors, const std::vector<Element>& points) {
    for (std::size_t i = 0; i < factors.size(); ++i) {
      if (!factors[i].is_zero()) sum.add(factors[i], points[i]);
    }
  };
  sum.add(shared.G, element(Point::base()));
  sum.add(shared.H, bases.H);
  add_all(shared.Y, bases.Y);
  add_all(shared.H_p, bases.H_p);
  add_all(shared.K_p, bases.K_p);
  return sum.value().is_identity();
}

class FastArithmetic final : public Arithmetic {
 public:
  explicit FastArithmetic(RandomSource& random) : random_(random) {}

  [[nodiscard]] std::string_view name() const override { return "fast"; }
  [[nodiscard]] std::string_view kernel() const override { return viche::kernel::active().name; }

  [[nodiscard]] Number reduce(const Bytes64& bytes) const override {
    return number(Scalar::reduce(bytes));
  }
  [[nodiscard]] Number add(const Number& a, const Number& b) const override {
    return number(scalar(a) + scalar(b));
  }
  [[nodiscard]] Number subtract(const Number& a, const Number& b) const override {
    return number(scalar(a) - scalar(b));
  }
  [[nodiscard]] Number multiply(const Number& a, const Number& b) const override {
    return number(scalar(a) * scalar(b));
  }
  [[nodiscard]] Number invert(const Number& a) const override {
    return number(scalar(a).inverse());
  }

  [[nodiscard]] std::optional<Element> decode(ByteView bytes) const override {
    const Result<Point> point = Point::decode(bytes);
    if (VICHE_FAULT(!point)) return std::nullopt;
    return element(*point);
  }
  [[nodiscard]] Bytes32 encode(const Element& element) const override {
    return element.point.encode();
  }
  [[nodiscard]] Element base() const override { return element(Point::base()); }
  [[nodiscard]] Element map(const Bytes64& bytes) const override {
    return element(Point::map(bytes));
  }
  [[nodiscard]] Element add(const Element& a, const Element& b) const override {
    return element(a.point + b.point);
  }
  [[nodiscard]] Element subtract(const Element& a, const Element& b) const override {
    return element(a.point - b.point);
  }
  [[nodiscard]] Element combine(std::span<const Number> scalars,
                                std::span<const Element> elements) const override {
    Sum sum;
    for (std::size_t i = 0; i < scalars.size(); ++i) sum.add(scalar(scalars[i]), elements[i]);
    return element(sum.value());
  }
  [[nodiscard]] bool equal(const Element& a, const Element& b) const override {
    return a.point == b.point;
  }

  [[nodiscard]] bool ed25519_key_ok(const Bytes32& key) const override {
    return Ed25519PublicKey::decode(key).ok();
  }
  [[nodiscard]] bool ed25519_verify(const Bytes32& key, ByteView message,
                                    const Bytes64& signature) const override {
    return viche::ed25519_verify(Ed25519PublicKey{key}, message, signature);
  }

  [[nodiscard]] std::vector<BallotVerdict> check_ballots(
      const BallotBases& bases, std::span<const BallotProof> ballots) const override {
    const std::vector<Terms> terms(ballots.begin(), ballots.end());
    std::vector<BallotVerdict> verdicts(ballots.size());
    for (std::size_t i = 0; i < ballots.size(); ++i) {
      verdicts[i].equations = VICHE_HOLDS(equations_hold(*ballots[i].style, terms[i]));
    }
    if (!ballots.empty()) halve(bases, ballots, terms, verdicts);
    return verdicts;
  }

 private:
  /// E1, E2 and the signature of a batch that is not empty.
  void halve(const BallotBases& bases, std::span<const BallotProof> ballots,
             std::span<const Terms> terms, std::span<BallotVerdict> verdicts) const {
    if (ballots.size() == 1) {
      check_alone(bases, ballots[0], terms[0], verdicts[0]);
      return;
    }
    if (VICHE_HOLDS(all_hold(bases, ballots, terms))) {
      for (BallotVerdict& verdict : verdicts) {
        verdict.E1 = verdict.E2 = verdict.signature = true;
      }
      return;
    }
    const std::size_t half = ballots.size() / 2;
    halve(bases, ballots.first(half), terms.first(half), verdicts.first(half));
    halve(bases, ballots.subspan(half), terms.subspan(half), verdicts.subspan(half));
  }

  /// All three equations of all ballots at once. Wrong with probability at most 2^-128, and only by
  /// accepting.
  [[nodiscard]] bool all_hold(const BallotBases& bases, std::span<const BallotProof> ballots,
                              std::span<const Terms> terms) const {
    const std::vector<Scalar> weights = random_weights(3 * ballots.size(), random_);
    SharedFactors shared(bases);
    Sum sum;
    for (std::size_t i = 0; i < ballots.size(); ++i) {
      add_E1(weights[3 * i], ballots[i], terms[i], shared, sum);
      add_E2(weights[3 * i + 1], ballots[i], terms[i], shared, sum);
      add_signature(weights[3 * i + 2], ballots[i], terms[i], shared, sum);
    }
    return is_zero(bases, shared, sum);
  }

  static void check_alone(const BallotBases& bases, const BallotProof& ballot, const Terms& t,
                          BallotVerdict& verdict) {
    const auto holds = [&](auto add_equation) {
      SharedFactors shared(bases);
      Sum sum;
      add_equation(Scalar::one(), ballot, t, shared, sum);
      return is_zero(bases, shared, sum);
    };
    verdict.E1 = VICHE_HOLDS(holds(add_E1));
    verdict.E2 = VICHE_HOLDS(holds(add_E2));
    verdict.signature = VICHE_HOLDS(holds(add_signature));
  }

  RandomSource& random_;
};

}  // namespace

std::unique_ptr<Arithmetic> make_fast_arithmetic(RandomSource& random) {
  return std::make_unique<FastArithmetic>(random);
}

}  // namespace viche::verifier
