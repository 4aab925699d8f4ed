#include "verifier/fast_batch.h"

#include <algorithm>
#include <tuple>

#include "crypto/group/condition.h"
#include "verifier/batch_search.h"
#include "verifier/single_ballot.h"

namespace viche::verifier {

using Mask = LaneBlock::Mask;

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
  if (VICHE_FAULT(!sum.is_identity())) {
    search_batch(
        order_.size(), sum,
        [this](std::size_t first, std::size_t count) { return part(first, count); },
        [this](std::size_t first, std::size_t count) {
          in_blocks(first, count, [this](const Block& block, std::size_t from, std::size_t size) {
            judge(block, from, size);
          });
        });
  }
}

void FastBatch::lay_out() {
  order_.clear();
  for (const BallotFields& ballot : ballots_) order_.push_back(&ballot);
  std::stable_sort(order_.begin(), order_.end(), [](const BallotFields* a, const BallotFields* b) {
    return std::tie(a->n, a->style) < std::tie(b->n, b->style);
  });
  blocks_.clear();
  std::size_t terms = 0;
  for (std::size_t at = 0; at < order_.size();) {
    const auto same = [&](const BallotFields* ballot) { return ballot->n == order_[at]->n; };
    const std::size_t most = std::min(order_.size(), at + LaneBlock::kMost);
    const auto from = order_.begin() + static_cast<std::ptrdiff_t>(at);
    const auto to = order_.begin() + static_cast<std::ptrdiff_t>(most);
    const auto count = static_cast<std::size_t>(std::find_if_not(from, to, same) - from);
    blocks_.push_back({at, count, terms, 0, {}});
    terms += points_of(order_[at]->n) * count;
    at += count;
  }
  sum_.clear();
  sum_.reserve(terms + points_->size());
  sum_.append(terms);
}

// Reads a block's ballots, adds their terms, and gives them the finding that is right if all sums
// vanish.
void FastBatch::read(Block& block) {
  lanes_.read(*election_, *points_, std::span(order_).subspan(block.first, block.count));
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
    finding.C.addends.reserve(ballot.n + 1);
    for (std::size_t p = 0; p <= ballot.n; ++p) {
      finding.C.addends.push_back(terms.addends[block.term + p * block.count + i]);
    }
    finding.verdict = {VICHE_HOLDS((equations >> i & 1) != 0), true, true, true};
  }
  lanes_.weigh(weights_of(block), block.chosen, terms.scalars.subspan(block.term, size),
               block.shared);
  add_shared(block.shared);
}

BallotFinding& FastBatch::finding_of(std::size_t at) {
  return findings_[static_cast<std::size_t>(order_[at] - ballots_.data())];
}

// Weights belong to places in the order: any will do that are drawn after all is read.
std::span<const Scalar> FastBatch::weights_of(const Block& block) const {
  return weights_.subspan(3 * block.first, 3 * block.count);
}

void FastBatch::add_shared(const SharedFactors& factors) {
  for (const SharedFactor& each : factors) shared_[each.point] += each.factor;
}

void FastBatch::append_shared(VartimeSum& sum) {
  for (std::size_t i = 0; i < shared_.size(); ++i) {
    if (!shared_[i].is_zero()) sum.add({&shared_[i], 1}, {&(*points_)[i], 1});
  }
}

// Acts on the ballots of each block that are among `count` from number `first` on.
template <class Act>
void FastBatch::in_blocks(std::size_t first, std::size_t count, const Act& act) {
  for (const Block& block : blocks_) {
    const std::size_t from = std::max(first, block.first);
    const std::size_t to = std::min(first + count, block.first + block.count);
    if (from < to) act(block, from - block.first, to - from);
  }
}

Point FastBatch::part(std::size_t first, std::size_t count) {
  std::size_t terms = points_->size();
  in_blocks(first, count, [&](const Block& block, std::size_t, std::size_t size) {
    terms += size * points_of(order_[block.first]->n);
  });
  part_.clear();
  part_.reserve(terms);
  shared_.assign(shared_.size(), Scalar());
  in_blocks(first, count, [this](const Block& block, std::size_t from, std::size_t size) {
    append_part(block, from, size);
  });
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
    add_shared(block.shared);
    return;
  }
  take_apart(block);
  for (std::size_t i = from; i < from + count; ++i) add_shared(each_shared_[i]);
}

// The shared factors of each ballot of a block by itself.
void FastBatch::take_apart(const Block& block) {
  if (apart_ == &block) return;
  apart_ = &block;
  lanes_.read(*election_, *points_, std::span(order_).subspan(block.first, block.count));
  each_shared_.resize(block.count);
  lanes_.weigh_each(weights_of(block), block.chosen, each_shared_);
}

// Of ballots `from` to from + count - 1 of a block, what each equation says by itself.
void FastBatch::judge(const Block& block, std::size_t from, std::size_t count) {
  lanes_.read(*election_, *points_, std::span(order_).subspan(block.first + from, count));
  const Mask equations = lanes_.equations();
  const std::span<const edwards::Addend> all = sum_.terms().addends;
  const LaneBlock::Zeros zero = lanes_.zeros(all.subspan(block.term + from), block.count);
  for (std::size_t i = 0; i < count; ++i) {
    BallotFinding& finding = finding_of(block.first + from + i);
    if (finding.fault) continue;
    finding.verdict = {VICHE_HOLDS((equations >> i & 1) != 0), VICHE_HOLDS((zero.E1 >> i & 1) != 0),
                       VICHE_HOLDS((zero.E2 >> i & 1) != 0),
                       VICHE_HOLDS((zero.signature >> i & 1) != 0)};
  }
}

}  // namespace viche::verifier
