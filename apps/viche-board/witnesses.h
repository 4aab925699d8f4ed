#pragma once
// The witnesses that the settings name: reaching them, reporting how they do, and keeping what they
// say against the log.

#include <memory>

#include "apps/viche-board/config.h"
#include "bulletin/log/checkpoint.h"
#include "bulletin/service/witness_pool.h"

namespace viche::board_app {

/// Below the board's directory: a file for each time that a witness contradicted the log, JSON of
/// what it was asked and what it answered.
inline constexpr const char* kContradictions = "contradictions";

/// Fails if a name that has a URL is no witness of the policy.
Result<void> check_witnesses(const Config& config, const log::LogPolicy& policy);

/// The pool of those that have a URL; null if none has. A UsageError if check_witnesses fails.
std::unique_ptr<board::WitnessPool> make_witnesses(const Config& config,
                                                   const log::LogPolicy& policy);

}  // namespace viche::board_app
