#include "ballot/ballot_group.h"

#include <algorithm>
#include <array>

#include "ballot/group_sums.h"
#include "ballot/proof.h"
#include "ballot/transcripts.h"
#include "crypto/group/batch.h"
#include "crypto/group/condition.h"

namespace viche::ballot {
namespace {

using Mask = BallotGroup::Mask;

constexpr Mask bit(std::size_t lane) { return Mask{1} << lane; }

bool is_zero(const std::uint8_t* encoding) {
  return std::all_of(encoding, encoding + 32, [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

void BallotGroup::load(const ElectionContext& context, std::span<const BallotView> ballots) {
  context_ = &context;
  ballots_ = ballots;
  const std::size_t n = ballots.front().n();
  if (proof_.f.size() != n) proof_ = NumberedProof(n);
  canonical_scalars_ = ScalarLanes::first(ballots.size());
  for (std::size_t b = 0; b < ballots.size(); ++b) {
    styles_[b] = &context.layout().style(ballots[b].style());
  }
  for (std::size_t i = 0; i < ballot_scalars(n); ++i) {
    std::array<const std::uint8_t*, kMost> encodings;
    for (std::size_t b = 0; b < ballots.size(); ++b) encodings[b] = ballots[b].scalar(i);
    const auto decoded = ScalarLanes::decode(std::span(encodings).first(ballots.size()));
    canonical_scalars_ &= decoded.canonical;
    (i < n ? proof_.f[i] : i == n ? proof_.z : proof_.signature_z) = decoded.lanes;
  }
  hash_challenges();
}

void BallotGroup::hash_challenges() {
  const std::size_t count = ballots_.size();
  const Bytes32& election = context_->election();
  // Ballots of one n have messages of one length each.
  proof_.y = ScalarLanes::reduce(messages_.hash(
      count, [&](Bytes& out, std::size_t b) { append_y_message(out, election, ballots_[b]); }));
  std::array<Scalar, kMost> y;
  proof_.y.store(std::span(y).first(count));
  proof_.x = ScalarLanes::reduce(messages_.hash(count, [&](Bytes& out, std::size_t b) {
    append_x_message(out, y[b].encode(), ballots_[b]);
  }));
  const std::span<const Bytes64> digests = messages_.hash(count, [&](Bytes& out, std::size_t b) {
    append_tracker_message(out, election, ballots_[b]);
  });
  const std::vector<Bytes64> trackers(digests.begin(), digests.end());
  proof_.c = ScalarLanes::reduce(messages_.hash(count, [&](Bytes& out, std::size_t b) {
    append_signature_message(out, election, ByteView(trackers[b]).first(32), ballots_[b]);
  }));
}

void BallotGroup::decode_points(std::span<edwards::Addend> points, std::size_t stride) {
  const std::size_t count = ballots_.size();
  canonical_points_ = ScalarLanes::first(count);
  valid_.resize(count);
  for (std::size_t p = 0; p < ballot_points(ballots_.front().n()); ++p) {
    std::array<const std::uint8_t*, kMost> encodings;
    for (std::size_t b = 0; b < count; ++b) encodings[b] = ballots_[b].point(p);
    decode_addends(std::span(encodings).first(count), points.subspan(p * stride, count), valid_);
    for (std::size_t b = 0; b < count; ++b) {
      if (valid_[b] == 0) canonical_points_ &= ~bit(b);
    }
  }
}

Mask BallotGroup::decodable() const {
  Mask lanes = 0;
  for (std::size_t b = 0; b < ballots_.size(); ++b) {
    if (VICHE_FAULT((canonical_points_ & bit(b)) == 0)) continue;
    if (VICHE_FAULT((canonical_scalars_ & bit(b)) == 0)) continue;
    if (VICHE_FAULT(is_zero(ballots_[b].point(proof_.K)))) continue;
    if (VICHE_FAULT(is_zero(ballots_[b].point(proof_.C_0)))) continue;
    if (VICHE_FAULT(is_zero(ballots_[b].point(proof_.R)))) continue;
    lanes |= bit(b);
  }
  return lanes;
}

Mask BallotGroup::equations() const {
  Mask met = 0, of_style = 0;
  for (std::size_t b = 0; b < ballots_.size(); ++b) {
    if (b == 0 || styles_[b] != styles_[b - 1]) {
      of_style = ~Mask{0};
      for (const ScalarLanes& gap :
           equation_gaps<ScalarLanes>(styles_[b]->equations, proof_.f, proof_.x)) {
        of_style &= ScalarLanes::equal(gap, ScalarLanes::zero());
      }
    }
    met |= of_style & bit(b);
  }
  return met;
}

template <class Sum>
void BallotGroup::add_weighted(std::span<const Scalar> weights, Mask lanes, Sum& sum) const {
  const std::size_t count = ballots_.size();
  const auto weight = [&](std::size_t which) {
    std::array<Scalar, kMost> column;
    for (std::size_t b = 0; b < count; ++b) column[b] = weights[3 * b + which];
    return ScalarLanes::load(std::span(column).first(count)).only(lanes);
  };
  add_E1(proof_, proof_.y, proof_.x, weight(0), sum);
  add_E2(proof_, proof_.x, weight(1), sum);
  add_signature(proof_.R, proof_.signature_z, proof_.K, proof_.c, weight(2), sum);
}

void BallotGroup::weigh(std::span<const Scalar> weights, Mask lanes, std::span<Scalar> factors,
                        std::size_t stride, std::vector<BaseFactor>& shared) const {
  shared.clear();
  TotalSum sum(*context_, styles(), factors, stride, shared);
  add_weighted(weights, lanes, sum);
}

void BallotGroup::weigh_each(std::span<const Scalar> weights, Mask lanes,
                             std::span<std::vector<BaseFactor>> shared) const {
  for (std::vector<BaseFactor>& factors : shared) factors.clear();
  EachSum sum(*context_, styles(), shared);
  add_weighted(weights, lanes, sum);
}

BallotGroup::Findings BallotGroup::check_each(std::span<const edwards::Addend> points,
                                              std::size_t stride) {
  const auto vanishing = [&](const auto& add) {
    sums_.clear(ballots_.size());
    ConditionSums to(*context_, styles(), points, stride, sums_);
    add(to);
    return sums_.vanishing();
  };
  const ScalarLanes one = ScalarLanes::one();
  return {
      equations(),
      vanishing([&](auto& to) { add_E1(proof_, proof_.y, proof_.x, one, to); }),
      vanishing([&](auto& to) { add_E2(proof_, proof_.x, one, to); }),
      vanishing([&](auto& to) {
        add_signature(proof_.R, proof_.signature_z, proof_.K, proof_.c, one, to);
      }),
  };
}

}  // namespace viche::ballot
