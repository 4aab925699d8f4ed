#pragma once
// The ballot proof over any group (specification, section 7). It is the bit argument of Groth and
// Kohlweiss (2015) and Bootle et al. (2015) on a commitment that shares r with the ciphertext, tied
// to it by a random combination.
//
//   C_0 = r G     C_p = r Y_p + m_p G
//   M = r H + sum_p m_p H_p + sum_p a_p (1 - 2 m_p) K_p
//   A = s H + sum_p a_p H_p - sum_p a_p^2 K_p
//   B = s Y* + (sum_p y^p a_p) G        Y* = G + sum_p y^p Y_p
//   f_p = a_p + x m_p     z = s + x r
//
//   (E1)  z Y* + (sum_p y^p f_p) G = B + x C*       C* = C_0 + sum_p y^p C_p
//   (E2)  z H + sum_p f_p H_p + sum_p f_p (x - f_p) K_p = A + x M

#include <span>
#include <vector>

#include "ballot/layout.h"
#include "crypto/proof/secret.h"

namespace viche::ballot {

/// What a prover of one style multiplies, prepared once.
template <class Group>
struct ProverBases {
  typename Group::Bases keys;         // G, Y_1, ..., Y_n
  typename Group::Bases commitments;  // H, K_1, ..., K_n, H_1, ..., H_n
};

/// One ballot's secrets: m_p are 0 or 1 with L m = b, a is uniform with L a = 0, r and s are
/// uniform.
template <class Group>
struct ProverSecrets {
  Secret<typename Group::Scalar> r, s;
  Secret<std::vector<typename Group::Bit>> m;
  Secret<std::vector<typename Group::Scalar>> a;
};

/// What a ballot shows: ciphertext and proof.
template <class Group>
struct ProvedCiphertext {
  typename Group::Point C_0;
  std::vector<typename Group::Point> C;
  typename Group::Point M, A, B;
  std::vector<typename Group::Scalar> f;
  typename Group::Scalar z;
};

/// y, y^2, ..., y^n by a running product.
template <class Scalar>
std::vector<Scalar> powers(const Scalar& y, std::size_t n) {
  std::vector<Scalar> powers;
  powers.reserve(n);
  for (std::size_t p = 0; p < n; ++p) powers.push_back(p == 0 ? y : powers.back() * y);
  return powers;
}

/// The scalars of M over H and K_p: r, a_p (1 - 2 m_p). Over H_p it has the bits m_p.
template <class Group>
Secret<std::vector<typename Group::Scalar>> scalars_of_M(const ProverSecrets<Group>& secrets) {
  using Scalar = typename Group::Scalar;
  const std::vector<Scalar>& a = secrets.a.expose();
  std::vector<Scalar> scalars;
  scalars.reserve(a.size() + 1);
  scalars.push_back(secrets.r.expose());
  for (std::size_t p = 0; p < a.size(); ++p) {
    const Secret<Scalar> m_p(Group::scalar(secrets.m.expose()[p]));
    const Secret<Scalar> both(m_p.expose() + m_p.expose());
    const Secret<Scalar> sign(Scalar::one() - both.expose());
    scalars.push_back(Secret<Scalar>(a[p] * sign.expose()).expose());
  }
  return Secret<std::vector<Scalar>>(std::move(scalars));
}

/// The scalars of A over the commitment bases: s, -a_p^2, a_p.
template <class Group>
Secret<std::vector<typename Group::Scalar>> scalars_of_A(const ProverSecrets<Group>& secrets) {
  using Scalar = typename Group::Scalar;
  const std::vector<Scalar>& a = secrets.a.expose();
  std::vector<Scalar> scalars;
  scalars.reserve(2 * a.size() + 1);
  scalars.push_back(secrets.s.expose());
  for (const Scalar& a_p : a) {
    const Secret<Scalar> square(a_p * a_p);
    scalars.push_back(Secret<Scalar>(-square.expose()).expose());
  }
  scalars.insert(scalars.end(), a.begin(), a.end());
  return Secret<std::vector<Scalar>>(std::move(scalars));
}

/// The scalars of B over the key bases: s + sum_p y^p a_p, s y^p.
template <class Group>
Secret<std::vector<typename Group::Scalar>> scalars_of_B(const ProverSecrets<Group>& secrets,
                                                         const typename Group::Scalar& y) {
  using Scalar = typename Group::Scalar;
  const std::vector<Scalar>& a = secrets.a.expose();
  const std::vector<Scalar> y_p = powers(y, a.size());
  std::vector<Scalar> scalars;
  scalars.reserve(a.size() + 1);
  scalars.push_back(secrets.s.expose());
  for (std::size_t p = 0; p < a.size(); ++p) {
    scalars[0] += Secret<Scalar>(y_p[p] * a[p]).expose();
    scalars.push_back(Secret<Scalar>(secrets.s.expose() * y_p[p]).expose());
  }
  return Secret<std::vector<Scalar>>(std::move(scalars));
}

/// Encrypts and proves. `challenges.y(proved)` is called when C_0, C, M and A stand,
/// `challenges.x(y, proved)` when B does. The operations do not depend on the secrets.
template <class Group, class Challenges>
ProvedCiphertext<Group> prove(const ProverBases<Group>& bases, const ProverSecrets<Group>& secrets,
                              Challenges& challenges) {
  using Scalar = typename Group::Scalar;
  const std::vector<typename Group::Bit>& m = secrets.m.expose();
  ProvedCiphertext<Group> proved;
  proved.C = bases.keys.encrypt(secrets.r.expose(), m);
  proved.C_0 = proved.C.front();
  proved.C.erase(proved.C.begin());
  proved.M = bases.commitments.multi_multiply(scalars_of_M(secrets).expose(), m);
  proved.A = bases.commitments.multi_multiply(scalars_of_A(secrets).expose());

  const Scalar y = challenges.y(proved);
  proved.B = bases.keys.multi_multiply(scalars_of_B(secrets, y).expose());

  const Scalar x = challenges.x(y, proved);
  for (std::size_t p = 0; p < m.size(); ++p) {
    const Secret<Scalar> m_p(Group::scalar(m[p]));
    const Secret<Scalar> x_m(x * m_p.expose());
    proved.f.push_back(secrets.a.expose()[p] + x_m.expose());
  }
  const Secret<Scalar> x_r(x * secrets.r.expose());
  proved.z = secrets.s.expose() + x_r.expose();
  return proved;
}

/// L f - x b, a number for each equation: all are zero exactly if f meets the equations.
template <class Scalar>
std::vector<Scalar> equation_gaps(std::span<const SparseEquation> equations,
                                  std::span<const Scalar> f, const Scalar& x) {
  std::vector<Scalar> gaps;
  gaps.reserve(equations.size());
  for (const SparseEquation& equation : equations) {
    Scalar& gap = gaps.emplace_back(-(x * Scalar::from_u64(equation.right)));
    for (const SparseEquation::Term& term : equation.terms) {
      gap += term.coefficient == 1 ? f[term.position]
                                   : Scalar::from_u64(term.coefficient) * f[term.position];
    }
  }
  return gaps;
}

// In what follows a Scalar may stand for one ballot or be ScalarLanes, one ballot a lane.

/// Adds weight * (left side - right side) of (E1) to `sum`: it vanishes exactly if (E1) holds.
/// `sum` takes G(scalar), Y(p, scalar) for p from 1, and point(scalar, point). `Proved` has C_0, C,
/// B, f and z.
template <class Scalar, class Proved, class Sum>
void add_E1(const Proved& proved, const Scalar& y, const Scalar& x, const Scalar& weight,
            Sum& sum) {
  const std::vector<Scalar> y_p = powers(y, proved.f.size());
  const Scalar z = weight * proved.z;
  const Scalar minus_x = -(weight * x);
  Scalar f_y = Scalar::zero();
  sum.point(-weight, proved.B);
  sum.point(minus_x, proved.C_0);
  for (std::size_t p = 0; p < y_p.size(); ++p) {
    f_y += y_p[p] * proved.f[p];
    sum.Y(p + 1, z * y_p[p]);
    sum.point(minus_x * y_p[p], proved.C[p]);
  }
  sum.G(z + weight * f_y);
}

/// The same for (E2). `sum` takes H(scalar), H(p, scalar), K(p, scalar) and point(scalar, point).
template <class Scalar, class Proved, class Sum>
void add_E2(const Proved& proved, const Scalar& x, const Scalar& weight, Sum& sum) {
  sum.point(-weight, proved.A);
  sum.point(-(weight * x), proved.M);
  sum.H(weight * proved.z);
  for (std::size_t p = 0; p < proved.f.size(); ++p) {
    const Scalar f_p = weight * proved.f[p];
    sum.H(p + 1, f_p);
    sum.K(p + 1, f_p * (x - proved.f[p]));
  }
}

/// Adds weight * (z G - R - c K) for a signature (R, z) by K: it vanishes exactly if the signature
/// holds. `sum` takes G(scalar) and point(scalar, point).
template <class Scalar, class Point, class Sum>
void add_signature(const Point& R, const Scalar& z, const Point& K, const Scalar& c,
                   const Scalar& weight, Sum& sum) {
  sum.G(weight * z);
  sum.point(-weight, R);
  sum.point(-(weight * c), K);
}

}  // namespace viche::ballot
