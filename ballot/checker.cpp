#include "ballot/checker.h"

#include <array>
#include <optional>

#include "ballot/parallel.h"
#include "ballot/proof.h"
#include "crypto/group/batch.h"
#include "crypto/group/condition.h"

namespace viche::ballot {
namespace {

/// Most ballots of one multi-scalar multiplication.
constexpr std::size_t kChunk = 512;

/// What a ballot's bytes determine, hashed once.
struct Challenges {
  Scalar y, x;
  Scalar c;  // of the signature
};

Challenges make_challenges(const ElectionContext& context, const Ballot& ballot) {
  const BallotView view = BallotView::of(ballot.entry);
  const Bytes message = signed_message(ballot.type, context.election(), ballot.prev,
                                       tracker(context.election(), view));
  Challenges challenges;
  challenges.y = challenge_y(context.election(), view);
  challenges.x = challenge_x(challenges.y, view);
  challenges.c = schnorr_challenge(view.signature().first(32), view.K(), message);
  return challenges;
}

/// A sum of multiples of points in which every fixed base occurs once.
class Sum {
 public:
  explicit Sum(const ElectionContext& context)
      : context_(context),
        H_p_(context.generators().size()),
        K_p_(H_p_.size()),
        Y_(context.Y().size()) {}

  /// Y(p) means the keys of this style from now on.
  void set_style(StyleIndex style) { style_ = &context_.layout().style(style); }

  void G(const Scalar& scalar) { G_ += scalar; }
  void H(const Scalar& scalar) { H_ += scalar; }
  void H(std::size_t p, const Scalar& scalar) { H_p_[p - 1] += scalar; }
  void K(std::size_t p, const Scalar& scalar) { K_p_[p - 1] += scalar; }
  void Y(std::size_t p, const Scalar& scalar) { Y_[style_->slots[p - 1].value()] += scalar; }
  void point(const Scalar& scalar, const Point& point) {
    scalars_.push_back(scalar);
    points_.push_back(point);
  }

  /// Whether the sum is zero.
  bool vanishes() && {
    if (!G_.is_zero()) point(G_, Point::base());
    if (!H_.is_zero()) point(H_, context_.generators().H());
    for (std::size_t p = 1; p <= H_p_.size(); ++p) {
      if (!H_p_[p - 1].is_zero()) point(H_p_[p - 1], context_.generators().H(p));
      if (!K_p_[p - 1].is_zero()) point(K_p_[p - 1], context_.generators().K(p));
    }
    for (std::size_t j = 0; j < Y_.size(); ++j) {
      if (!Y_[j].is_zero()) point(Y_[j], context_.Y()[j]);
    }
    return vartime_multi_multiply(scalars_, points_).is_identity();
  }

 private:
  const ElectionContext& context_;
  const StyleLayout* style_ = nullptr;
  Scalar G_, H_;
  std::vector<Scalar> H_p_, K_p_, Y_;
  std::vector<Scalar> scalars_;
  std::vector<Point> points_;
};

/// Adds weight * (z G - R - c K).
void add_signature(const Ballot& ballot, const Scalar& c, const Scalar& weight, Sum& sum) {
  sum.G(weight * ballot.signature.z);
  sum.point(-weight, ballot.signature.R);
  sum.point(-(weight * c), ballot.K);
}

/// The three conditions of a ballot that are sums, each tested alone.
void check_sums(const ElectionContext& context, const Ballot& ballot, const Challenges& challenges,
                Verdict& verdict) {
  const auto holds = [&](const auto& add) {
    Sum sum(context);
    sum.set_style(ballot.style);
    add(sum);
    return std::move(sum).vanishes();
  };
  const Scalar one = Scalar::one();
  verdict.E1 =
      VICHE_HOLDS(holds([&](Sum& sum) { add_E1(ballot, challenges.y, challenges.x, one, sum); }));
  verdict.E2 = VICHE_HOLDS(holds([&](Sum& sum) { add_E2(ballot, challenges.x, one, sum); }));
  verdict.signature =
      VICHE_HOLDS(holds([&](Sum& sum) { add_signature(ballot, challenges.c, one, sum); }));
}

bool check_equations(const ElectionContext& context, const Ballot& ballot, const Scalar& x) {
  return VICHE_HOLDS(
      meets_equations<Scalar>(context.layout().style(ballot.style).equations, ballot.f, x));
}

/// Ballots with what their check needs; pieces of them are checked together.
struct Batch {
  const ElectionContext& context;
  std::span<const Ballot> ballots;
  std::span<const Challenges> challenges;
  std::span<const Scalar> weights;  // three a ballot
  std::span<Verdict> verdicts;

