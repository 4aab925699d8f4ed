#include "verifier/units.h"

#include <algorithm>
#include <numeric>

namespace viche::verifier {
namespace {

bool fails(const Manifest& manifest, const FinalUnit& unit) {
  if (unit.ballots() < manifest.floor) return true;
  return manifest.secret_weights &&
         std::any_of(unit.census.begin(), unit.census.end(),
                     [&](const auto& weight) { return weight.second < manifest.floor; });
}

/// Fewest counted ballots first, then the earliest member.
bool smaller(const FinalUnit& a, const FinalUnit& b) {
  return std::pair(a.ballots(), a.members.front()) < std::pair(b.ballots(), b.members.front());
}

/// Joins failing units until none fails or one is left; `units` are not empty.
void merge(const Manifest& manifest, std::vector<FinalUnit>& units) {
  while (units.size() > 1) {
    auto failing = units.end();
    for (auto unit = units.begin(); unit != units.end(); ++unit) {
      if (fails(manifest, *unit) && (failing == units.end() || smaller(*unit, *failing))) {
        failing = unit;
      }
    }
    if (failing == units.end()) return;
    FinalUnit taken = std::move(*failing);
    units.erase(failing);
    FinalUnit& other = *std::min_element(units.begin(), units.end(), smaller);
    other.members.insert(other.members.end(), taken.members.begin(), taken.members.end());
    std::sort(other.members.begin(), other.members.end());
    for (const auto& [weight, count] : taken.census) other.census[weight] += count;
  }
}

}  // namespace

std::uint64_t FinalUnit::ballots() const {
  return std::accumulate(census.begin(), census.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& item) { return sum + item.second; });
}

std::uint64_t FinalUnit::weight() const {
  return std::accumulate(
      census.begin(), census.end(), std::uint64_t{0},
      [](std::uint64_t sum, const auto& item) { return sum + item.first * item.second; });
}

std::vector<FinalUnit> final_units(const Manifest& manifest, const std::vector<Census>& styles) {
  std::vector<std::vector<FinalUnit>> by_contest(manifest.contests.size());
  for (std::size_t i = 0; i < manifest.units.size(); ++i) {
    FinalUnit unit;
    unit.contest = manifest.units[i].contest;
    unit.members = {static_cast<std::uint16_t>(i + 1)};
    for (const std::uint32_t style : manifest.units[i].styles) {
      for (const auto& [weight, count] : styles[style]) unit.census[weight] += count;
    }
    by_contest[unit.contest].push_back(std::move(unit));
  }

  std::vector<bool> per_unit(manifest.contests.size());  // contests that a rank_points rule names
  for (const Rule& rule : manifest.rules) {
    if (rule.kind != Rule::Kind::kRankPoints) continue;
    for (const std::uint32_t contest : rule.contests) per_unit[contest] = true;
  }

  std::vector<FinalUnit> result;
  for (std::size_t contest = 0; contest < by_contest.size(); ++contest) {
    std::vector<FinalUnit> units;
    std::vector<FinalUnit> all;
    for (FinalUnit& unit : by_contest[contest]) {
      (unit.ballots() == 0 ? all : units).push_back(std::move(unit));
    }
    if (!per_unit[contest]) merge(manifest, units);
    for (FinalUnit& unit : units) {
      unit.status = fails(manifest, unit) ? UnitStatus::kWithheld : UnitStatus::kDecrypted;
      all.push_back(std::move(unit));
    }
    std::sort(all.begin(), all.end(), [](const FinalUnit& a, const FinalUnit& b) {
      return a.members.front() < b.members.front();
    });
    std::move(all.begin(), all.end(), std::back_inserter(result));
  }
  return result;
}

}  // namespace viche::verifier
