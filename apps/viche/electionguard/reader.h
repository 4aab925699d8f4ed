#pragma once
// From JSON to ElectionGuard's manifest; the form alone, no references.

#include "apps/viche/electionguard/report.h"
#include "apps/viche/electionguard/source.h"
#include "ballot/json.h"

namespace viche::app::electionguard {

/// Reads all that is imported. What cannot be read is reported, and its item is marked unsound.
Source read_source(const ballot::JsonNode& root, Report& report);

}  // namespace viche::app::electionguard
