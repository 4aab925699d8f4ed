// One ballot for the `fast` arithmetic, each equation as section 7 of docs/protocol.md states it.

#include "crypto/group/condition.h"
#include "crypto/group/hash.h"
#include "verifier/fast_batch.h"

namespace viche::verifier {
namespace {

Scalar number(ByteView encoding) { return Scalar::decode(encoding).value(); }

struct Challenges {
  Scalar y, x, c;
};

Challenges hash(const Bytes32& election, const Bytes32& tracker, const BallotFields& ballot) {
  Challenges of;
  Bytes message;
  append_y_message(message, election, ballot);
  of.y = Scalar::reduce(sha512(message));
  message.clear();
  append_x_message(message, of.y.encode(), ballot);
  of.x = Scalar::reduce(sha512(message));
  message.clear();
  append_c_message(message, election, tracker, ballot);
  of.c = Scalar::reduce(sha512(message));
  return of;
}

bool equations_hold(const StyleLayout& style, std::span<const Scalar> f, const Scalar& x) {
  return std::all_of(style.equations.begin(), style.equations.end(), [&](const Equation& equation) {
    Scalar left;
    for (const Term& term : equation.terms) left += Scalar::from_u64(term.weight) * f[term.slot];
    return left == Scalar::from_u64(equation.right) * x;
  });
}

}  // namespace

BallotVerdict check_alone(const SharedPoints& points, const BallotFields& ballot,
                          const Bytes32& election, const Bytes32& tracker,
                          std::span<const edwards::Addend> own, VartimeSum& sum) {
  const std::size_t n = ballot.n;
  std::vector<Scalar> f;
  for (std::size_t p = 1; p <= n; ++p) f.push_back(number(ballot.f_p(p)));
  const Scalar z = number(ballot.z);
  const auto [y, x, c] = hash(election, tracker, ballot);
  const auto add = [&](const Scalar& factor, const edwards::Addend& point) {
    sum.add({&factor, 1}, {&point, 1});
  };
  const auto own_at = [&](Place which) -> const edwards::Addend& { return own[place(n, which)]; };
  const auto is_zero = [&] {
    const bool zero = sum.value().is_identity();
    sum.clear();
    return zero;
  };
  const Scalar one = Scalar::one();
  BallotVerdict verdict;
  verdict.equations = VICHE_HOLDS(equations_hold(*ballot.layout, f, x));

  sum.clear();
  Scalar power = one;
  Scalar of_G = z;
  add(-one, own_at(Place::kB));
  add(-x, own[0]);
  for (std::size_t p = 1; p <= n; ++p) {
    power *= y;
    of_G += power * f[p - 1];
    add(z * power, points[points.Y(ballot.layout->slots[p - 1])]);
    add(-(x * power), own[p]);
  }
  add(of_G, points[SharedPoints::kG]);
  verdict.E1 = VICHE_HOLDS(is_zero());

  add(z, points[SharedPoints::kH]);
  for (std::size_t p = 1; p <= n; ++p) {
    add(f[p - 1], points[points.H_p(p)]);
    add(f[p - 1] * (x - f[p - 1]), points[points.K_p(p)]);
  }
  add(-one, own_at(Place::kA));
  add(-x, own_at(Place::kM));
  verdict.E2 = VICHE_HOLDS(is_zero());

  add(number(ballot.signature_z), points[SharedPoints::kG]);
  add(-one, own_at(Place::kR));
  add(-c, own_at(Place::kK));
  verdict.signature = VICHE_HOLDS(is_zero());
  return verdict;
}

}  // namespace viche::verifier
