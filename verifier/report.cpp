#include "verifier/report.h"

#include <algorithm>

namespace viche::verifier {
namespace {

std::string joined_ids(const Manifest& manifest, const FinalUnit& unit) {
  std::string ids;
  for (const std::uint16_t member : unit.members) {
    ids += (ids.empty() ? "" : "+") + manifest.units[member - 1U].id;
  }
  return ids;
}

}  // namespace

void describe_result(const Manifest& manifest, const std::vector<FinalUnit>& units,
                     const ResultBody& stated, const std::vector<std::uint64_t>& credentials,
                     Report& report) {
  std::vector<UnitTotals> decrypted;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const FinalUnit& unit = units[i];
    const Contest& contest = manifest.contests[unit.contest];
    const std::vector<std::uint64_t>& totals = stated.units[i].totals;
    ResultLine line;
    line.contest = contest.id;
    line.unit = joined_ids(manifest, unit);
    line.status = unit.status;
    line.ballots = unit.ballots();
    for (const std::uint16_t member : unit.members) {
      for (const std::uint32_t style : manifest.units[member - 1U].styles) {
        line.credentials += credentials[style];
      }
    }
    if (unit.status != UnitStatus::kDecrypted) {
      report.result.push_back(std::move(line));
      continue;
    }
    for (std::size_t o = 0; o < totals.size(); ++o) {
      line.option = o < contest.options.size() ? contest.options[o] : "blank";
      line.votes = totals[o];
      report.result.push_back(line);
    }
    const auto options = static_cast<std::ptrdiff_t>(contest.options.size());
    decrypted.push_back({unit.contest, line.unit, {totals.begin(), totals.begin() + options}});
  }
  for (const Rule& rule : manifest.rules) {
    report.outcomes.push_back(apply(rule, manifest, decrypted));
  }
}

}  // namespace viche::verifier
