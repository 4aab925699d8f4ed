#include "tally/results.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>

namespace viche::tally {
namespace {

// Enough for every product here: a sum of votes is below 2^40 * 2^16 contests' units, a divisor
// below 2^15, a threshold's part at most 10^6.
using Wide = unsigned __int128;

class Application {
 public:
  Application(const ballot::Manifest& manifest, const ballot::Rule& rule,
              std::span<const log::UnitResult> units)
      : manifest_(manifest), rule_(rule), units_(units) {
    list_candidates();
    add_up_votes();
    find_eligible();
  }

  RuleResult run() {
    switch (rule_.kind) {
      case ballot::RuleKind::kTop:
        for (CandidateResult& c : result_.candidates) c.score = c.votes;
        seat_by_score();
        break;
      case ballot::RuleKind::kRankPoints:
        for (std::size_t u = 0; u < units_.size(); ++u) {
          if (counts(units_[u])) give_points(u);
        }
        for (const ballot::AddedPoints& added : rule_.added)
          candidate(added.option).score += added.points;
        seat_by_score();
        break;
      case ballot::RuleKind::kDhondt:
      case ballot::RuleKind::kSainteLague:
        for (CandidateResult& c : result_.candidates) c.score = c.votes;
        seat_by_quotient();
        break;
    }
    return std::move(result_);
  }

 private:
  void list_candidates() {
    for (const ballot::ContestIndex contest : rule_.contests) {
      for (const ballot::Option& option : manifest_.contests[contest.value()].options) {
        if (places_.emplace(option.id, result_.candidates.size()).second) {
          CandidateResult fresh;
          fresh.id = option.id;
          result_.candidates.push_back(std::move(fresh));
        }
      }
    }
  }

  CandidateResult& candidate(std::string_view id) {
    return result_.candidates[places_.find(id)->second];
  }

  [[nodiscard]] const std::vector<ballot::Option>& options(const log::UnitResult& unit) const {
    return manifest_.contests[unit.contest.value()].options;
  }

  [[nodiscard]] bool counts(const log::UnitResult& unit) const {
    return unit.status == log::UnitStatus::kDecrypted &&
           std::find(rule_.contests.begin(), rule_.contests.end(), unit.contest) !=
               rule_.contests.end();
  }

  void add_up_votes() {
    for (const log::UnitResult& unit : units_) {
      if (!counts(unit)) continue;
      for (std::size_t o = 0; o < options(unit).size(); ++o) {
        candidate(options(unit)[o].id).votes += unit.totals[o];
      }
    }
  }

  void find_eligible() {
    if (!rule_.threshold) return;
    Wide all = 0;
    for (const CandidateResult& c : result_.candidates) all += c.votes;
    for (CandidateResult& c : result_.candidates) {
      c.eligible = Wide{c.votes} * rule_.threshold->b >= rule_.threshold->a * all;
    }
  }

  // rank_points in one unit.
  void give_points(std::size_t u) {
    std::vector<std::size_t> order;  // options with votes, most votes first
    const std::vector<std::uint64_t>& totals = units_[u].totals;
    for (std::size_t o = 0; o < options(units_[u]).size(); ++o) {
      if (totals[o] > 0) order.push_back(o);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return totals[a] > totals[b]; });
    for (std::size_t first = 0, last = 0; first < order.size() && first < rule_.points.size();
         first = last) {
      UnitTie equals;
      equals.unit = u;
      equals.rank = static_cast<std::uint32_t>(first + 1);
      for (last = first; last < order.size() && totals[order[last]] == totals[order[first]];
           ++last) {
        equals.ids.push_back(options(units_[u])[order[last]].id);
        candidate(equals.ids.back()).score += rule_.points[first];
      }
      if (equals.ids.size() > 1) result_.unit_ties.push_back(std::move(equals));
    }
  }

  // top and rank_points: one seat each, by score.
  void seat_by_score() {
    std::vector<CandidateResult*> order;
    for (CandidateResult& c : result_.candidates) {
      if (c.eligible) order.push_back(&c);
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const auto* a, const auto* b) { return a->score > b->score; });
    const std::size_t seats = rule_.seats;
    std::size_t given = std::min(seats, order.size());
    if (given < order.size() && order[given]->score == order[given - 1]->score) {
      const std::uint64_t score = order[given]->score;
      for (CandidateResult* c : order) c->tied = c->score == score;
      given = static_cast<std::size_t>(
          std::count_if(order.begin(), order.end(), [&](auto* c) { return c->score > score; }));
    }
    for (std::size_t i = 0; i < given; ++i) order[i]->seats = 1;
    result_.open_seats = static_cast<std::uint32_t>(seats - given);
  }

  [[nodiscard]] Wide divisor(const CandidateResult& c) const {
    return rule_.kind == ballot::RuleKind::kDhondt ? Wide{c.seats} + 1 : 2 * Wide{c.seats} + 1;
  }

  // dhondt and sainte_lague. Quotients V_a / d_a and V_b / d_b are compared by V_a d_b and V_b d_a.
  void seat_by_quotient() {
    std::uint32_t left = rule_.seats;
    while (left > 0) {
      std::vector<CandidateResult*> largest;
      for (CandidateResult& c : result_.candidates) {
        if (!c.eligible || c.votes == 0) continue;
        if (!largest.empty()) {
          const CandidateResult& best = *largest.front();
          const Wide mine = c.votes * divisor(best);
          const Wide theirs = best.votes * divisor(c);
          if (mine < theirs) continue;
          if (mine > theirs) largest.clear();
        }
        largest.push_back(&c);
      }
      if (largest.empty()) break;
      if (largest.size() > left) {
        for (CandidateResult* c : largest) c->tied = true;
        break;
      }
      for (CandidateResult* c : largest) ++c->seats;
      left -= static_cast<std::uint32_t>(largest.size());
    }
    result_.open_seats = left;
  }

  const ballot::Manifest& manifest_;
  const ballot::Rule& rule_;
  std::span<const log::UnitResult> units_;
  std::map<std::string, std::size_t, std::less<>> places_;
  RuleResult result_;
};

}  // namespace

RuleResult apply_rule(const ballot::Manifest& manifest, const ballot::Rule& rule,
                      std::span<const log::UnitResult> units) {
  return Application(manifest, rule, units).run();
}

}  // namespace viche::tally
