#pragma once
// Which ballot style holds which contests.

#include "apps/viche/electionguard/report.h"
#include "apps/viche/electionguard/source.h"

namespace viche::app::electionguard {

/// Puts contests and selections in their order, and gives each sound ballot style the sound
/// contests whose electoral district is among its geopolitical units. Reports and leaves out a
/// style without contests or with too many slots, and a contest that no style holds.
void lay_out_ballots(Source& source, Report& report);

}  // namespace viche::app::electionguard
