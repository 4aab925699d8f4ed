#include "tally/unit_sums.h"

#include "ballot/parallel.h"
#include "crypto/group/batch.h"

namespace viche::tally {
namespace {

// C_p, with C_0 at p = 0.
const Point& component(const ballot::Ballot& ballot, std::size_t p) {
  return p == 0 ? ballot.C_0 : ballot.C[p - 1];
}

// sum v C_p over ballots of one style.
Point weighted_sum(std::span<const WeightedBallot> ballots, std::size_t p) {
  Point sum;
  std::vector<Scalar> weights;
  std::vector<Point> points;
  for (const WeightedBallot& entry : ballots) {
    if (entry.weight == 1) {
      sum += component(*entry.ballot, p);
    } else {
      weights.push_back(Scalar::from_u64(entry.weight));
      points.push_back(component(*entry.ballot, p));
    }
  }
  return points.empty() ? sum : sum + vartime_multi_multiply(weights, points);
}

}  // namespace

UnitSum& UnitSum::operator+=(const UnitSum& other) {
  S_0 += other.S_0;
  for (std::size_t p = 0; p < S.size(); ++p) S[p] += other.S[p];
  return *this;
}

UnitSums::UnitSums(const ballot::Manifest& manifest, const ballot::Layout& layout)
    : manifest_(&manifest), layout_(&layout), units_(manifest.units.size()) {
  for (std::size_t u = 0; u < units_.size(); ++u) {
    units_[u].S.resize(layout.contest(manifest.units[u].contest).slots);
  }
}

void UnitSums::add(std::span<const WeightedBallot> ballots, unsigned threads) {
  accumulate(ballots, threads, Sign::kPlus);
}

void UnitSums::subtract(std::span<const WeightedBallot> ballots, unsigned threads) {
  accumulate(ballots, threads, Sign::kMinus);
}

void UnitSums::accumulate(std::span<const WeightedBallot> ballots, unsigned threads, Sign sign) {
  std::vector<std::vector<WeightedBallot>> by_style(manifest_->styles.size());
  for (const WeightedBallot& entry : ballots) {
    by_style[entry.ballot->style.value()].push_back(entry);
  }
  for (std::size_t s = 0; s < by_style.size(); ++s) {
    if (by_style[s].empty()) continue;
    const ballot::StyleIndex style(s);
    const ballot::StyleLayout& layout = layout_->style(style);
    std::vector<Point> sums(layout.n() + 1);
    ballot::parallel_for(sums.size(), threads, sums.size(),
                         [&](std::size_t begin, std::size_t end) {
                           for (std::size_t p = begin; p < end; ++p) {
                             const Point sum = weighted_sum(by_style[s], p);
                             sums[p] = sign == Sign::kPlus ? sum : -sum;
                           }
                         });
    for (const ballot::StyleLayout::Part& part : layout.parts) {
      UnitSum& unit = units_[manifest_->unit_of(part.contest, style).value()];
      unit.S_0 += sums[0];
      for (std::size_t p = 0; p < unit.S.size(); ++p) unit.S[p] += sums[1 + part.offset + p];
    }
  }
}

std::vector<UnitBallots> counted_ballots(const ballot::Manifest& manifest,
                                         const log::Ledger& ledger) {
  // Which units a style's ballots are in, looked up once.
  std::vector<std::vector<ballot::UnitIndex>> units_of(manifest.styles.size());
  for (std::size_t s = 0; s < units_of.size(); ++s) {
    for (const ballot::ContestIndex contest : manifest.styles[s].contests) {
      units_of[s].push_back(manifest.unit_of(contest, ballot::StyleIndex(s)));
    }
  }
  std::vector<UnitBallots> counted(manifest.units.size());
  for (const log::Credential& credential : ledger.credentials()) {
    if (!credential.counts()) continue;
    for (const ballot::UnitIndex unit : units_of[credential.style.value()]) {
      ++counted[unit.value()].by_weight[credential.weight];
    }
  }
  return counted;
}

}  // namespace viche::tally
