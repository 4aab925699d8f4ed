#pragma once
// Whether an ElectionGuard manifest fits together: ids, references, the numbers of a contest.

#include "apps/viche/electionguard/report.h"
#include "apps/viche/electionguard/source.h"

namespace viche::app::electionguard {

/// Reports every fault, marks what is unsound, takes unsound references out of ballot styles and
/// candidates, and settles each contest's votes_allowed.
void check_source(Source& source, Report& report);

}  // namespace viche::app::electionguard
