#pragma once
// Finds a ballot in a record by its tracker, and what became of it (docs/protocol.md section 12,
// 'Look-up').

#include <cstdint>
#include <optional>
#include <string>

#include "apps/common/record.h"
#include "ballot/ballot.h"
#include "ballot/noted_tracker.h"

namespace viche::app {

enum class BallotStatus { kChallenged, kCounted, kSuperseded, kCancelled };

struct FoundBallot {
  std::uint64_t index = 0;
  Bytes entry;
  BallotStatus status = BallotStatus::kCounted;
  /// The entry that superseded or cancelled it (of a statement its last part).
  std::optional<std::uint64_t> decided_by;
  /// Whether the status can no longer change: the log is sealed, or the ballot a challenge.
  bool final = false;
};

/// Reads the whole log, whose root is checked. An error if no ballot has this tracker.
Result<FoundBallot> find_ballot(const Record& record, const ballot::NotedTracker& tracker);

/// The voter's own K as --credential gives it, in hexadecimal; nothing if it is not given.
std::optional<Bytes32> own_credential(const std::string& hex);
/// Refuses another voter's ballot: devices could show two voters the tracker of one ballot. Without
/// `own` nothing is compared.
Result<void> check_owner(const ballot::BallotView& ballot, const std::optional<Bytes32>& own);

}  // namespace viche::app
