#include "ballot/prover.h"

#include <algorithm>
#include <numeric>

#include "crypto/group/batch.h"
#include "crypto/group/declassify.h"
#include "crypto/proof/nonce.h"

namespace viche::ballot {
namespace {

using Bits = std::vector<std::uint8_t>;

std::vector<StyleIndex> all_styles(const Layout& layout) {
  std::vector<StyleIndex> styles;
  for (std::size_t i = 0; i < layout.styles().size(); ++i) styles.emplace_back(i);
  return styles;
}

ProverBases<Ristretto> make_bases(const ElectionContext& context, const StyleLayout& style) {
  const Generators& generators = context.generators();
  std::vector<Point> keys{Point::base()};
  std::vector<Point> commitments{generators.H()};
  for (const SlotIndex j : style.slots) keys.push_back(context.Y(j));
  for (std::size_t p = 1; p <= style.n(); ++p) commitments.push_back(generators.K(p));
  for (std::size_t p = 1; p <= style.n(); ++p) commitments.push_back(generators.H(p));
  return {FixedBases(std::move(keys)), FixedBases(std::move(commitments))};
}

/// Draws the secret scalars of one ballot: numbered, hedged by the credential's key and the vote.
class HedgedScalars {
 public:
  HedgedScalars(const ElectionContext& context, StyleIndex style, const Credential& credential,
                const Secret<Bits>& m, RandomSource& random)
      : random_(random),
        m_(m),
        k_(credential.k.expose().encode()),
        election_(context.election()),
        K_(credential.K.encode()) {
    append_u16(style_, static_cast<std::uint16_t>(style.number()));
  }

  Secret<Scalar> next() {
    return hedged_scalar("viche/v1/ballot-secret", index_++, random_, {k_.expose(), m_.expose()},
                         {election_, style_, K_});
  }

 private:
  RandomSource& random_;
  const Secret<Bits>& m_;
  Secret<Bytes32> k_;
  Bytes32 election_;
  Bytes32 K_;
  Bytes style_;
  std::uint32_t index_ = 0;
};

/// Writes the entry as the proof proceeds, and hashes what stands there.
class EntryWriter {
 public:
  EntryWriter(const ElectionContext& context, StyleIndex style, const Point& K)
      : election_(context.election()),
        entry_(ballot_size(context.layout().style(style).n())),
        n_(context.layout().style(style).n()) {
    entry_[1] = static_cast<std::uint8_t>(style.number() >> 8);
    entry_[2] = static_cast<std::uint8_t>(style.number());
    put(kOffsetK, K.encode());
  }

  Scalar y(const ProvedCiphertext<Ristretto>& proved) {
    put(kOffsetC, proved.C_0.encode());
    put(kOffsetC + 32, encode_points(proved.C));
    put(offset_proof(), proved.M.encode());
    put(offset_proof() + 32, proved.A.encode());
    return challenge_y(election_, BallotView::of(entry_));
  }
  Scalar x(const Scalar& y, const ProvedCiphertext<Ristretto>& proved) {
    put(offset_proof() + 64, proved.B.encode());
    return challenge_x(y, BallotView::of(entry_));
  }
  Bytes finish(const ProvedCiphertext<Ristretto>& proved) && {
    std::size_t offset = offset_proof() + 96;
    for (const Scalar& f_p : proved.f) {
      put(offset, f_p.encode());
      offset += 32;
    }
    put(offset, proved.z.encode());
    return std::move(entry_);
  }

 private:
  [[nodiscard]] std::size_t offset_proof() const { return kOffsetC + 32 * (n_ + 1); }
  void put(std::size_t offset, ByteView bytes) {
    std::copy(bytes.begin(), bytes.end(), entry_.begin() + static_cast<std::ptrdiff_t>(offset));
  }

  const Bytes32& election_;
  Bytes entry_;
  std::size_t n_;
};

}  // namespace

Prover::Prover(std::shared_ptr<const ElectionContext> context, std::span<const StyleIndex> styles)
    : context_(std::move(context)) {
  const Layout& layout = context_->layout();
  std::map<ContestIndex, std::shared_ptr<const MaskBasis>> bases;
  for (const StyleIndex index : styles) {
    const StyleLayout& style = layout.style(index);
    Tables tables{make_bases(*context_, style), {}};
    for (const StyleLayout::Part& part : style.parts) {
      std::shared_ptr<const MaskBasis>& basis = bases[part.contest];
      if (!basis) basis = std::make_shared<const MaskBasis>(layout.contest(part.contest));
      tables.masks.emplace_back(basis, part.offset);
    }
    tables_.emplace(index, std::move(tables));
  }
}

Prover::Prover(const std::shared_ptr<const ElectionContext>& context)
    : Prover(context, all_styles(context->layout())) {}

Proven Prover::prove(StyleIndex style, const Credential& credential, const Secret<Bits>& m,
                     RandomSource& random) const {
  const auto found = tables_.find(style);
  if (found == tables_.end()) broken_invariant("Prover::prove: a style without tables");
  const Tables& tables = found->second;
  const std::size_t n = context_->layout().style(style).n();
  if (m.expose().size() != n) broken_invariant("Prover::prove: not one bit for each position");

  HedgedScalars scalars(*context_, style, credential, m, random);
  Secret<Scalar> r = scalars.next();
  Secret<Scalar> s = scalars.next();
  Secret<std::vector<Scalar>> a{std::vector<Scalar>(n)};
  for (const auto& [basis, offset] : tables.masks) {
    basis->add_mask([&scalars] { return scalars.next(); },
                    std::span(a.expose_mutable()).subspan(offset));
  }
  ProverSecrets<Ristretto> secrets{std::move(r), std::move(s), Secret<Bits>(Bits(m.expose())),
                                   std::move(a)};

  EntryWriter writer(*context_, style, credential.K);
  const ProvedCiphertext<Ristretto> proved = ballot::prove(tables.bases, secrets, writer);
  if (declassify(proved.C_0).is_identity()) broken_invariant("Prover::prove: r is zero");
  return Proven{UnsignedBallot(std::move(writer).finish(proved), context_->election()),
                Opening{std::move(secrets.r), std::move(secrets.m)}};
}

Bytes Prover::sign(UnsignedBallot&& ballot, BallotType type, const Bytes32& prev,
                   const Credential& credential, RandomSource& random) const {
  const Bytes message = signed_message(type, context_->election(), prev, ballot.tracker());
  const Bytes64 signature = schnorr_sign(credential.k, credential.K, message, random).encode();
  Bytes entry = std::move(ballot.entry_);
  entry[0] = static_cast<std::uint8_t>(type);
  std::copy(prev.begin(), prev.end(), entry.begin() + kOffsetPrev);
  std::copy(signature.begin(), signature.end(), entry.end() - 64);
  return entry;
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
