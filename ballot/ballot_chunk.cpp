#include "ballot/ballot_chunk.h"

#include <algorithm>
#include <utility>

#include "ballot/find_bad.h"
#include "crypto/group/condition.h"

namespace viche::ballot {

using Mask = BallotGroup::Mask;

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
  const auto before = [](const auto& a, const auto& b) {
    return std::pair(a.first.n(), a.first.style()) < std::pair(b.first.n(), b.first.style());
  };
  if (!std::is_sorted(framed.begin(), framed.end(), before)) {
    std::stable_sort(framed.begin(), framed.end(), before);
  }
  ballots_.clear();
  entries_.clear();
  for (const auto& [view, entry] : framed) {
    ballots_.push_back(view);
    entries_.push_back(entry);
  }
  divide();
}

// Sections of one n, groups of at most BallotGroup::kMost.
void BallotChunk::divide() {
  sections_.clear();
  groups_.clear();
  styles_.clear();
  std::size_t terms = 0;
  for (std::size_t i = 0; i < ballots_.size(); ++i) {
    const bool same = i > 0 && ballots_[i].n() == ballots_[i - 1].n();
    if (!same) sections_.push_back({i, 0, terms});
    if (!same || groups_.back().count == BallotGroup::kMost) {
      groups_.push_back({sections_.size() - 1, i, 0, 0, {}});
    }
    ++sections_.back().size;
    ++groups_.back().count;
    terms += ballot_points(ballots_[i].n());
  }
  sum_.clear();
  sum_.reserve(terms + context_.bases().size());
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
    shared_.add(group.shared);
  }
  shared_.append_to(sum_);
  const Point sum = sum_.value();
  if (!VICHE_HOLDS(sum.is_identity())) {
    find_bad(ballots_.size(), sum,
             {[this](std::size_t first, std::size_t count) { return sum_of(first, count); },
              [this](std::size_t first, std::size_t count) {
                for_groups(first, count,
                           [this](const Group& group, std::size_t from, std::size_t to) {
                             check_each(group, from, to);
                           });
              }});
  }
  show_styles();
}

void BallotChunk::show_styles() {
  const std::span<const edwards::Addend> points = sum_.terms().addends;
  for (const Section& section : sections_) {
    const std::size_t end = section.first + section.size;
    for (std::size_t first = section.first, next; first < end; first = next) {
      const StyleIndex style = ballots_[first].style();
      next = first;
      while (next < end && ballots_[next].style() == style) ++next;
      styles_.push_back({style, std::span(entries_).subspan(first, next - first),
                         points.subspan(section.first_term + first - section.first), section.size});
    }
  }
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

// Takes the ballots of each group that are among `count` from number `first` on: from number `from`
// of the group on, so many.
template <class Take>
void BallotChunk::for_groups(std::size_t first, std::size_t count, const Take& take) {
  const auto begin = std::upper_bound(
      groups_.begin(), groups_.end(), first,
      [](std::size_t ballot, const Group& group) { return ballot < group.first + group.count; });
  for (auto group = begin; group != groups_.end() && group->first < first + count; ++group) {
    const std::size_t from = std::max(first, group->first);
    const std::size_t to = std::min(first + count, group->first + group->count);
    take(*group, from - group->first, to - from);
  }
}

Point BallotChunk::sum_of(std::size_t first, std::size_t count) {
  std::size_t terms = context_.bases().size();
  for_groups(first, count, [&](const Group& group, std::size_t, std::size_t part) {
    terms += part * ballot_points(ballots_[group.first].n());
  });
  part_.clear();
  part_.reserve(terms);
  shared_.clear();
  for_groups(first, count, [this](const Group& group, std::size_t from, std::size_t part) {
    add_part(group, from, part);
  });
  shared_.append_to(part_);
  return part_.value();
}

// Adds to part_ and shared_ what `count` ballots of a group from its number `from` on add.
void BallotChunk::add_part(const Group& group, std::size_t from, std::size_t count) {
  const std::size_t stride = sections_[group.section].size;
  const VartimeSum::Terms terms = sum_.terms();
  for (std::size_t p = 0; p < ballot_points(ballots_[group.first].n()); ++p) {
    const std::size_t first = first_term(group) + p * stride + from;
    part_.add(terms.scalars.subspan(first, count), terms.addends.subspan(first, count));
  }
  if (count == group.count) {
    shared_.add(group.shared);
    return;
  }
  split(group);
  for (std::size_t i = from; i < from + count; ++i) shared_.add(each_shared_[i]);
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

void BallotChunk::check_each(const Group& group, std::size_t from, std::size_t count) {
  const std::size_t first = group.first + from;
  group_.load(context_, std::span(ballots_).subspan(first, count));
  const BallotGroup::Findings met = group_.check_each(
      sum_.terms().addends.subspan(first_term(group) + from), sections_[group.section].size);
  for (std::size_t i = 0; i < count; ++i) {
    const Mask lane = Mask{1} << i;
    Outcome& outcome = outcomes_[entries_[first + i]];
    if (outcome.refusal) continue;
    outcome.verdict = {VICHE_HOLDS((met.equations & lane) != 0), VICHE_HOLDS((met.E1 & lane) != 0),
                       VICHE_HOLDS((met.E2 & lane) != 0), VICHE_HOLDS((met.signature & lane) != 0)};
  }
}

}  // namespace viche::ballot
