#pragma once
// Which units are decrypted: docs/protocol.md section 8.3.

#include <map>
#include <vector>

#include "verifier/manifest.h"

namespace viche::verifier {

/// The counted ballots of a style or a unit: how many there are of each weight.
using Census = std::map<std::uint32_t, std::uint64_t>;

enum class UnitStatus : std::uint8_t { kDecrypted = 1, kWithheld = 2, kEmpty = 3 };

struct FinalUnit {
  std::uint32_t contest = 0;           // from 0
  std::vector<std::uint16_t> members;  // the manifest's unit numbers from 1, ascending
  UnitStatus status = UnitStatus::kEmpty;
  Census census;

  [[nodiscard]] std::uint64_t ballots() const;
  /// V of the unit: the sum of its counted ballots' weights.
  [[nodiscard]] std::uint64_t weight() const;
};

/// The final units in their order, from the census of each style ([style - 1]).
std::vector<FinalUnit> final_units(const Manifest& manifest, const std::vector<Census>& styles);

}  // namespace viche::verifier
