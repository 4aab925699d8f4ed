// The result: counts, units, totals and bounds (checks T5 to T8).

#include <algorithm>

#include "crypto/group/condition.h"
#include "crypto/group/parallel.h"
#include "verifier/tally.h"

namespace viche::verifier {

// lambda_t = product over the other trustees i of i / (i - t)
std::vector<Number> Tally::lagrange() const {
  const Arithmetic& arithmetic = election_.arithmetic;
  std::vector<Number> coefficients;
  for (const Decryption& mine : decryptions_) {
    Number above = number_from(1);
    Number below = number_from(1);
    for (const Decryption& other : decryptions_) {
      if (other.trustee == mine.trustee) continue;
      above = arithmetic.multiply(above, number_from(other.trustee));
      below = arithmetic.multiply(
          below, arithmetic.subtract(number_from(other.trustee), number_from(mine.trustee)));
    }
    coefficients.push_back(arithmetic.multiply(above, arithmetic.invert(below)));
  }
  return coefficients;
}

Result<void> Tally::result(const Statement& statement, const Signed& parts, bool takes_effect) {
  VICHE_ASSIGN(ResultBody stated, read_result(parts.body));
  if (!takes_effect || !prepared_) return {};
  Checks& checks = election_.checks;
  checks.require(CheckId::T5, statement.first, VICHE_HOLDS(stated.counts == ballots_.counts()),
                 "the counts are not those recounted");
  const bool same_units = units_match(stated);
  checks.require(CheckId::T6, statement.first, same_units,
                 "units, members, statuses, ballots or rows are not those recomputed");
  if (!same_units) return {};
  check_totals(statement.first, stated);
  stated_ = std::move(stated);
  return {};
}

bool Tally::units_match(const ResultBody& stated) const {
  if (VICHE_FAULT(stated.units.size() != units_.size())) return false;
  return std::equal(
      units_.begin(), units_.end(), stated.units.begin(),
      [&](const FinalUnit& unit, const ResultUnit& claimed) {
        const bool decrypted = unit.status == UnitStatus::kDecrypted;
        const std::size_t rows =
            decrypted ? election_.layout.contests[unit.contest].rows.size() : 0;
        return VICHE_HOLDS(claimed.contest == unit.contest + 1) &&
               VICHE_HOLDS(claimed.members == unit.members) &&
               VICHE_HOLDS(claimed.status == static_cast<std::uint8_t>(unit.status)) &&
               VICHE_HOLDS(claimed.ballots == unit.ballots()) &&
               VICHE_HOLDS(claimed.totals.size() == rows);
      });
}

// T7 and T8; the result's units are those of units_.
void Tally::check_totals(std::uint64_t entry, const ResultBody& stated) {
  const Arithmetic& arithmetic = election_.arithmetic;
  const bool opened = decryptions_.size() == election_.manifest->threshold;
  const std::vector<Number> lambda = lagrange();
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    const Target& target = targets_[i];
    const std::vector<std::uint64_t>& totals = stated.units[target.unit].totals;
    std::vector<std::uint8_t> holds(totals.size());
    if (opened) {
      parallel_for(election_.threads, totals.size(), [&](std::size_t o) {
        std::vector<Element> D;
        for (const Decryption& decryption : decryptions_) D.push_back(decryption.shares[i].D[o]);
        const std::vector<Number> total{number_from(totals[o])};
        const std::vector<Element> G{arithmetic.base()};
        const Element opening = arithmetic.subtract(target.S_o[o], arithmetic.combine(lambda, D));
        holds[o] = arithmetic.equal(arithmetic.combine(total, G), opening) ? 1 : 0;
      });
    }
    for (std::size_t o = 0; o < totals.size(); ++o) {
      const std::string where =
          "unit " + std::to_string(target.unit + 1) + ", row " + std::to_string(o + 1);
      if (opened) {
        election_.checks.require(CheckId::T7, entry, VICHE_HOLDS(holds[o] == 1),
                                 where + ": the decryptions open to another total");
      }
      // Weights sum to at most 2^40 (V2) and rows reach at most 1,000,000: no overflow in a record
      // that holds.
      const std::uint64_t bound = target.contest->rows[o].largest * units_[target.unit].weight();
      election_.checks.require(CheckId::T8, entry, VICHE_HOLDS(totals[o] <= bound),
                               where + ": more than its ballots can give");
    }
  }
}

Result<ResultBody> read_result(ByteView body) {
  Reader reader(body);
  ResultBody result;
  VICHE_ASSIGN(result.counts.cast, reader.u64("cast"));
  VICHE_ASSIGN(result.counts.counted, reader.u64("counted"));
  VICHE_ASSIGN(result.counts.superseded, reader.u64("superseded"));
  VICHE_ASSIGN(result.counts.cancelled, reader.u64("cancelled"));
  VICHE_ASSIGN(result.counts.challenged, reader.u64("challenged"));
  VICHE_ASSIGN(const std::uint32_t units, reader.u32("number of units"));
  for (std::uint32_t i = 0; i < units; ++i) {
    ResultUnit unit;
    VICHE_ASSIGN(unit.contest, reader.u16("contest"));
    VICHE_ASSIGN(const std::uint16_t members, reader.u16("number of members"));
    for (std::uint16_t m = 0; m < members; ++m) {
      VICHE_ASSIGN(const std::uint16_t member, reader.u16("member"));
      unit.members.push_back(member);
    }
    VICHE_ASSIGN(unit.status, reader.u8("status"));
    VICHE_ASSIGN(unit.ballots, reader.u64("counted ballots"));
    VICHE_ASSIGN(const std::uint16_t rows, reader.u16("number of rows"));
    for (std::uint16_t o = 0; o < rows; ++o) {
      VICHE_ASSIGN(const std::uint64_t total, reader.u64("total"));
      unit.totals.push_back(total);
    }
    result.units.push_back(std::move(unit));
  }
  if (VICHE_FAULT(!reader.finish())) return Error{"bytes after the last unit", ""};
  return result;
}

}  // namespace viche::verifier
