#pragma once
// The minutes of an election's ceremonies: a page of HTML to print and sign. The same record and
// program give the same bytes.

#include <string>

#include "apps/common/record.h"

namespace viche::app {

/// `text` between tags or in a quoted attribute of HTML.
[[nodiscard]] std::string escape_html(std::string_view text);

/// Reads the whole log: its rules and root are checked, ballots' proofs and the trustees'
/// mathematics are not (viche-verify does). `program` is its name and version.
Result<std::string> ceremony_minutes(const Record& record, std::string_view program);

}  // namespace viche::app
