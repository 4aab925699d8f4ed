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

/// Whether one of the setting's keys has two lines: refused by the engine alone.
bool known_key_twice(const log::Note& note);
/// Names that a signed note may have, and that nobody has in an election.
bool strange_names(const log::Note& note);

}  // namespace viche::fuzz
