#include "verifier/fast_batch.h"

#include "crypto/group/condition.h"
#include "verifier/single_ballot.h"

namespace viche::verifier {

using Mask = LaneBlock::Mask;

SharedPoints::SharedPoints(const BallotBases& bases) : positions_(bases.H_p.size()) {
  std::vector<Point> points{Point::base(), bases.H.point};
  for (const std::vector<Element>* list : {&bases.H_p, &bases.K_p, &bases.Y}) {
    for (const Element& element : *list) points.push_back(element.point);
  }
  points_.resize(points.size());
  to_addends(points, points_);
}

void FastBatch::check(const SharedPoints& points, const Bytes32& election,
                      std::span<const BallotFields> ballots, std::span<const Scalar> weights,
                      const Arithmetic& arithmetic, std::span<BallotFinding> findings) {
  points_ = &points;
  election_ = &election;
  arithmetic_ = &arithmetic;
  ballots_ = ballots;
  findings_ = findings;
  weights_ = weights;
  if (ballots.empty()) return;
  lay_out();
  shared_.assign(points.size(), Scalar());
  apart_ = nullptr;
  for (Block& block : blocks_) read(block);
  append_shared(sum_);
  const Point sum = sum_.value();
  if (VICHE_FAULT(!sum.is_identity())) split(0, order_.size(), sum);
}

void FastBatch::lay_out() {
  order_.clear();
  for (const BallotFields& ballot : ballots_) order_.push_back(&ballot);
  std::stable_sort(order_.begin(), order_.end(), [](const BallotFields* a, const BallotFields* b) {
    return a->style < b->style;
  });
  blocks_.clear();
  std::size_t terms = 0;
  for (std::size_t at = 0; at < order_.size();) {
    const auto same = [&](const BallotFields* ballot) {
      return ballot->style == order_[at]->style;
    };
    const std::size_t most = std::min(order_.size(), at + LaneBlock::kMost);
    const auto from = order_.begin() + static_cast<std::ptrdiff_t>(at);
    const auto to = order_.begin() + static_cast<std::ptrdiff_t>(most);
    const auto count = static_cast<std::size_t>(std::find_if_not(from, to, same) - from);
    blocks_.push_back({at, count, terms, 0, {}});
    terms += points_of(order_[at]->n) * count;
    at += count;
  }
  sum_.clear();
  sum_.append(terms);
}

// Reads a block's ballots, adds their terms, and gives them the finding that is right if all sums
// vanish.
void FastBatch::read(Block& block) {
  lanes_.read(*election_, std::span(order_).subspan(block.first, block.count));
  const VartimeSum::Terms terms = sum_.terms();
  const std::size_t size = points_of(order_[block.first]->n) * block.count;
  lanes_.decode(terms.addends.subspan(block.term, size));
  block.chosen = lanes_.well_formed();
  const Mask equations = lanes_.equations();
  for (std::size_t i = 0; i < block.count; ++i) {
    const BallotFields& ballot = *order_[block.first + i];
    BallotFinding& finding = finding_of(block.first + i);
    if ((block.chosen >> i & 1) == 0) {
      read_ballot(*arithmetic_, *election_, ballot, finding);
      continue;
    }
    finding.tracker = lanes_.tracker(i);
    for (std::size_t p = 0; p <= ballot.n; ++p) {
      finding.C.addends.push_back(terms.addends[block.term + p * block.count + i]);
    }
    finding.verdict = {VICHE_HOLDS((equations >> i & 1) != 0), true, true, true};
  }
  lanes_.weigh(weights_of(block), block.chosen, terms.scalars.subspan(block.term, size),
               block.shared);
  add_shared(block, block.shared);
}

BallotFinding& FastBatch::finding_of(std::size_t at) {
  return findings_[static_cast<std::size_t>(order_[at] - ballots_.data())];
}

// Weights belong to places in the order: any will do that are drawn after all is read.
std::span<const Scalar> FastBatch::weights_of(const Block& block) const {
  return weights_.subspan(3 * block.first, 3 * block.count);
}

void FastBatch::add_shared(const Block& block, const SharedFactors& factors) {
  const BallotFields& ballot = *order_[block.first];
  shared_[SharedPoints::kG] += factors.G;
  shared_[SharedPoints::kH] += factors.H;
  for (std::size_t p = 1; p <= ballot.n; ++p) {
    shared_[points_->H_p(p)] += factors.H_p[p - 1];
    shared_[points_->K_p(p)] += factors.K_p[p - 1];
    shared_[points_->Y(ballot.layout->slots[p - 1])] += factors.Y_p[p - 1];
  }
}

void FastBatch::append_shared(VartimeSum& sum) {
  for (std::size_t i = 0; i < shared_.size(); ++i) {
    if (!shared_[i].is_zero()) sum.add({&shared_[i], 1}, {&(*points_)[i], 1});
  }
}

// `sum`, over `count` ballots from number `first` on, is not zero.
void FastBatch::split(std::size_t first, std::size_t count, const Point& sum) {
  // Another sum over one of two would cost as much as it can save.
  if (count <= 2) {
    for (std::size_t at = first; at < first + count; ++at) judge_alone(at);
    return;
  }
  const std::size_t half = count / 2;
  const Point of_first = part(first, half);
  const Point of_rest = sum - of_first;
  if (VICHE_FAULT(!of_first.is_identity())) split(first, half, of_first);
  if (VICHE_FAULT(!of_rest.is_identity())) split(first + half, count - half, of_rest);
}

Point FastBatch::part(std::size_t first, std::size_t count) {
  part_.clear();
  shared_.assign(shared_.size(), Scalar());
  for (const Block& block : blocks_) {
    const std::size_t from = std::max(first, block.first);
    const std::size_t to = std::min(first + count, block.first + block.count);
    if (from < to) append_part(block, from - block.first, to - from);
  }
  append_shared(part_);
  return part_.value();
}

void FastBatch::append_part(const Block& block, std::size_t from, std::size_t count) {
  const VartimeSum::Terms terms = sum_.terms();
  for (std::size_t place = 0; place < points_of(order_[block.first]->n); ++place) {
    const std::size_t first = block.term + place * block.count + from;
    part_.add(terms.scalars.subspan(first, count), terms.addends.subspan(first, count));
  }
  if (count == block.count) {
    add_shared(block, block.shared);
    return;
  }
  take_apart(block);
  for (std::size_t i = from; i < from + count; ++i) add_shared(block, each_shared_[i]);
}

// The shared factors of each ballot of a block by itself.
void FastBatch::take_apart(const Block& block) {
  if (apart_ == &block) return;
  apart_ = &block;
  const std::size_t size = points_of(order_[block.first]->n) * block.count;
  lanes_.read(*election_, std::span(order_).subspan(block.first, block.count));
  each_shared_.resize(block.count);
  lanes_.weigh(weights_of(block), block.chosen, sum_.terms().scalars.subspan(block.term, size),
               each_shared_);
}

void FastBatch::judge_alone(std::size_t at) {
  const Block& block = *std::find_if(blocks_.begin(), blocks_.end(),
                                     [at](const Block& one) { return at < one.first + one.count; });
  const BallotFields& ballot = *order_[at];
  BallotFinding& finding = finding_of(at);
  if (finding.fault) return;
  const std::span<const edwards::Addend> all = sum_.terms().addends;
  std::vector<edwards::Addend> own;
  for (std::size_t place = 0; place < points_of(ballot.n); ++place) {
    own.push_back(all[block.term + place * block.count + at - block.first]);
  }
  finding.verdict = check_alone(*points_, ballot, *election_, finding.tracker, own, part_);
}

}  // namespace viche::verifier
