#pragma once
// Files in and out of the program.

#include <cstddef>
#include <string>
#include <string_view>

#include "crypto/group/result.h"

namespace viche::verify_program {

/// The whole file; an Error if it is no regular file, cannot be read, or has more bytes than
/// `limit`.
Result<std::string> read_input(const std::string& path, std::size_t limit);

/// Replaces `path` by a file with this text, or leaves it as it was: written beside it, synced,
/// renamed.
Result<void> write_output(const std::string& path, std::string_view text);

/// What stands in the folder of `path` stands there durably: a new file, a rename.
void sync_folder_of(const std::string& path);

/// As write_output without syncing: whole or not there unless the machine stops, after which
/// whoever reads the file checks it.
Result<void> replace_file(const std::string& path, std::string_view text);
/// Whether a file of this name is what these two leave behind when they are killed.
bool is_temporary(std::string_view path);

/// Whether `path` is `directory` or would lie in it, links resolved.
bool is_inside(const std::string& path, const std::string& directory);

}  // namespace viche::verify_program
