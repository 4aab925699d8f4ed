#include "apps/viche/simulation/expected.h"

#include "tally/units.h"

namespace viche::app {
namespace {

/// The plain totals of each manifest unit: a value for each row of its contest.
struct PlainUnit {
  tally::UnitBallots ballots;
  std::vector<std::uint64_t> totals;
};

std::vector<PlainUnit> count_plain(const ballot::Manifest& manifest, const ballot::Layout& layout,
                                   const ballot::Votes& votes, const Plan& plan) {
  std::vector<std::uint64_t> times(votes.lines.size(), 0);
  for (std::size_t voter = 0; voter < plan.voting(); ++voter) {
    if (!plan.cancelled[voter]) ++times[plan.drawn[voter]];
  }
  std::vector<PlainUnit> units(manifest.units.size());
  for (std::size_t u = 0; u < units.size(); ++u) {
    units[u].totals.resize(layout.contest(manifest.units[u].contest).rows.size(), 0);
  }
  for (std::size_t i = 0; i < votes.lines.size(); ++i) {
    const ballot::VoteLine& line = votes.lines[i];
    if (times[i] == 0) continue;
    const auto values = ballot::row_values(layout, line.style, line.m);
    const auto& contests = manifest.style(line.style).contests;
    for (std::size_t c = 0; c < contests.size(); ++c) {
      PlainUnit& unit = units[manifest.unit_of(contests[c], line.style).value()];
      unit.ballots.by_weight[line.weight] += times[i];
      for (std::size_t row = 0; row < unit.totals.size(); ++row) {
        unit.totals[row] += values[c][row] * times[i] * line.weight;
      }
    }
  }
  return units;
}

}  // namespace

std::vector<Outcome> outcomes_of(const ballot::Manifest& manifest,
                                 const std::vector<log::UnitResult>& units) {
  std::vector<Outcome> outcomes;
  for (const ballot::Rule& rule : manifest.results) {
    outcomes.push_back({&rule, tally::apply_rule(manifest, rule, units)});
  }
  return outcomes;
}

Expected expect(const ballot::Manifest& manifest, const ballot::Layout& layout,
                const ballot::Votes& votes, const Plan& plan) {
  const std::vector<PlainUnit> plain = count_plain(manifest, layout, votes, plan);
  std::vector<tally::UnitBallots> counted;
  for (const PlainUnit& unit : plain) counted.push_back(unit.ballots);

  Expected expected;
  for (tally::FinalUnit& unit : tally::final_units(manifest, counted)) {
    log::UnitResult result{
        unit.contest, std::move(unit.members), unit.status, unit.ballots.ballots(), {}};
    if (result.status == log::UnitStatus::kDecrypted) {
      result.totals.resize(layout.contest(result.contest).rows.size(), 0);
      for (const ballot::UnitIndex member : result.members) {
        for (std::size_t row = 0; row < result.totals.size(); ++row) {
          result.totals[row] += plain[member.value()].totals[row];
        }
      }
    }
    expected.result.units.push_back(std::move(result));
  }
  log::BallotCounts& counts = expected.result.counts;
  counts.cast = plan.casts;
  for (const bool cancelled : plan.cancelled) ++(cancelled ? counts.cancelled : counts.counted);
  counts.superseded = counts.cast - counts.counted - counts.cancelled;
  counts.challenged = plan.challenges;
  expected.outcomes = outcomes_of(manifest, expected.result.units);
  return expected;
}

}  // namespace viche::app
