#include "crypto/proof/chaum_pedersen.h"

#include "crypto/group/batch.h"
#include "crypto/proof/nonce.h"
#include "crypto/proof/transcript.h"

namespace viche {
namespace {

Scalar chaum_pedersen_challenge(const Scalar& w, const Point& a1, const Point& a2) {
  return Transcript("viche/v1/chaum-pedersen").add(w).add(a1).add(a2).challenge();
}

using Statements = std::span<const ChaumPedersenStatement>;
using Proofs = std::span<const ChaumPedersenProof>;

// With weights alpha and beta for each proof: sum of alpha (z G - a1 - c X) + beta (z B - a2 - c Z)
// = 0.
bool all_hold(Statements statements, Proofs proofs, RandomSource& random) {
  const std::vector<Scalar> weights = random_weights(2 * proofs.size(), random);
  std::vector<Scalar> scalars;
  std::vector<Point> points;
  scalars.reserve(5 * proofs.size() + 1);
  points.reserve(5 * proofs.size() + 1);
  Scalar of_G;
  for (std::size_t i = 0; i < proofs.size(); ++i) {
    const ChaumPedersenStatement& statement = statements[i];
    const ChaumPedersenProof& proof = proofs[i];
    const Scalar& alpha = weights[2 * i];
    const Scalar& beta = weights[2 * i + 1];
    const Scalar c = chaum_pedersen_challenge(statement.w, proof.a1, proof.a2);
    of_G += alpha * proof.z;
    scalars.insert(scalars.end(), {-alpha, -(alpha * c), beta * proof.z, -beta, -(beta * c)});
    points.insert(points.end(), {proof.a1, statement.X, statement.B, proof.a2, statement.Z});
  }
  scalars.push_back(of_G);
  points.push_back(Point::base());
  return vartime_multi_multiply(scalars, points).is_identity();
}

// Appends the indices of the bad proofs among [begin, end).
void find_bad(Statements statements, Proofs proofs, std::size_t begin, std::size_t end,
              RandomSource& random, std::vector<std::size_t>& bad) {
  const std::size_t count = end - begin;
  if (count == 1) {
    if (!chaum_pedersen_verify(statements[begin], proofs[begin])) bad.push_back(begin);
    return;
  }
  if (all_hold(statements.subspan(begin, count), proofs.subspan(begin, count), random)) return;
  const std::size_t middle = begin + count / 2;
  find_bad(statements, proofs, begin, middle, random, bad);
  find_bad(statements, proofs, middle, end, random, bad);
}

}  // namespace

Result<ChaumPedersenProof> ChaumPedersenProof::decode(ByteView bytes) {
  Reader reader(bytes);
  VICHE_ASSIGN(const ByteView commitments, reader.take(64, "proof commitments"));
  VICHE_ASSIGN(const ByteView response, reader.take(32, "proof response"));
  VICHE_TRY(reader.finish());
  const Result<Point> a1 = Point::decode(commitments.first(32));
  if (!a1) return a1.error().at("proof a1");
  const Result<Point> a2 = Point::decode(commitments.last(32));
  if (!a2) return a2.error().at("proof a2");
  const Result<Scalar> z = Scalar::decode(response);
  if (!z) return z.error().at("proof z");
  return ChaumPedersenProof{*a1, *a2, *z};
}

Bytes ChaumPedersenProof::encode() const {
  Bytes out;
  out.reserve(kSize);
  append(out, a1.encode());
  append(out, a2.encode());
  append(out, z.encode());
  return out;
}

ChaumPedersenProof chaum_pedersen_prove(const Secret<Scalar>& x,
                                        const ChaumPedersenStatement& statement,
                                        RandomSource& random) {
  const Secret<Bytes32> x_bytes(x.expose().encode());
  const Secret<Scalar> v = hedged_scalar(
      "viche/v1/chaum-pedersen-nonce", 0, random, {x_bytes.expose()},
      {statement.B.encode(), statement.X.encode(), statement.Z.encode(), statement.w.encode()});
  const Point a1 = multiply_base(v.expose());
  const Point a2 = multiply(v.expose(), statement.B);
  const Scalar c = chaum_pedersen_challenge(statement.w, a1, a2);
  return ChaumPedersenProof{a1, a2, v.expose() + c * x.expose()};
}

bool chaum_pedersen_verify(const ChaumPedersenStatement& statement,
                           const ChaumPedersenProof& proof) {
  const Scalar c = chaum_pedersen_challenge(statement.w, proof.a1, proof.a2);
  return multiply_base(proof.z) == proof.a1 + multiply(c, statement.X) &&
         multiply(proof.z, statement.B) == proof.a2 + multiply(c, statement.Z);
}

std::vector<std::size_t> chaum_pedersen_find_bad(Statements statements, Proofs proofs,
                                                 RandomSource& random) {
  if (statements.size() != proofs.size()) {
    broken_invariant("chaum_pedersen_find_bad: unequal numbers of statements and proofs");
  }
  std::vector<std::size_t> bad;
  if (!proofs.empty()) find_bad(statements, proofs, 0, proofs.size(), random, bad);
  return bad;
}

}  // namespace viche
