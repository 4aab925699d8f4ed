#pragma once
// Adding up encrypted ballots by manifest unit (protocol section 8.2).

#include <cstdint>
#include <span>
#include <vector>

#include "ballot/layout.h"
#include "ballot/manifest.h"
#include "bulletin/log/ledger.h"
#include "crypto/group/curve/addend.h"
#include "crypto/group/multi_scalar.h"
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

/// The ciphertexts of casts of one style, in the form in which a batch decodes them.
struct StyleCasts {
  ballot::StyleIndex style;
  std::span<const std::uint32_t> weights;  // v of each ballot; 0 leaves it out
  std::span<const edwards::Addend> C;      // C_p of ballot i at [p * stride + i], p = 0..n
  std::size_t stride;
};

/// The sums of all manifest units. The manifest and the layout must outlive it. One thread at a
/// time. Public data, variable time.
class UnitSums {
 public:
  UnitSums(const ballot::Manifest& manifest, const ballot::Layout& layout);

  /// Adds v C_0 and v C_p of each ballot to the units of its style's contests.
  void add(const StyleCasts& casts);
  /// Takes such ballots out again.
  void subtract(const StyleCasts& casts);

  /// One for each manifest unit.
  [[nodiscard]] const std::vector<UnitSum>& units() const { return units_; }

 private:
  /// sum v C_p, p = 0..n.
  std::vector<Point> weighted_sums(const StyleCasts& casts);
  void add_to_units(ballot::StyleIndex style, std::span<const Point> sums);

  const ballot::Manifest* manifest_;
  const ballot::Layout* layout_;
  std::vector<UnitSum> units_;
  MultiScalarBuffers buffers_;
};

/// The counted ballots of each manifest unit: one for each contest of each credential that counts.
std::vector<UnitBallots> counted_ballots(const ballot::Manifest& manifest,
                                         const log::Ledger& ledger);

}  // namespace viche::tally
