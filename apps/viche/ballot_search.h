#pragma once
// Finds a ballot in a record by its tracker.

#include <cstdint>

#include "apps/viche/record.h"
#include "ballot/noted_tracker.h"

namespace viche::app {

struct FoundBallot {
  std::uint64_t index = 0;
  Bytes entry;
};

/// Reads the whole log, whose root is checked. An error if no ballot has this tracker.
Result<FoundBallot> find_ballot(const Record& record, const ballot::NotedTracker& tracker);

}  // namespace viche::app