  [[nodiscard]] Batch piece(std::size_t begin, std::size_t end) const {
    const std::size_t size = end - begin;
    return {context, ballots.subspan(begin, size), challenges.subspan(begin, size),
            weights.subspan(3 * begin, 3 * size), verdicts.subspan(begin, size)};
  }
};

bool weighted_sum_vanishes(const Batch& batch) {
  Sum sum(batch.context);
  for (std::size_t i = 0; i < batch.ballots.size(); ++i) {
    const Ballot& ballot = batch.ballots[i];
    const Challenges& challenges = batch.challenges[i];
    sum.set_style(ballot.style);
    add_E1(ballot, challenges.y, challenges.x, batch.weights[3 * i], sum);
    add_E2(ballot, challenges.x, batch.weights[3 * i + 1], sum);
    add_signature(ballot, challenges.c, batch.weights[3 * i + 2], sum);
  }
  return std::move(sum).vanishes();
}

void check_batch(const Batch& batch) {
  const std::size_t size = batch.ballots.size();
  if (size == 1) {
    check_sums(batch.context, batch.ballots[0], batch.challenges[0], batch.verdicts[0]);
  } else if (VICHE_HOLDS(weighted_sum_vanishes(batch))) {
    for (Verdict& verdict : batch.verdicts) verdict.E1 = verdict.E2 = verdict.signature = true;
  } else {
    check_batch(batch.piece(0, size / 2));
    check_batch(batch.piece(size / 2, size));
  }
}

}  // namespace

std::string Verdict::message() const {
  if (accepted()) return "accepted";
  const std::array<std::pair<bool, const char*>, 4> conditions{
      {{equations, "L f = x b"}, {E1, "(E1)"}, {E2, "(E2)"}, {signature, "the signature"}}};
  std::string failed;
  std::size_t count = 0;
  for (const auto& [holds, name] : conditions) {
    if (holds) continue;
    failed += (count++ == 0 ? "" : ", ") + std::string(name);
  }
  return failed + (count == 1 ? " does not hold" : " do not hold");
}

std::vector<Verdict> check_ballots(const ElectionContext& context, std::span<const Ballot> ballots,
                                   RandomSource& random, unsigned threads) {
  const std::vector<Scalar> weights = random_weights(3 * ballots.size(), random);
  std::vector<Challenges> challenges(ballots.size());
  std::vector<Verdict> verdicts(ballots.size());
  const Batch all{context, ballots, challenges, weights, verdicts};
  parallel_for(ballots.size(), threads, kChunk, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      challenges[i] = make_challenges(context, ballots[i]);
      verdicts[i].equations = check_equations(context, ballots[i], challenges[i].x);
    }
    check_batch(all.piece(begin, end));
  });
  return verdicts;
}

Verdict check_ballot(const ElectionContext& context, const Ballot& ballot) {
  const Challenges challenges = make_challenges(context, ballot);
  Verdict verdict;
  verdict.equations = check_equations(context, ballot, challenges.x);
  check_sums(context, ballot, challenges, verdict);
  return verdict;
}

}  // namespace viche::ballot
