#include "tally/units.h"

#include <algorithm>
#include <set>
#include <utility>

namespace viche::tally {

std::uint64_t UnitBallots::ballots() const {
  std::uint64_t sum = 0;
  for (const auto& [weight, count] : by_weight) sum += count;
  return sum;
}

std::uint64_t UnitBallots::total_weight() const {
  std::uint64_t sum = 0;
  for (const auto& [weight, count] : by_weight) sum += weight * count;
  return sum;
}

UnitBallots& UnitBallots::operator+=(const UnitBallots& other) {
  for (const auto& [weight, count] : other.by_weight) by_weight[weight] += count;
  return *this;
}

namespace {

bool fails(const UnitBallots& ballots, const ballot::Manifest& manifest) {
  if (ballots.ballots() < manifest.floor) return true;
  return manifest.weights == ballot::WeightPrivacy::kSecret &&
         std::any_of(ballots.by_weight.begin(), ballots.by_weight.end(), [&](const auto& value) {
           return value.second > 0 && value.second < manifest.floor;
         });
}

// Merges the non-empty units of one contest, given in the order of their earliest members, until
// the floor holds or one is left.
class Merging {
 public:
  Merging(const ballot::Manifest& manifest, std::vector<FinalUnit>& units)
      : manifest_(manifest), units_(units) {
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (units_[i].status != UnitStatus::kEmpty) insert(i);
    }
  }

  void run() {
    while (!failing_.empty() && all_.size() > 1) {
      const Key smallest = *failing_.begin();
      const Key other = *all_.begin() == smallest ? *std::next(all_.begin()) : *all_.begin();
      // The earlier unit takes in the later one, and so keeps its place in the order.
      const std::size_t into = std::min(smallest.second, other.second);
      const std::size_t from = std::max(smallest.second, other.second);
      for (const Key& key : {smallest, other}) {
        all_.erase(key);
        failing_.erase(key);
      }
      std::vector<ballot::UnitIndex>& members = units_[into].members;
      members.insert(members.end(), units_[from].members.begin(), units_[from].members.end());
      units_[into].ballots += units_[from].ballots;
      units_[from].members.clear();
      insert(into);
    }
  }

 private:
  // Fewest ballots first, then the earliest member.
  using Key = std::pair<std::uint64_t, std::size_t>;

  void insert(std::size_t i) {
    const bool failing = fails(units_[i].ballots, manifest_);
    units_[i].status = failing ? UnitStatus::kWithheld : UnitStatus::kDecrypted;
    const Key key{units_[i].ballots.ballots(), i};
    all_.insert(key);
    if (failing) failing_.insert(key);
  }

  const ballot::Manifest& manifest_;
  std::vector<FinalUnit>& units_;
  std::set<Key> all_;
  std::set<Key> failing_;
};

}  // namespace

std::vector<FinalUnit> final_units(const ballot::Manifest& manifest,
                                   std::span<const UnitBallots> counted) {
  std::vector<std::vector<FinalUnit>> by_contest(manifest.contests.size());
  for (std::uint32_t u = 0; u < manifest.units.size(); ++u) {
    FinalUnit unit;
    unit.contest = manifest.units[u].contest;
    unit.members = {ballot::UnitIndex(u)};
    unit.ballots = counted[u];
    if (unit.ballots.ballots() > 0) {
      unit.status = fails(unit.ballots, manifest) ? UnitStatus::kWithheld : UnitStatus::kDecrypted;
    }
    by_contest[unit.contest.value()].push_back(std::move(unit));
  }
  std::vector<FinalUnit> all;
  all.reserve(manifest.units.size());
  for (std::uint32_t c = 0; c < by_contest.size(); ++c) {
    if (!manifest.counted_per_unit(ballot::ContestIndex(c))) {
      Merging(manifest, by_contest[c]).run();
    }
    for (FinalUnit& unit : by_contest[c]) {
      if (unit.members.empty()) continue;  // merged into an earlier one
      std::sort(unit.members.begin(), unit.members.end());
      all.push_back(std::move(unit));
    }
  }
  return all;
}

}  // namespace viche::tally
