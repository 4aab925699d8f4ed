#pragma once
// Units, the floor, and merging (protocol sections 8.2 and 8.3).

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "ballot/index.h"
#include "ballot/manifest.h"
#include "bulletin/log/tally_bodies.h"

namespace viche::tally {

/// The counted ballots of one unit, by the weight of their credentials.
struct UnitBallots {
  std::map<std::uint32_t, std::uint64_t> by_weight;

  [[nodiscard]] std::uint64_t ballots() const;
  /// The sum of the weights; at most 2^40 in an election that opened.
  [[nodiscard]] std::uint64_t total_weight() const;
  UnitBallots& operator+=(const UnitBallots& other);
  friend bool operator==(const UnitBallots&, const UnitBallots&) = default;
};

using log::UnitStatus;

/// A unit after merging.
struct FinalUnit {
  ballot::ContestIndex contest;
  std::vector<ballot::UnitIndex> members;  // manifest units, ascending
  UnitStatus status = UnitStatus::kEmpty;
  UnitBallots ballots;

  friend bool operator==(const FinalUnit&, const FinalUnit&) = default;
};

/// The final units, ordered by contest and then by earliest member, from the counted ballots of
/// each manifest unit (one element per manifest unit). O(n log n) in the units of a contest. Public
/// data.
std::vector<FinalUnit> final_units(const ballot::Manifest& manifest,
                                   std::span<const UnitBallots> counted);

}  // namespace viche::tally
