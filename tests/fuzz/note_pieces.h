#pragma once
// Checkpoints put together from pieces of honest ones: a fuzzer moves, repeats and leaves out lines
// whose signatures are good, which it could not sign itself.

#include <span>
#include <string>

#include "bulletin/log/merkle.h"
#include "tests/fuzz/input.h"

namespace viche::fuzz {

/// A text whose first byte is below this is a list of choices.
inline constexpr std::uint8_t kPieces = 0x09;

/// Checkpoint texts, signature lines of the log, of the witness and of others, one a byte.
std::string put_together(Input& input);

/// The checkpoint of the setting's log with these leaves, signed and cosigned.
std::string honest_checkpoint(std::span<const log::Hash> leaves);

}  // namespace viche::fuzz
