#pragma once
// The complaints of a ceremony and who is at fault, for people and as JSON.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "bulletin/log/election_state.h"

namespace viche::app {

/// A line for each complaint: whose about whom, who is at fault and why.
[[nodiscard]] std::vector<std::string> describe_findings(const log::ElectionState& state);
/// A list of {complainer, dealer, answered, at_fault, reason}.
[[nodiscard]] nlohmann::ordered_json findings_json(const log::ElectionState& state);

}  // namespace viche::app
