#pragma once
// Entries of a log as a fuzzer chooses them: an honest one, an honest one with bytes changed, raw
// bytes, a batch, the next honest one, or a statement that is really signed, whose body is honest,
// changed, raw, or a head of the log as it stands.

#include "bulletin/log/election_state.h"
#include "tests/fuzz/input.h"

namespace viche::fuzz {

/// The state after so many of the setting's honest entries.
const log::ElectionState& state_after(std::size_t entries);

/// What the next choice gives for a log in this state.
Bytes next_entry(const log::ElectionState& state, Input& input);

}  // namespace viche::fuzz
