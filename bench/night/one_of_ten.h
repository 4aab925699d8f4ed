#pragma once
// An election as a song contest's final has it: everybody chooses one of ten.

#include <cstdint>
#include <string>

namespace viche::bench {

/// The manifest's template: keys are missing.
[[nodiscard]] std::string one_of_ten_manifest();
/// A table of as many votes, spread unevenly over the ten. `voters` is at least 1.
[[nodiscard]] std::string one_of_ten_votes(std::uint64_t voters);

}  // namespace viche::bench
