#include "tally/result_check.h"

#include <string>
#include <string_view>
#include <utility>

#include "tally/encrypted_tally.h"

namespace viche::tally {
namespace {

Error differs(std::string_view what, std::uint64_t stated, std::uint64_t expected,
              std::string where) {
  return Error{"the result states " + std::to_string(stated) + " " + std::string(what) +
                   ", recomputed: " + std::to_string(expected),
               std::move(where)};
}

}  // namespace

Result<void> check_result(const ballot::Manifest& manifest, const log::ResultBody& stated,
                          const log::ResultBody& expected) {
  const auto counts = {
      std::pair{"cast ballots", &log::BallotCounts::cast},
      std::pair{"counted ballots", &log::BallotCounts::counted},
      std::pair{"superseded ballots", &log::BallotCounts::superseded},
      std::pair{"cancelled ballots", &log::BallotCounts::cancelled},
      std::pair{"challenged ballots", &log::BallotCounts::challenged},
  };
  for (const auto& [name, member] : counts) {
    if (stated.counts.*member != expected.counts.*member) {
      return differs(name, stated.counts.*member, expected.counts.*member, "");
    }
  }
  if (stated.units.size() != expected.units.size()) {
    return differs("units", stated.units.size(), expected.units.size(), "");
  }
  for (std::size_t u = 0; u < expected.units.size(); ++u) {
    const log::UnitResult& mine = expected.units[u];
    const log::UnitResult& theirs = stated.units[u];
    const std::string number = "unit " + std::to_string(u + 1) + " of the result";
    if (theirs.contest != mine.contest || theirs.members != mine.members) {
      return Error{
          "it should be " + describe_unit(manifest, {mine.contest, mine.members, mine.status, {}}),
          number};
    }
    if (theirs.status != mine.status) {
      return differs("as status", static_cast<std::uint64_t>(theirs.status),
                     static_cast<std::uint64_t>(mine.status), number);
    }
    if (theirs.counted != mine.counted) {
      return differs("counted ballots", theirs.counted, mine.counted, number);
    }
    if (theirs.totals.size() != mine.totals.size()) {
      return differs("rows", theirs.totals.size(), mine.totals.size(), number);
    }
    for (std::size_t o = 0; o < mine.totals.size(); ++o) {
      if (theirs.totals[o] == mine.totals[o]) continue;
      return differs("as total", theirs.totals[o], mine.totals[o],
                     number + ": row " + std::to_string(o + 1));
    }
  }
  return {};
}

}  // namespace viche::tally
