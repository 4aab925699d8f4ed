#pragma once
// Where the engine and the verifier may read a checkpoint differently: the engine reads any C2SP
// note that is a checkpoint, the verifier only what section 10 of the specification lets stand in a
// record or be kept by somebody; and each bounds what the other leaves to later checks.

#include <string_view>

#include "bulletin/log/checkpoint.h"
#include "verifier/note.h"

namespace viche::fuzz {

/// Both read the form of a checkpoint alike, up to those differences; otherwise a Fault.
void compare_forms(std::string_view text, const Result<log::Note>& engine,
                   const verifier::CheckpointReading& other);

/// Whether only one of the two may refuse the lines: the engine those of one known key twice and
/// more than 64, the verifier names that nobody has in an election.
bool lines_apart(const Result<log::Note>& engine, const verifier::CheckpointReading& other);

}  // namespace viche::fuzz
