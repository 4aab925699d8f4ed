#include "verifier/lane_block.h"

#include <array>

#include "crypto/group/batch.h"
#include "crypto/group/condition.h"
#include "crypto/group/hash.h"

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

void resize(SharedFactors& factors, std::size_t n) {
  factors.H_p.resize(n);
  factors.K_p.resize(n);
  factors.Y_p.resize(n);
}

}  // namespace

void LaneBlock::read(const Bytes32& election, std::span<const BallotFields* const> ballots) {
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

// Ballots of one style have messages of one length each.
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
  Mask mask = ScalarLanes::first(count());
  for (const Equation& equation : ballots_.front()->layout->equations) {
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

template <class Put>
void LaneBlock::put_weighted(std::span<const Scalar> weights, Mask chosen,
                             std::span<Scalar> factors, const Put& put_shared) const {
  const auto weight = [&](std::size_t which) {
    std::array<Scalar, kMost> list;
    for (std::size_t i = 0; i < count(); ++i) list[i] = weights[3 * i + which];
    return ScalarLanes::load(std::span(list).first(count())).only(chosen);
  };
  const auto put = [&](std::size_t at, const ScalarLanes& lanes) {
    lanes.store(factors.subspan(at * count(), count()));
  };

  // (E1): w B + w x (C_0 + sum y^p C_p) - w z (G + sum y^p Y_p) - w (sum y^p f_p) G
  const ScalarLanes w1 = weight(0);
  const ScalarLanes w1_z = w1 * z_;
  ScalarLanes w1_y_f;             // w sum y^p f_p
  ScalarLanes w1_y = w1;          // w y^p
  ScalarLanes w1_x_y = w1 * x_;   // w x y^p
  ScalarLanes minus_z_y = -w1_z;  // -w z y^p
  put(place(n_, Place::kB), w1);
  put(0, w1_x_y);
  for (std::size_t p = 1; p <= n_; ++p) {
    w1_y *= y_;
    w1_x_y *= y_;
    minus_z_y *= y_;
    put(p, w1_x_y);
    put_shared([p](SharedFactors& to) -> Scalar& { return to.Y_p[p - 1]; }, minus_z_y);
    w1_y_f.add_product(w1_y, f_[p - 1]);
  }

  // (E2): w A + w x M - w z H - sum w f_p H_p - sum w f_p (x - f_p) K_p
  const ScalarLanes w2 = weight(1);
  put(place(n_, Place::kA), w2);
  put(place(n_, Place::kM), w2 * x_);
  put_shared([](SharedFactors& to) -> Scalar& { return to.H; }, -(w2 * z_));
  for (std::size_t p = 1; p <= n_; ++p) {
    const ScalarLanes w2_f = w2 * f_[p - 1];
    put_shared([p](SharedFactors& to) -> Scalar& { return to.H_p[p - 1]; }, -w2_f);
    put_shared([p](SharedFactors& to) -> Scalar& { return to.K_p[p - 1]; }, w2_f*(f_[p - 1] - x_));
  }

  // The signature: w R + w c K - w z G
  const ScalarLanes w3 = weight(2);
  put(place(n_, Place::kR), w3);
  put(place(n_, Place::kK), w3 * c_);
  put_shared([](SharedFactors& to) -> Scalar& { return to.G; },
             -(w1_z + w1_y_f + w3 * signature_z_));
}

void LaneBlock::weigh(std::span<const Scalar> weights, Mask chosen, std::span<Scalar> factors,
                      std::span<SharedFactors> shared) const {
  for (SharedFactors& of : shared) resize(of, n_);
  put_weighted(weights, chosen, factors, [&](const auto& member, const ScalarLanes& lanes) {
    std::array<Scalar, kMost> list;
    lanes.store(std::span(list).first(count()));
    for (std::size_t i = 0; i < count(); ++i) member(shared[i]) = list[i];
  });
}

void LaneBlock::weigh(std::span<const Scalar> weights, Mask chosen, std::span<Scalar> factors,
                      SharedFactors& shared) const {
  resize(shared, n_);
  put_weighted(weights, chosen, factors,
               [&](const auto& member, const ScalarLanes& lanes) { member(shared) = lanes.sum(); });
}

}  // namespace viche::verifier
