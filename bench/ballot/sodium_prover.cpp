#include "bench/ballot/sodium_prover.h"

#include <sodium.h>

#include <algorithm>

#include "ballot/entry_writer.h"
#include "ballot/hedged_scalars.h"
#include "crypto/proof/nonce.h"
#include "crypto/proof/schnorr.h"

namespace viche::bench {
namespace {

using ballot::EntryWriter;
using Point = SodiumGroup::Point;

Point multiply(const SodiumScalar& scalar, const Point& point) {
  Point product;
  if (crypto_scalarmult_ristretto255(product.data(), scalar.bytes.data(), point.data()) != 0) {
    return Point{};  // the identity, which libsodium reports as an error
  }
  return product;
}

Point multiply_base(const SodiumScalar& scalar) {
  Point product;
  if (crypto_scalarmult_ristretto255_base(product.data(), scalar.bytes.data()) != 0) return Point{};
  return product;
}

Point add(const Point& a, const Point& b) {
  Point sum;
  if (crypto_core_ristretto255_add(sum.data(), a.data(), b.data()) != 0) {
    broken_invariant("libsodium refuses a point");
  }
  return sum;
}

/// a + b if bit is 1, a if it is 0.
Point add_if(const Point& a, const Point& b, std::uint8_t bit) {
  const Point sum = add(a, b);
  Point chosen;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    chosen[i] = static_cast<std::uint8_t>(a[i] ^ ((a[i] ^ sum[i]) & (0U - bit)));
  }
  return chosen;
}

/// What the proof calls: the challenges of the entry being written.
class Challenges {
 public:
  using Proved = ballot::ProvedCiphertext<SodiumGroup>;

  explicit Challenges(EntryWriter& writer) : writer_(writer) {}

  [[nodiscard]] SodiumScalar y(const Proved& proved) const {
    writer_.put_C(0, proved.C_0);
    for (std::size_t p = 1; p <= proved.C.size(); ++p) writer_.put_C(p, proved.C[p - 1]);
    writer_.put_M(proved.M);
    writer_.put_A(proved.A);
    return {writer_.y().encode()};
  }
  [[nodiscard]] SodiumScalar x(const SodiumScalar& y, const Proved& proved) const {
    writer_.put_B(proved.B);
    return {writer_.x(*Scalar::decode(y.bytes)).encode()};
  }

 private:
  EntryWriter& writer_;
};

ballot::ProverBases<SodiumGroup> make_bases(const FixedBases& keys, const FixedBases& commitments) {
  const auto encode = [](const FixedBases& bases) {
    std::vector<Point> points;
    for (std::size_t i = 0; i < bases.size(); ++i) points.push_back(bases[i].encode());
    return SodiumGroup::Bases(std::move(points));
  };
  return {encode(keys), encode(commitments)};
}

}  // namespace

SodiumScalar SodiumScalar::one() { return {Scalar::one().encode()}; }

SodiumScalar operator+(const SodiumScalar& a, const SodiumScalar& b) {
  SodiumScalar sum;
  crypto_core_ristretto255_scalar_add(sum.bytes.data(), a.bytes.data(), b.bytes.data());
  return sum;
}

SodiumScalar operator-(const SodiumScalar& a, const SodiumScalar& b) {
  SodiumScalar difference;
  crypto_core_ristretto255_scalar_sub(difference.bytes.data(), a.bytes.data(), b.bytes.data());
  return difference;
}

SodiumScalar operator*(const SodiumScalar& a, const SodiumScalar& b) {
  SodiumScalar product;
  crypto_core_ristretto255_scalar_mul(product.bytes.data(), a.bytes.data(), b.bytes.data());
  return product;
}

SodiumScalar SodiumScalar::operator-() const {
  SodiumScalar negative;
  crypto_core_ristretto255_scalar_negate(negative.bytes.data(), bytes.data());
  return negative;
}

SodiumScalar SodiumGroup::scalar(Bit bit) { return {viche::Scalar::from_u64(bit).encode()}; }

Point SodiumGroup::Bases::multi_multiply(std::span<const Scalar> scalars,
                                         std::span<const Bit> bits) const {
  Point sum = multiply(scalars[0], points_[0]);
  for (std::size_t i = 1; i < scalars.size(); ++i) sum = add(sum, multiply(scalars[i], points_[i]));
  for (std::size_t i = 0; i < bits.size(); ++i) {
    sum = add_if(sum, points_[scalars.size() + i], bits[i]);
  }
  return sum;
}

std::vector<Point> SodiumGroup::Bases::encrypt(const Scalar& scalar,
                                               std::span<const Bit> bits) const {
  std::vector<Point> products{multiply_base(scalar)};
  for (std::size_t i = 1; i < points_.size(); ++i) {
    products.push_back(add_if(multiply(scalar, points_[i]), points_[0], bits[i - 1]));
  }
  return products;
}

SodiumProver::SodiumProver(const ballot::ElectionContext& context, ballot::StyleIndex style)
    : context_(&context),
      style_(style),
      tables_(ballot::make_prover_tables(context, {&style, 1}).at(style)),
      bases_(make_bases(tables_.bases.keys, tables_.bases.commitments)) {}

Bytes SodiumProver::cast(const ballot::Credential& credential,
                         const Secret<std::vector<std::uint8_t>>& m, const Bytes32& prev,
                         RandomSource& random) const {
  const Bytes32 K = credential.K.encode();
  ballot::HedgedScalars hedged(*context_, style_, credential, K, m, random);
  Secret<std::vector<SodiumScalar>> drawn{std::vector<SodiumScalar>(tables_.draws())};
  for (SodiumScalar& scalar : drawn.expose_mutable()) scalar = {hedged.next().expose().encode()};
  const ballot::ProverSecrets<SodiumGroup> secrets = tables_.secrets<SodiumGroup>(
      drawn, Secret<std::vector<std::uint8_t>>(std::vector<std::uint8_t>(m.expose())));
  EntryWriter writer(*context_, style_, K);
  Challenges challenges(writer);
  const ballot::ProvedCiphertext<SodiumGroup> proved = ballot::prove(bases_, secrets, challenges);
  for (std::size_t p = 1; p <= tables_.n; ++p) {
    writer.put_f(p, *Scalar::decode(proved.f[p - 1].bytes));
  }
  writer.put_z(*Scalar::decode(proved.z.bytes));
  Bytes entry = std::move(writer).finish();

  const Bytes32 tracker = ballot::tracker(context_->election(), ballot::BallotView::of(entry));
  const Bytes message =
      ballot::signed_message(ballot::BallotType::kCast, context_->election(), prev, tracker);
  const Secret<Bytes32> k(credential.k.expose().encode());
  const Secret<Scalar> nonce =
      hedged_scalar("viche/v1/schnorr-nonce", 0, random, {k.expose()}, {K, message});
  const SodiumScalar nonce_scalar{nonce.expose().encode()};
  const Point R = multiply_base(nonce_scalar);
  const SodiumScalar c{schnorr_challenge(ByteView(R), ByteView(K), message).encode()};
  const SodiumScalar z = nonce_scalar + c * SodiumScalar{k.expose()};
  entry[0] = static_cast<std::uint8_t>(ballot::BallotType::kCast);
  std::copy(prev.begin(), prev.end(), entry.begin() + ballot::kOffsetPrev);
  std::copy(R.begin(), R.end(), entry.end() - 64);
  std::copy(z.bytes.begin(), z.bytes.end(), entry.end() - 32);
  return entry;
}

}  // namespace viche::bench
