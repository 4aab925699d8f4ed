#pragma once
// Why the log refuses a statement, in the words of people who exchange files.

#include <span>
#include <string>

#include "bulletin/log/election_state.h"

namespace viche::app {

/// What `reason`, the log's own, leaves open about a statement with these parts, as a sentence to
/// follow it; empty if there is nothing to add. A signature that does not fit: whose it is, if it
/// is by another key of this manifest, else what may have happened.
std::string explain_refusal(const log::ElectionState& state, std::span<const Bytes> parts);

}  // namespace viche::app
