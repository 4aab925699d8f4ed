#pragma once
// What a trustee keeps of a whole audit, and the board of its ballots: the encrypted sums at one
// tally head.

#include <filesystem>
#include <optional>
#include <vector>

#include "bulletin/log/merkle.h"
#include "tally/unit_sums.h"

namespace viche::tally {

/// The sums of the counted ballots of a log that was checked up to `tally_head`. It is good for
/// that head of that election alone, and only as trustworthy as where it is kept: the own directory
/// of a trustee or of the board.
struct AuditSummary {
  Bytes32 election{};
  log::TreeHead tally_head;
  std::vector<UnitSum> sums;  // one for each manifest unit

  /// Whether there is a sum for every unit and slot of this manifest.
  [[nodiscard]] bool fits(const ballot::Manifest& manifest, const ballot::Layout& layout) const;

  /// Durable when it returns.
  Result<void> save(const std::filesystem::path& directory) const;
  /// Nothing if none was saved; an error if it is damaged.
  static Result<std::optional<AuditSummary>> load(const std::filesystem::path& directory);

  friend bool operator==(const AuditSummary&, const AuditSummary&) = default;
};

}  // namespace viche::tally
