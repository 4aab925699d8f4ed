#pragma once
// What trustees decrypt: the final units with their encrypted row totals (protocol sections 8.2
// to 8.4).

#include <cstdint>
#include <string>
#include <vector>

#include "ballot/layout.h"
#include "ballot/manifest.h"
#include "bulletin/log/election_state.h"
#include "bulletin/log/tally_bodies.h"
#include "crypto/group/point.h"
#include "tally/unit_sums.h"
#include "tally/units.h"

namespace viche::tally {

/// A unit that is decrypted. Rows are those of its contest, in order.
struct EncryptedUnit {
  std::size_t final_unit = 0;  // index into EncryptedTally::final_units
  Point S_0;
  std::vector<Point> S_o;             // one for each row
  std::vector<std::uint64_t> bounds;  // the largest total possible, one for each row
};

struct EncryptedTally {
  Bytes32 election{};
  log::RoundHead head;                 // the round and the head at the seal
  std::vector<FinalUnit> final_units;  // all of them
  std::vector<EncryptedUnit> units;    // the decrypted ones, in order

  [[nodiscard]] const FinalUnit& final_unit(const EncryptedUnit& unit) const {
    return final_units[unit.final_unit];
  }
  /// How many rows each decrypted unit has: what a decryption's body decodes with.
  [[nodiscard]] std::vector<std::uint32_t> rows() const;
};

/// sum_p W[o][p] points[p] of one row: S_o from S_p, P_to from P_tp. As many points as the contest
/// has slots.
Point vartime_row_sum(const ballot::Row& row, std::span<const Point> points);

/// Merges the manifest units by the floor and adds up their rows. `counted` and `sums` have one
/// element for each manifest unit.
EncryptedTally make_encrypted_tally(const ballot::Manifest& manifest, const ballot::Layout& layout,
                                    std::span<const UnitBallots> counted,
                                    std::span<const UnitSum> sums, const Bytes32& election,
                                    const log::RoundHead& head);

/// The tally of a sealed log in its open round; `sums` as above.
EncryptedTally sealed_tally(const log::ElectionState& state, std::span<const UnitSum> sums);

/// For messages: "unit kyiv of contest mayor", merged ones with all members.
std::string describe_unit(const ballot::Manifest& manifest, const FinalUnit& unit);

}  // namespace viche::tally
