#include "tally/unit_sums.h"

namespace viche::tally {

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

void UnitSums::add(const StyleCasts& casts) { add_to_units(casts.style, weighted_sums(casts)); }

void UnitSums::subtract(const StyleCasts& casts) {
  std::vector<Point> sums = weighted_sums(casts);
  for (Point& sum : sums) sum = -sum;
  add_to_units(casts.style, sums);
}

std::vector<Point> UnitSums::weighted_sums(const StyleCasts& casts) {
  const std::size_t count = casts.weights.size();
  std::vector<Scalar> weights;
  weights.reserve(count);
  for (const std::uint32_t weight : casts.weights) weights.push_back(Scalar::from_u64(weight));
  std::vector<Point> sums;
  for (std::size_t p = 0; p <= layout_->style(casts.style).n(); ++p) {
    sums.push_back(
        vartime_multi_multiply(weights, casts.C.subspan(p * casts.stride, count), buffers_));
  }
  return sums;
}

void UnitSums::add_to_units(ballot::StyleIndex style, std::span<const Point> sums) {
  for (const ballot::StyleLayout::Part& part : layout_->style(style).parts) {
    UnitSum& unit = units_[manifest_->unit_of(part.contest, style).value()];
    unit.S_0 += sums[0];
    for (std::size_t p = 0; p < unit.S.size(); ++p) unit.S[p] += sums[1 + part.offset + p];
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
