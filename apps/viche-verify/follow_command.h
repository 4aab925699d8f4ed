#pragma once
// The commands that follow an election, and that compare what two followers saw.

#include "apps/viche-verify/arguments.h"

namespace viche::verify_program {

/// --follow: until an alarm (status 4), or until the result is there, which is verified as a whole.
int follow_log(const Arguments& arguments);
/// compare: status 0 if both saw one log, 4 if not.
int compare_states(const Arguments& arguments);

}  // namespace viche::verify_program
