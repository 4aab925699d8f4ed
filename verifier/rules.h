#pragma once
// Result rules: docs/protocol.md section 9, public arithmetic on the totals of decrypted units.

#include <cstdint>
#include <string>
#include <vector>

#include "verifier/manifest.h"

namespace viche::verifier {

/// The options' totals of one decrypted unit, without blank.
struct UnitTotals {
  std::uint32_t contest = 0;         // from 0
  std::string unit;                  // its ids joined by +
  std::vector<std::uint64_t> votes;  // of the contest's options, in their order
};

struct Candidate {
  std::string id;
  std::uint64_t votes = 0;
  std::uint64_t score = 0;  // rank_points: points over units and added; otherwise the votes
  bool eligible = true;
  std::uint64_t seats = 0;
};

/// Options with the same number of votes in one unit that therefore got the same points.
struct Equals {
  std::string unit;
  std::vector<std::string> options;
};

struct Outcome {
  std::string id;
  Rule::Kind kind = Rule::Kind::kTop;
  std::vector<Candidate> candidates;  // in the order of first appearance
  std::vector<std::string>
      elected;                    // top, rank_points: in falling order; otherwise those with a seat
  std::vector<std::string> tied;  // who share the last seats between them
  std::uint64_t open_seats = 0;   // not given, because of the tie or for want of candidates
  std::vector<Equals> equals;     // rank_points
};

Outcome apply(const Rule& rule, const Manifest& manifest, const std::vector<UnitTotals>& units);

std::string_view rule_name(Rule::Kind kind);

}  // namespace viche::verifier
