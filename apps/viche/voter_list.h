#pragma once
// Lists of voters as text. Roll and admissions: a line `K style weight` each, K in hexadecimal, the
// style by its id, the weight 1 if it is left out. Cancellations: a line `K` each. Empty lines and
// lines that start with # say nothing.

#include <string_view>
#include <vector>

#include "ballot/manifest.h"
#include "bulletin/log/roll_bodies.h"

namespace viche::app {

/// Sorted by K. Errors name the line. Whether a K is a legal point is for the body's decoder.
Result<std::vector<log::VoterRecord>> parse_voters(std::string_view text,
                                                   const ballot::Manifest& manifest);
[[nodiscard]] std::string format_voters(const std::vector<log::VoterRecord>& voters,
                                        const ballot::Manifest& manifest);

/// Sorted. Errors name the line.
Result<std::vector<Bytes32>> parse_credentials(std::string_view text);
[[nodiscard]] std::string format_credentials(const std::vector<Bytes32>& credentials);

}  // namespace viche::app
