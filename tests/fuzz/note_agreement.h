#pragma once
// The engine and the verifier read checkpoints alike, but for what each bounds of a body and the
// other leaves to later checks: the engine the size, the root of no entries and the origin's text.

#include <string_view>

#include "bulletin/log/checkpoint.h"
#include "verifier/note.h"

namespace viche::fuzz {

/// Both read the form of a checkpoint alike, up to those bounds; otherwise a Fault.
void compare_forms(std::string_view text, const Result<log::Note>& engine,
                   const verifier::CheckpointReading& other);

}  // namespace viche::fuzz
