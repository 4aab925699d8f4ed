#include "ballot/prover.h"

#include <algorithm>

#include "ballot/entry_writer.h"
#include "ballot/hedged_scalars.h"
#include "crypto/group/batch.h"
#include "crypto/group/declassify.h"

namespace viche::ballot {
namespace {

using Bits = std::vector<std::uint8_t>;

std::vector<StyleIndex> all_styles(const Layout& layout) {
  std::vector<StyleIndex> styles;
  for (std::size_t i = 0; i < layout.styles().size(); ++i) styles.emplace_back(i);
  return styles;
}

/// What `prove` calls as the entry proceeds.
class Challenges {
 public:
  using Proved = ProvedCiphertext<Ristretto>;

  explicit Challenges(EntryWriter& writer) : writer_(writer) {}

  [[nodiscard]] Scalar y(const Proved& proved) const {
    std::vector<Point> points{proved.M, proved.A, proved.C_0};
    points.insert(points.end(), proved.C.begin(), proved.C.end());
    const Bytes encodings = encode_points(points);
    const ByteView all(encodings);
    writer_.put_M(all.first(32));
    writer_.put_A(all.subspan(32, 32));
    for (std::size_t p = 0; p <= proved.C.size(); ++p) {
      writer_.put_C(p, all.subspan(64 + 32 * p, 32));
    }
    return writer_.y();
  }
  [[nodiscard]] Scalar x(const Scalar& y, const Proved& proved) const {
    writer_.put_B(proved.B.encode());
    return writer_.x(y);
  }

 private:
  EntryWriter& writer_;
};

}  // namespace

Bytes UnsignedBallot::finish(BallotType type, const Bytes32& prev, const Bytes64& signature) && {
  Bytes entry = std::move(entry_);
  entry[0] = static_cast<std::uint8_t>(type);
  std::copy(prev.begin(), prev.end(), entry.begin() + kOffsetPrev);
  std::copy(signature.begin(), signature.end(), entry.end() - 64);
  return entry;
}

Prover::Prover(std::shared_ptr<const ElectionContext> context, std::span<const StyleIndex> styles)
    : context_(std::move(context)), tables_(make_prover_tables(*context_, styles)) {}

Prover::Prover(const std::shared_ptr<const ElectionContext>& context)
    : Prover(context, all_styles(context->layout())) {}

const ProverTables& Prover::tables_of(StyleIndex style) const {
  const auto found = tables_.find(style);
  if (found == tables_.end()) broken_invariant("Prover: a style without tables");
  return found->second;
}

Proven Prover::prove(StyleIndex style, const Credential& credential, const Secret<Bits>& m,
                     RandomSource& random) const {
  const ProverTables& tables = tables_of(style);
  if (m.expose().size() != tables.n) {
    broken_invariant("Prover::prove: not one bit for each position");
  }
  const Bytes32 K = credential.K.encode();
  HedgedScalars scalars(*context_, style, credential, K, m, random);
  Secret<std::vector<Scalar>> drawn{std::vector<Scalar>(tables.draws())};
  for (Scalar& scalar : drawn.expose_mutable()) scalar = scalars.next().expose();
  ProverSecrets<Ristretto> secrets =
      tables.secrets<Ristretto>(drawn, Secret<Bits>(Bits(m.expose())));

  EntryWriter writer(*context_, style, K);
  Challenges challenges(writer);
  const ProvedCiphertext<Ristretto> proved = ballot::prove(tables.bases, secrets, challenges);
  if (declassify(proved.C_0).is_identity()) broken_invariant("Prover::prove: r is zero");
  for (std::size_t p = 1; p <= tables.n; ++p) writer.put_f(p, proved.f[p - 1]);
  writer.put_z(proved.z);
  wipe_stack();
  return Proven{UnsignedBallot(std::move(writer).finish(), context_->election()),
                Opening{std::move(secrets.r), std::move(secrets.m)}};
}

Bytes Prover::sign(UnsignedBallot&& ballot, BallotType type, const Bytes32& prev,
                   const Credential& credential, RandomSource& random) const {
  const Bytes message = signed_message(type, context_->election(), prev, ballot.tracker());
  const Bytes64 signature = schnorr_sign(credential.k, credential.K, message, random).encode();
  return std::move(ballot).finish(type, prev, signature);
}

Bytes Prover::cast(Proven proven, const Bytes32& prev, const Credential& credential,
                   RandomSource& random) const {
  return sign(std::move(proven.ballot), BallotType::kCast, prev, credential, random);
}

Challenged Prover::challenge(Proven proven, const Bytes32& prev, const Credential& credential,
                             RandomSource& random) const {
  Bytes entry = sign(std::move(proven.ballot), BallotType::kChallenge, prev, credential, random);
  return Challenged{std::move(entry), std::move(proven.opening)};
}

}  // namespace viche::ballot
