#pragma once
// What the board asks before it appends a statement whose contents the order of the log does not
// judge: a wrong decryption or result, once in the log, would fail the record for ever.

#include <filesystem>

#include "bulletin/log/statement.h"

namespace viche::app {

/// Checks a decryption's shares and proofs (checks T3 and T4) or a result (T5 to T8) against the
/// published log of `record_directory`, whose head must be `head`, the board's own; any other
/// statement is good. The first call adds up all ballots and keeps the sums in `board_directory`.
Result<void> check_tally_statement(const std::filesystem::path& board_directory,
                                   const std::filesystem::path& record_directory, unsigned threads,
                                   const log::Statement& statement, const log::TreeHead& head);

}  // namespace viche::app
