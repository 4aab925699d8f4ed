#pragma once
// What the program does: each command gives its exit status and has said what went wrong.

#include "apps/viche-verify/arguments.h"

namespace viche::verify_program {

/// The whole record.
int verify_record(const Arguments& arguments);
/// --part: one part, written to --out.
int verify_part(const Arguments& arguments);
/// merge: the parts together.
int merge_parts(const Arguments& arguments);

/// A message on standard error; gives `code`.
int complain(ExitCode code, const std::string& message);

}  // namespace viche::verify_program
