#pragma once
// The command that asks about one's own ballot.

#include "apps/viche-verify/arguments.h"

namespace viche::verify_program {

/// ballot: status 0 if it is in the log (or, not posted, opens) and everything checked holds,
/// else 1.
int ask_about_ballot(const Arguments& arguments);

}  // namespace viche::verify_program
