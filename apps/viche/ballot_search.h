#pragma once
// Finds a ballot in a record by its tracker.

#include <cstdint>
#include <string_view>

#include "apps/viche/record.h"

namespace viche::app {

struct FoundBallot {
  std::uint64_t index = 0;
  Bytes entry;
};

/// The tracker in either form: 64 hexadecimal digits, or the 20 characters that people see (hyphens
/// and case do not matter). Reads the whole log, whose root is checked. An error if no ballot has
/// it.
Result<FoundBallot> find_ballot(const Record& record, std::string_view tracker);

}  // namespace viche::app
