#include "ballot/ballot_chunk.h"

#include <algorithm>
#include <utility>

#include "ballot/single_ballot.h"
#include "crypto/group/condition.h"

namespace viche::ballot {

using Mask = BallotGroup::Mask;

namespace {

/// So few ballots of a bad sum are checked one by one: another sum would cost as much as it saves.
constexpr std::size_t kFew = 2;

}  // namespace

BallotChunk::BallotChunk(const ElectionContext& context) : context_(context), shared_(context) {}

void BallotChunk::frame(std::span<const ByteView> entries, std::size_t first, std::size_t count,
                        std::span<Outcome> outcomes) {
  outcomes_ = outcomes;
  std::vector<std::pair<BallotView, std::size_t>> framed;
  framed.reserve(count);
  for (std::size_t i = first; i < first + count; ++i) {
    const Result<BallotView> view = BallotView::parse(entries[i], context_.layout());
    if (view) {
      framed.emplace_back(*view, i);
    } else {
      outcomes[i].refusal = view.error();
    }
  }
  const auto by_style = [](const auto& a, const auto& b) {
    return a.first.style() < b.first.style();
  };
  if (!std::is_sorted(framed.begin(), framed.end(), by_style)) {
    std::stable_sort(framed.begin(), framed.end(), by_style);
  }
  ballots_.clear();
  entries_.clear();
  for (const auto& [view, entry] : framed) {
    ballots_.push_back(view);
    entries_.push_back(entry);
  }
  divide();
}

// Sections of one style, groups of at most BallotGroup::kMost.
void BallotChunk::divide() {
  sections_.clear();
  groups_.clear();
  styles_.clear();
  std::size_t terms = 0;
  for (std::size_t i = 0; i < ballots_.size(); ++i) {
    const bool same = i > 0 && ballots_[i].style() == ballots_[i - 1].style();
    if (!same) {
      if (i > 0) terms += ballot_points(ballots_[i - 1].n()) * sections_.back().size;
      sections_.push_back({i, 0, terms});
    }
    if (!same || groups_.back().count == BallotGroup::kMost) {
      groups_.push_back({sections_.size() - 1, i, 0, 0, {}});
    }
    ++sections_.back().size;
    ++groups_.back().count;
  }
  if (!ballots_.empty()) terms += ballot_points(ballots_.back().n()) * sections_.back().size;
  sum_.clear();
  sum_.append(terms);
}

void BallotChunk::check(std::span<const Scalar> weights) {
  weights_ = weights;
  if (ballots_.empty()) return;
  split_ = nullptr;
  const VartimeSum::Terms terms = sum_.terms();
  shared_.clear();
  for (Group& group : groups_) {
    judge(group, terms);
    shared_.add(layout_of(group), group.shared);
  }
  shared_.append_to(sum_);
  const Point sum = sum_.value();
  if (!VICHE_HOLDS(sum.is_identity())) find_bad(0, ballots_.size(), sum);
  show_styles();
}

void BallotChunk::show_styles() {
  const std::span<const edwards::Addend> points = sum_.terms().addends;
  for (const Section& section : sections_) {
    const BallotView& ballot = ballots_[section.first];
    styles_.push_back(
        {ballot.style(), std::span(entries_).subspan(section.first, section.size),
         points.subspan(section.first_term, ballot_points(ballot.n()) * section.size)});
  }
}

const StyleLayout& BallotChunk::layout_of(const Group& group) const {
  return context_.layout().style(ballots_[group.first].style());
}

std::size_t BallotChunk::first_term(const Group& group) const {
  const Section& section = sections_[group.section];
  return section.first_term + group.first - section.first;
}

// Decodes, and gives every ballot the verdict that it has if the weighted sum vanishes.
void BallotChunk::judge(Group& group, const VartimeSum::Terms& terms) {
  const std::size_t stride = sections_[group.section].size;
  group_.load(context_, std::span(ballots_).subspan(group.first, group.count));
  group_.decode_points(terms.addends.subspan(first_term(group)), stride);
  group.decodable = group_.decodable();
  const Mask equations = group_.equations();
  for (std::size_t i = 0; i < group.count; ++i) {
    Outcome& outcome = outcomes_[entries_[group.first + i]];
    const Mask lane = Mask{1} << i;
    if ((group.decodable & lane) != 0) {
      outcome.verdict = {VICHE_HOLDS((equations & lane) != 0), true, true, true};
    } else {
      outcome.refusal = decode_ballot(ballots_[group.first + i].entry(), context_.layout()).error();
    }
  }
  group_.weigh(weights_.subspan(3 * group.first, 3 * group.count), group.decodable,
               terms.scalars.subspan(first_term(group)), stride, group.shared);
}

// `sum` is the weighted sum over `count` ballots from `first` on, which does not vanish.
void BallotChunk::find_bad(std::size_t first, std::size_t count, const Point& sum) {
  if (count <= kFew) {
    for (std::size_t ballot = first; ballot < first + count; ++ballot) check_alone(ballot);
    return;
  }
  const std::size_t half = count / 2;
  const Point left = sum_of(first, half);
  const Point right = sum - left;
  if (VICHE_FAULT(!left.is_identity())) find_bad(first, half, left);
  if (VICHE_FAULT(!right.is_identity())) find_bad(first + half, count - half, right);
}

Point BallotChunk::sum_of(std::size_t first, std::size_t count) {
  part_.clear();
  shared_.clear();
  const auto begin = std::upper_bound(
      groups_.begin(), groups_.end(), first,
      [](std::size_t ballot, const Group& group) { return ballot < group.first + group.count; });
  for (auto group = begin; group != groups_.end() && group->first < first + count; ++group) {
    const std::size_t from = std::max(first, group->first);
    const std::size_t to = std::min(first + count, group->first + group->count);
    add_part(*group, from - group->first, to - from);
  }
  shared_.append_to(part_);
  return part_.value();
}

// Adds to part_ and shared_ what `count` ballots of a group from its number `from` on add.
void BallotChunk::add_part(const Group& group, std::size_t from, std::size_t count) {
  const Section& section = sections_[group.section];
  const StyleLayout& layout = layout_of(group);
  const VartimeSum::Terms terms = sum_.terms();
  for (std::size_t p = 0; p < ballot_points(layout.n()); ++p) {
    const std::size_t first = first_term(group) + p * section.size + from;
    part_.add(terms.scalars.subspan(first, count), terms.addends.subspan(first, count));
  }
  if (count == group.count) {
    shared_.add(layout, group.shared);
    return;
  }
  split(group);
  for (std::size_t i = from; i < from + count; ++i) shared_.add(layout, each_shared_[i]);
}

// Puts each ballot's own part of the group's shared factors to each_shared_.
void BallotChunk::split(const Group& group) {
  if (split_ == &group) return;
  split_ = &group;
  group_.load(context_, std::span(ballots_).subspan(group.first, group.count));
  each_shared_.resize(group.count);
  group_.weigh_each(weights_.subspan(3 * group.first, 3 * group.count), group.decodable,
                    each_shared_);
}

void BallotChunk::check_alone(std::size_t ballot) {
  const auto section = std::prev(
      std::upper_bound(sections_.begin(), sections_.end(), ballot,
                       [](std::size_t place, const Section& next) { return place < next.first; }));
  if (outcomes_[entries_[ballot]].refusal) return;
  const BallotView& view = ballots_[ballot];
  std::vector<edwards::Addend> points;
  const std::span<const edwards::Addend> all = sum_.terms().addends;
  for (std::size_t p = 0; p < ballot_points(view.n()); ++p) {
    points.push_back(all[section->first_term + p * section->size + ballot - section->first]);
  }
  outcomes_[entries_[ballot]].verdict = check_single(
      context_, context_.layout().style(view.style()), read_proof(context_, view), points, part_);
}

}  // namespace viche::ballot
