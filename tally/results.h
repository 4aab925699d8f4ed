#pragma once
// Result rules: public, exact arithmetic on the totals of decrypted units (protocol section 9).

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ballot/manifest.h"
#include "bulletin/log/tally_bodies.h"

namespace viche::tally {

/// What a rule says about one candidate.
struct CandidateResult {
  std::string id;
  std::uint64_t votes = 0;  // V_c
  std::uint64_t score = 0;  // what decides: points under rank_points, else V_c
  std::uint32_t seats = 0;  // 0 or 1 under top and rank_points
  bool eligible = true;     // reaches the threshold
  bool tied = false;        // among equals of which not all get a seat; none of them gets this one

  friend bool operator==(const CandidateResult&, const CandidateResult&) = default;
};

/// Options with equally many votes in one unit, which got the same points (rank_points).
struct UnitTie {
  std::size_t unit = 0;          // index among the final units that were given
  std::uint32_t rank = 0;        // from 1
  std::vector<std::string> ids;  // in the contest's order

  friend bool operator==(const UnitTie&, const UnitTie&) = default;
};

struct RuleResult {
  std::vector<CandidateResult> candidates;  // in order of first appearance
  std::uint32_t open_seats = 0;             // seats that a tie or missing votes left open
  std::vector<UnitTie> unit_ties;
};

/// Applies one rule of the manifest. `units` are all final units of a checked result, of which
/// those of the rule's contests that are decrypted count; a decrypted unit has a total for every
/// row of its contest, options first.
RuleResult apply_rule(const ballot::Manifest& manifest, const ballot::Rule& rule,
                      std::span<const log::UnitResult> units);

}  // namespace viche::tally
