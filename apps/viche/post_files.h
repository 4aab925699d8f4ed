#pragma once
// Posts files to a board and says what became of each.

#include <string>
#include <vector>

#include "apps/common/cli.h"
#include "bulletin/board.h"

namespace viche::app {

/// Posts the entries of each file and reports on standard output, with `json` as one JSON object a
/// file. A file that cannot be read (Exit::kEnvironment) or is refused (Exit::kRefused) does the
/// others no harm; an error is one of the board's store or publication, and ends it.
Result<Exit> post_files(board::Board& board, const std::vector<std::string>& files, bool json);

}  // namespace viche::app
