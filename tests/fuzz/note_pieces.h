#pragma once
// Checkpoints put together from pieces of honest ones: a fuzzer moves, repeats and leaves out lines
// whose signatures are good, which it could not sign itself.

#include <string>

#include "tests/fuzz/input.h"

namespace viche::fuzz {

/// A text whose first byte is below this is a list of choices.
inline constexpr std::uint8_t kPieces = 0x09;

/// Checkpoint texts, signature lines of the log, of the witness and of others, one a byte.
std::string put_together(Input& input);

/// The signed and cosigned checkpoint of the setting's first `size` entries.
std::string honest_checkpoint(std::uint64_t size);

}  // namespace viche::fuzz
