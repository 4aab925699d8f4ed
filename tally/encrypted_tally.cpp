#include "tally/encrypted_tally.h"

#include "crypto/group/batch.h"

namespace viche::tally {

std::vector<std::uint32_t> EncryptedTally::rows() const {
  std::vector<std::uint32_t> rows;
  for (const EncryptedUnit& unit : units) {
    rows.push_back(static_cast<std::uint32_t>(unit.S_o.size()));
  }
  return rows;
}

Point vartime_row_sum(const ballot::Row& row, std::span<const Point> points) {
  Point sum;
  std::vector<Scalar> weights;
  std::vector<Point> weighted;
  for (std::size_t p = 0; p < points.size(); ++p) {
    if (row.weight[p] == 0) continue;
    if (row.weight[p] == 1) {
      sum += points[p];
    } else {
      weights.push_back(Scalar::from_u64(row.weight[p]));
      weighted.push_back(points[p]);
    }
  }
  return weighted.empty() ? sum : sum + vartime_multi_multiply(weights, weighted);
}

EncryptedTally make_encrypted_tally(const ballot::Manifest& manifest, const ballot::Layout& layout,
                                    std::span<const UnitBallots> counted,
                                    std::span<const UnitSum> sums, const Bytes32& election,
                                    const log::RoundHead& head) {
  EncryptedTally tally;
  tally.election = election;
  tally.head = head;
  tally.final_units = final_units(manifest, counted);
  for (std::size_t i = 0; i < tally.final_units.size(); ++i) {
    const FinalUnit& final = tally.final_units[i];
    if (final.status != UnitStatus::kDecrypted) continue;
    const ballot::ContestLayout& contest = layout.contest(final.contest);
    UnitSum sum;
    sum.S.resize(contest.slots);
    for (const ballot::UnitIndex member : final.members) sum += sums[member.value()];
    EncryptedUnit unit;
    unit.final_unit = i;
    unit.S_0 = sum.S_0;
    for (const ballot::Row& row : contest.rows) {
      unit.S_o.push_back(vartime_row_sum(row, sum.S));
      unit.bounds.push_back(row.largest * final.ballots.total_weight());
    }
    tally.units.push_back(std::move(unit));
  }
  return tally;
}

EncryptedTally sealed_tally(const log::ElectionState& state, std::span<const UnitSum> sums) {
  return make_encrypted_tally(
      state.manifest(), state.layout(), counted_ballots(state.manifest(), state.ledger()), sums,
      *state.election(), log::RoundHead{state.rounds().open(), *state.tally_head()});
}

std::string describe_unit(const ballot::Manifest& manifest, const FinalUnit& unit) {
  std::string text = unit.members.size() == 1 ? "unit " : "merged units ";
  for (std::size_t i = 0; i < unit.members.size(); ++i) {
    text += (i == 0 ? "" : ", ") + manifest.unit(unit.members[i]).id;
  }
  return text + " of contest " + manifest.contest(unit.contest).id;
}

}  // namespace viche::tally
