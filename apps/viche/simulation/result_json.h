#pragma once
// The result as JSON, in the form of the verifier's report (docs/verifier.md), so that the two can
// be compared.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/viche/simulation/expected.h"

namespace viche::app {

using Json = nlohmann::ordered_json;

/// {"counts", "result", "outcomes"}: what expected.json holds.
Json result_json(const ballot::Manifest& manifest, const Expected& expected);

/// The parts of such an object, or of a verifier's report, that must be equal: counts, result
/// lines, and of each outcome the candidates, the ties and the open seats. Members that are missing
/// or of the wrong kind are null.
Json comparable(const Json& object);

/// Where two such objects differ, as JSON paths with both values; empty if they are equal.
std::vector<std::string> differences(const Json& expected, const Json& found);

}  // namespace viche::app
