#include "verifier/rules.h"

#include <algorithm>
#include <map>

namespace viche::verifier {
namespace {

// Votes below 2^64 times parameters below 2^21, summed over fewer than 2^17 candidates: everything
// fits 128 bits.
__extension__ using Wide = unsigned __int128;

using Candidates = std::vector<Candidate>;

/// The rule's candidates and their votes, and the place of each id.
Candidates gather(const Rule& rule, const Manifest& manifest, const std::vector<UnitTotals>& units,
                  std::map<std::string, std::size_t>& places) {
  Candidates candidates;
  for (const std::uint32_t contest : rule.contests) {
    for (const std::string& option : manifest.contests[contest].options) {
      if (!places.emplace(option, candidates.size()).second) continue;
      candidates.emplace_back();
      candidates.back().id = option;
    }
  }
  for (const UnitTotals& unit : units) {
    if (std::find(rule.contests.begin(), rule.contests.end(), unit.contest) ==
        rule.contests.end()) {
      continue;
    }
    const std::vector<std::string>& options = manifest.contests[unit.contest].options;
    for (std::size_t o = 0; o < options.size(); ++o) {
      candidates[places[options[o]]].votes += unit.votes[o];
    }
  }
  return candidates;
}

void apply_threshold(const Rule& rule, Candidates& candidates) {
  Wide all = 0;
  for (const Candidate& candidate : candidates) all += candidate.votes;
  for (Candidate& candidate : candidates) {
    candidate.score = candidate.votes;
    if (!rule.threshold) continue;
    const auto& [a, b] = *rule.threshold;
    candidate.eligible = Wide{candidate.votes} * b >= all * a;
  }
}

/// Points by rank in one unit; options with more votes stand before.
void add_points(const Rule& rule, const std::vector<std::string>& options, const UnitTotals& unit,
                const std::map<std::string, std::size_t>& places, Candidates& candidates,
                std::vector<Equals>& equals) {
  std::map<std::uint64_t, std::vector<std::string>, std::greater<>> by_votes;
  for (std::size_t o = 0; o < options.size(); ++o) {
    if (unit.votes[o] > 0) by_votes[unit.votes[o]].push_back(options[o]);
  }
  std::size_t before = 0;
  for (const auto& [votes, group] : by_votes) {
    if (before >= rule.points.size()) return;
    for (const std::string& option : group) {
      candidates[places.at(option)].score += rule.points[before];
    }
    if (group.size() > 1) equals.push_back({unit.unit, group});
    before += group.size();
  }
}

/// The first `seats` by score, unless equals straddle the last seat.
void elect_by_score(std::uint64_t seats, Outcome& outcome) {
  std::map<std::uint64_t, std::vector<Candidate*>, std::greater<>> by_score;
  for (Candidate& candidate : outcome.candidates) {
    if (candidate.eligible) by_score[candidate.score].push_back(&candidate);
  }
  outcome.open_seats = seats;
  for (auto& [score, group] : by_score) {
    if (outcome.open_seats == 0) return;
    if (group.size() > outcome.open_seats) {
      for (const Candidate* candidate : group) outcome.tied.push_back(candidate->id);
      return;
    }
    for (Candidate* candidate : group) {
      candidate->seats = 1;
      outcome.elected.push_back(candidate->id);
    }
    outcome.open_seats -= group.size();
  }
}

/// Seats one at a time to the largest V / divisor, where the divisor after s seats is s + 1 or 2 s
/// + 1.
void elect_by_quotients(std::uint64_t seats, std::uint64_t step, Outcome& outcome) {
  const auto divisor = [&](const Candidate& candidate) { return candidate.seats * step + 1; };
  const auto smaller = [&](const Candidate* a, const Candidate* b) {
    return Wide{a->votes} * divisor(*b) < Wide{b->votes} * divisor(*a);
  };
  outcome.open_seats = seats;
  while (outcome.open_seats > 0) {
    std::vector<Candidate*> largest;
    for (Candidate& candidate : outcome.candidates) {
      if (!candidate.eligible || candidate.votes == 0) continue;
      if (!largest.empty() && smaller(&candidate, largest.front())) continue;
      if (!largest.empty() && smaller(largest.front(), &candidate)) largest.clear();
      largest.push_back(&candidate);
    }
    if (largest.empty()) break;
    if (largest.size() > outcome.open_seats) {
      for (const Candidate* candidate : largest) outcome.tied.push_back(candidate->id);
      break;
    }
    for (Candidate* candidate : largest) ++candidate->seats;
    outcome.open_seats -= largest.size();
  }
  for (const Candidate& candidate : outcome.candidates) {
    if (candidate.seats > 0) outcome.elected.push_back(candidate.id);
  }
}

}  // namespace

Outcome apply(const Rule& rule, const Manifest& manifest, const std::vector<UnitTotals>& units) {
  Outcome outcome;
  outcome.id = rule.id;
  outcome.kind = rule.kind;
  std::map<std::string, std::size_t> places;
  outcome.candidates = gather(rule, manifest, units, places);
  switch (rule.kind) {
    case Rule::Kind::kTop:
      apply_threshold(rule, outcome.candidates);
      elect_by_score(rule.seats, outcome);
      break;
    case Rule::Kind::kDhondt:
      apply_threshold(rule, outcome.candidates);
      elect_by_quotients(rule.seats, 1, outcome);
      break;
    case Rule::Kind::kSainteLague:
      apply_threshold(rule, outcome.candidates);
      elect_by_quotients(rule.seats, 2, outcome);
      break;
    case Rule::Kind::kRankPoints:
      for (const UnitTotals& unit : units) {
        if (std::find(rule.contests.begin(), rule.contests.end(), unit.contest) ==
            rule.contests.end()) {
          continue;
        }
        add_points(rule, manifest.contests[unit.contest].options, unit, places, outcome.candidates,
                   outcome.equals);
      }
      for (const auto& [option, points] : rule.added) {
        outcome.candidates[places.at(option)].score += points;
      }
      elect_by_score(rule.seats, outcome);
      break;
  }
  return outcome;
}

std::string_view rule_name(Rule::Kind kind) {
  switch (kind) {
    case Rule::Kind::kTop:
      return "top";
    case Rule::Kind::kDhondt:
      return "dhondt";
    case Rule::Kind::kSainteLague:
      return "sainte_lague";
    case Rule::Kind::kRankPoints:
      return "rank_points";
  }
  return "";
}

}  // namespace viche::verifier
