#pragma once
// What a board that knows the sums of its election judges decryptions and the result by, before it
// appends them.

#include <span>

#include "bulletin/log/election_state.h"
#include "bulletin/log/statement.h"
#include "crypto/group/random.h"
#include "tally/unit_sums.h"

namespace viche::tally {

/// Checks a decryption (T3 and T4) or the result (T5 to T8) that would follow `state`, which is
/// sealed and whose decryptions were checked so; `sums` has one element for each manifest unit. Any
/// other statement is good.
Result<void> check_statement(const log::ElectionState& state, std::span<const UnitSum> sums,
                             const log::Statement& statement, RandomSource& random);

}  // namespace viche::tally
