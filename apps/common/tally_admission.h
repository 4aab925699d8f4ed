#pragma once
// What the board asks before it appends a statement whose contents the order of the log does not
// judge: a wrong decryption or result, once in the log, would fail the record for ever.

#include <filesystem>

#include "bulletin/log/election_state.h"
#include "bulletin/log/statement.h"

namespace viche::app {

/// Checks a decryption's shares and proofs (checks T3 and T4) or a result (T5 to T8) that is to
/// follow `state`, the board's own; any other statement is good. The first call adds up the ballots
/// that count, whose proofs the board checked before it appended them, from the published log of
/// `record_directory`, whose head must be the state's, and keeps the sums in `board_directory`.
Result<void> check_tally_statement(const std::filesystem::path& board_directory,
                                   const std::filesystem::path& record_directory, unsigned threads,
                                   const log::ElectionState& state,
                                   const log::Statement& statement);

}  // namespace viche::app
