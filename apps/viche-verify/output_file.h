#pragma once
// Files in and out of the program.

#include <string>

#include "crypto/group/result.h"

namespace viche::verify_program {

/// The whole file; an Error if it is no regular file, cannot be read, or has more than a megabyte.
Result<std::string> read_input(const std::string& path);

/// Replaces `path` by a file with this text, or leaves it as it was: written beside it, synced,
/// renamed.
Result<void> write_output(const std::string& path, const std::string& text);

/// Whether `path` is `directory` or would lie in it, links resolved.
bool is_inside(const std::string& path, const std::string& directory);

}  // namespace viche::verify_program
