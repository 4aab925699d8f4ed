// One ballot checked by itself: each condition of section 7 alone, without weights.

#include "ballot/checker.h"
#include "ballot/numbered_proof.h"
#include "ballot/proof.h"
#include "crypto/group/condition.h"
#include "crypto/group/multi_scalar.h"

namespace viche::ballot {
namespace {

void set_challenges(const ElectionContext& context, const BallotView& ballot,
                    NumberedProof<Scalar>& proof) {
  const Bytes32& election = context.election();
  proof.y = challenge_y(election, ballot);
  proof.x = challenge_x(proof.y, ballot);
  proof.c = schnorr_challenge(
      ballot.signature().first(32), ballot.K(),
      signed_message(ballot.type(), election, ballot.prev(), tracker(election, ballot)));
}

/// Where ballot/proof.h puts the factors of one ballot.
class SingleSum {
 public:
  SingleSum(const ElectionContext& context, const StyleLayout& style,
            std::span<const edwards::Addend> points, VartimeSum& sum)
      : context_(context), style_(style), points_(points), sum_(sum) {
    sum_.clear();
  }

  void G(const Scalar& factor) { base(ElectionContext::kBaseG, factor); }
  void H(const Scalar& factor) { base(ElectionContext::kBaseH, factor); }
  void H(std::size_t p, const Scalar& factor) { base(context_.base_H(p), factor); }
  void K(std::size_t p, const Scalar& factor) { base(context_.base_K(p), factor); }
  void Y(std::size_t p, const Scalar& factor) {
    base(context_.base_Y(style_.slots[p - 1]), factor);
  }
  void point(const Scalar& factor, std::size_t number) {
    sum_.add({&factor, 1}, points_.subspan(number, 1));
  }
  [[nodiscard]] bool vanishes() { return sum_.value().is_identity(); }

 private:
  void base(std::size_t place, const Scalar& factor) {
    sum_.add({&factor, 1}, context_.bases().subspan(place, 1));
  }

  const ElectionContext& context_;
  const StyleLayout& style_;
  std::span<const edwards::Addend> points_;
  VartimeSum& sum_;
};

}  // namespace

Verdict check_ballot(const ElectionContext& context, const Ballot& ballot) {
  NumberedProof<Scalar> proof(ballot.f.size());
  proof.f = ballot.f;
  proof.z = ballot.z;
  proof.signature_z = ballot.signature.z;
  set_challenges(context, BallotView::of(ballot.entry), proof);
  std::vector<Point> points{ballot.K, ballot.C_0};
  points.insert(points.end(), ballot.C.begin(), ballot.C.end());
  for (const Point& point : {ballot.M, ballot.A, ballot.B, ballot.signature.R}) {
    points.push_back(point);
  }
  std::vector<edwards::Addend> addends(points.size());
  to_addends(points, addends);

  const StyleLayout& style = context.layout().style(ballot.style);
  VartimeSum sum;
  const auto vanishes = [&](const auto& add) {
    SingleSum single(context, style, addends, sum);
    add(single);
    return single.vanishes();
  };
  const Scalar one = Scalar::one();
  Verdict verdict;
  verdict.equations = VICHE_HOLDS(meets_equations<Scalar>(style.equations, proof.f, proof.x));
  verdict.E1 =
      VICHE_HOLDS(vanishes([&](SingleSum& to) { add_E1(proof, proof.y, proof.x, one, to); }));
  verdict.E2 = VICHE_HOLDS(vanishes([&](SingleSum& to) { add_E2(proof, proof.x, one, to); }));
  verdict.signature = VICHE_HOLDS(vanishes([&](SingleSum& to) {
    add_signature(proof.R, proof.signature_z, proof.K, proof.c, one, to);
  }));
  return verdict;
}

}  // namespace viche::ballot
