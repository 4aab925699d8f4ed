#include "verifier/lane_block.h"

#include <array>

#include "crypto/group/batch.h"
#include "crypto/group/condition.h"
#include "crypto/group/hash.h"
#include "verifier/lane_factors.h"

namespace viche::verifier {
namespace {

using Mask = LaneBlock::Mask;

constexpr Mask lane(std::size_t i) { return Mask{1} << i; }

bool is_identity(ByteView encoding) {
  return std::all_of(encoding.begin(), encoding.end(), [](std::uint8_t b) { return b == 0; });
}

ByteView point_at(const BallotFields& ballot, std::size_t place) {
  if (place <= ballot.n) return ballot.C_p(place);
  switch (static_cast<Place>(place - ballot.n - 1)) {
    case Place::kK:
      return ballot.K;
    case Place::kM:
      return ballot.M;
    case Place::kA:
      return ballot.A;
    case Place::kB:
      return ballot.B;
    default:
      return ballot.R;
  }
}

}  // namespace

void LaneBlock::read(const Bytes32& election, const SharedPoints& points,
                     std::span<const BallotFields* const> ballots) {
  shared_ = &points;
  ballots_ = ballots;
  n_ = ballots.front()->n;
  numbers_ok_ = ScalarLanes::first(count());
  const auto column = [&](const auto& field) {
    std::array<const std::uint8_t*, kMost> encodings;
    for (std::size_t i = 0; i < count(); ++i) encodings[i] = field(*ballots_[i]).data();
    const auto decoded = ScalarLanes::decode(std::span(encodings).first(count()));
    numbers_ok_ &= decoded.canonical;
    return decoded.lanes;
  };
  f_.resize(n_);
  for (std::size_t p = 1; p <= n_; ++p) {
    f_[p - 1] = column([p](const BallotFields& ballot) { return ballot.f_p(p); });
  }
  z_ = column([](const BallotFields& ballot) { return ballot.z; });
  signature_z_ = column([](const BallotFields& ballot) { return ballot.signature_z; });
  hash(election);
}

// Ballots of one length have messages of one length each.
void LaneBlock::hash(const Bytes32& election) {
  std::vector<Bytes64> digests(count());
  const auto hash_all = [&](const auto& append_message) {
    messages_.clear();
    for (std::size_t i = 0; i < count(); ++i) append_message(i);
    const std::size_t size = messages_.size() / count();
    std::array<ByteView, kMost> messages;
    for (std::size_t i = 0; i < count(); ++i) {
      messages[i] = ByteView(messages_).subspan(i * size, size);
    }
    sha512_many(std::span(messages).first(count()), digests);
  };
  hash_all([&](std::size_t i) { append_tracker_message(messages_, election, *ballots_[i]); });
  trackers_.resize(count());
  for (std::size_t i = 0; i < count(); ++i) {
    std::copy_n(digests[i].begin(), trackers_[i].size(), trackers_[i].begin());
  }
  hash_all(
      [&](std::size_t i) { append_c_message(messages_, election, trackers_[i], *ballots_[i]); });
  c_ = ScalarLanes::reduce(digests);
  hash_all([&](std::size_t i) { append_y_message(messages_, election, *ballots_[i]); });
  y_ = ScalarLanes::reduce(digests);
  std::array<Scalar, kMost> y;
  y_.store(std::span(y).first(count()));
  hash_all([&](std::size_t i) { append_x_message(messages_, y[i].encode(), *ballots_[i]); });
  x_ = ScalarLanes::reduce(digests);
}

void LaneBlock::decode(std::span<edwards::Addend> points) {
  points_ok_ = ScalarLanes::first(count());
  std::array<const std::uint8_t*, kMost> encodings;
  std::array<std::uint8_t, kMost> valid;
  for (std::size_t at = 0; at < points_of(n_); ++at) {
    for (std::size_t i = 0; i < count(); ++i) encodings[i] = point_at(*ballots_[i], at).data();
    decode_addends(std::span(encodings).first(count()), points.subspan(at * count(), count()),
                   std::span(valid).first(count()));
    for (std::size_t i = 0; i < count(); ++i) {
      if (valid[i] == 0) points_ok_ &= ~lane(i);
    }
  }
}

Mask LaneBlock::well_formed() const {
  Mask mask = 0;
  for (std::size_t i = 0; i < count(); ++i) {
    const BallotFields& ballot = *ballots_[i];
    if (VICHE_FAULT((numbers_ok_ & lane(i)) == 0)) continue;
    if (VICHE_FAULT((points_ok_ & lane(i)) == 0)) continue;
    if (VICHE_FAULT(is_identity(ballot.K))) continue;
    if (VICHE_FAULT(is_identity(ballot.C_p(0)))) continue;
    if (VICHE_FAULT(is_identity(ballot.R))) continue;
    mask |= lane(i);
  }
  return mask;
}

Mask LaneBlock::equations() const {
  Mask hold = 0, of_style = 0;
  const StyleLayout* style = nullptr;
  for (std::size_t i = 0; i < count(); ++i) {
    if (ballots_[i]->layout != style) {
      style = ballots_[i]->layout;
      of_style = equations_of(*style);
    }
    hold |= of_style & lane(i);
  }
  return hold;
}

// The ballots for which the equations of this style hold, theirs or not.
Mask LaneBlock::equations_of(const StyleLayout& style) const {
  Mask mask = ~Mask{0};
  for (const Equation& equation : style.equations) {
    ScalarLanes left;
    for (const Term& term : equation.terms) {
      if (term.weight == 1) {
        left += f_[term.slot];
      } else {
        left.add_product(ScalarLanes::from_u64(term.weight), f_[term.slot]);
      }
    }
    mask &= ScalarLanes::equal(left, x_ * ScalarLanes::from_u64(equation.right));
  }
  return mask;
}

// w B + w x (C_0 + sum y^p C_p) - w z (G + sum y^p Y_p) - w (sum y^p f_p) G
template <class To>
void LaneBlock::put_E1(const ScalarLanes& w, To& to) const {
  ScalarLanes w_y = w;         // w y^p
  ScalarLanes w_x_y = w * x_;  // w x y^p
  const ScalarLanes minus_z = -(w * z_);
  ScalarLanes minus_z_y = minus_z;  // -w z y^p
  ScalarLanes w_y_f;                // w sum y^p f_p
  to.own(place(n_, Place::kB), w);
  to.own(0, w_x_y);
  for (std::size_t p = 1; p <= n_; ++p) {
    w_y *= y_;
    w_x_y *= y_;
    minus_z_y *= y_;
    to.own(p, w_x_y);
    to.Y(p, minus_z_y);
    w_y_f.add_product(w_y, f_[p - 1]);
  }
  to.shared(SharedPoints::kG, minus_z - w_y_f);
}

// w A + w x M - w z H - sum w f_p H_p - sum w f_p (x - f_p) K_p
template <class To>
void LaneBlock::put_E2(const ScalarLanes& w, To& to) const {
  to.own(place(n_, Place::kA), w);
  to.own(place(n_, Place::kM), w * x_);
  to.shared(SharedPoints::kH, -(w * z_));
  for (std::size_t p = 1; p <= n_; ++p) {
    const ScalarLanes w_f = w * f_[p - 1];
    to.shared(shared_->H_p(p), -w_f);
    to.shared(shared_->K_p(p), w_f * (f_[p - 1] - x_));
  }
}

// w R + w c K - w z G
template <class To>
void LaneBlock::put_signature(const ScalarLanes& w, To& to) const {
  to.own(place(n_, Place::kR), w);
  to.own(place(n_, Place::kK), w * c_);
  to.shared(SharedPoints::kG, -(w * signature_z_));
}

template <class To>
void LaneBlock::put_weighted(std::span<const Scalar> weights, Mask chosen, To& to) const {
  const auto weight = [&](std::size_t which) {
    LaneList list;
    for (std::size_t i = 0; i < count(); ++i) list[i] = weights[3 * i + which];
    return ScalarLanes::load(std::span(list).first(count())).only(chosen);
  };
  put_E1(weight(0), to);
  put_E2(weight(1), to);
  put_signature(weight(2), to);
}

void LaneBlock::weigh(std::span<const Scalar> weights, Mask chosen, std::span<Scalar> factors,
                      SharedFactors& shared) const {
  shared.clear();
  const LaneBallots block{ballots_, *shared_};
  SummedFactors total{block, factors, shared};
  put_weighted(weights, chosen, total);
}

void LaneBlock::weigh_each(std::span<const Scalar> weights, Mask chosen,
                           std::span<SharedFactors> shared) const {
  for (SharedFactors& of : shared) of.clear();
  const LaneBallots block{ballots_, *shared_};
  FactorsOfEach each{block, shared};
  put_weighted(weights, chosen, each);
}

LaneBlock::Zeros LaneBlock::zeros(std::span<const edwards::Addend> own, std::size_t stride) {
  const LaneBallots block{ballots_, *shared_};
  EquationSums to{block, own, stride, sums_};
  const auto vanishing = [&](const auto& put) {
    sums_.clear(count());
    put();
    return sums_.vanishing();
  };
  const ScalarLanes one = ScalarLanes::one();
  return {vanishing([&] { put_E1(one, to); }), vanishing([&] { put_E2(one, to); }),
          vanishing([&] { put_signature(one, to); })};
}

}  // namespace viche::verifier
