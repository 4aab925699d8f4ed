#pragma once
// A record in one file: a tar archive compressed with zstd.

#include <filesystem>
#include <optional>
#include <string>

#include "crypto/group/result.h"

namespace viche::verify_program {

/// Whether a record's name is meant as such a file.
bool is_archive(const std::string& path);

/// Writes the record's files to `directory`: regular files alone, none that a record of its size
/// does not have, and none longer than it may be. Gives the first other name in the archive (a
/// link, a second file of one name), if there is any. The names may have one folder in front, that
/// of the file `checkpoint`. An error if it is no such archive, or has no checkpoint that could be
/// read.
Result<std::optional<std::string>> unpack(const std::string& archive,
                                          const std::filesystem::path& directory);

}  // namespace viche::verify_program
