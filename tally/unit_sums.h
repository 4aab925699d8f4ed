#pragma once
// Adding up encrypted ballots by manifest unit (protocol section 8.2).

#include <cstdint>
#include <span>
#include <vector>

#include "ballot/ballot.h"
#include "ballot/layout.h"
#include "ballot/manifest.h"
#include "bulletin/log/ledger.h"
#include "crypto/group/point.h"
#include "tally/units.h"

namespace viche::tally {

/// S_0 and S_p of one unit, p over its contest's slots.
struct UnitSum {
  Point S_0;
  std::vector<Point> S;

  UnitSum& operator+=(const UnitSum& other);
  friend bool operator==(const UnitSum&, const UnitSum&) = default;
};

/// A cast ballot that checks accepted, and its credential's weight.
struct WeightedBallot {
  const ballot::Ballot* ballot = nullptr;
  std::uint32_t weight = 1;
};

/// The sums of all manifest units. The manifest and the layout must outlive it. Public data,
/// variable time.
class UnitSums {
 public:
  UnitSums(const ballot::Manifest& manifest, const ballot::Layout& layout);

  /// Adds v C_0 and v C_p of each ballot to the units of its style's contests. The work is split by
  /// positions, so that the sums do not depend on `threads`, which is at least 1.
  void add(std::span<const WeightedBallot> ballots, unsigned threads);
  /// Takes such ballots out again.
  void subtract(std::span<const WeightedBallot> ballots, unsigned threads);

  /// One for each manifest unit.
  [[nodiscard]] const std::vector<UnitSum>& units() const { return units_; }

 private:
  enum class Sign { kPlus, kMinus };
  void accumulate(std::span<const WeightedBallot> ballots, unsigned threads, Sign sign);

  const ballot::Manifest* manifest_;
  const ballot::Layout* layout_;
  std::vector<UnitSum> units_;
};

/// The counted ballots of each manifest unit: one for each contest of each credential that counts.
std::vector<UnitBallots> counted_ballots(const ballot::Manifest& manifest,
                                         const log::Ledger& ledger);

}  // namespace viche::tally
