#include "tests/ballot/single_ballot.h"

#include <algorithm>

#include "ballot/proof.h"
#include "crypto/group/batch.h"

namespace viche::test {
namespace {

using ballot::Ballot;
using ballot::ElectionContext;

/// The terms of one condition, as ballot/proof.h gives them for a decoded ballot.
class Terms {
 public:
  Terms(const ElectionContext& context, const ballot::StyleLayout& style)
      : context_(context), style_(style) {}

  void G(const Scalar& factor) { point(factor, Point::base()); }
  void H(const Scalar& factor) { point(factor, context_.generators().H()); }
  void H(std::size_t p, const Scalar& factor) { point(factor, context_.generators().H(p)); }
  void K(std::size_t p, const Scalar& factor) { point(factor, context_.generators().K(p)); }
  void Y(std::size_t p, const Scalar& factor) { point(factor, context_.Y(style_.slots[p - 1])); }
  void point(const Scalar& factor, const Point& point) {
    factors_.push_back(factor);
    points_.push_back(point);
  }
  [[nodiscard]] bool vanish() const {
    return vartime_multi_multiply(factors_, points_).is_identity();
  }

 private:
  const ElectionContext& context_;
  const ballot::StyleLayout& style_;
  std::vector<Scalar> factors_;
  std::vector<Point> points_;
};

}  // namespace

ballot::Outcome judge_alone(const ElectionContext& context, ByteView entry) {
  const Result<Ballot> decoded = ballot::decode_ballot(entry, context.layout());
  if (!decoded) return {decoded.error(), {}};
  const Ballot& ballot = *decoded;
  const Bytes32& election = context.election();
  const auto view = ballot::BallotView::of(ballot.entry);
  const Scalar y = challenge_y(election, view);
  const Scalar x = challenge_x(y, view);
  const Scalar c = schnorr_challenge(
      ballot.signature.R, ballot.K,
      signed_message(ballot.type, election, ballot.prev, tracker(election, view)));

  const ballot::StyleLayout& style = context.layout().style(ballot.style);
  const auto vanish = [&](const auto& add) {
    Terms terms(context, style);
    add(terms);
    return terms.vanish();
  };
  const Scalar one = Scalar::one();
  const std::vector<Scalar> gaps = ballot::equation_gaps<Scalar>(style.equations, ballot.f, x);
  return {std::nullopt,
          {std::all_of(gaps.begin(), gaps.end(), [](const Scalar& gap) { return gap.is_zero(); }),
           vanish([&](Terms& to) { add_E1(ballot, y, x, one, to); }),
           vanish([&](Terms& to) { add_E2(ballot, x, one, to); }), vanish([&](Terms& to) {
             ballot::add_signature(ballot.signature.R, ballot.signature.z, ballot.K, c, one, to);
           })}};
}

}  // namespace viche::test
