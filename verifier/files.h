#pragma once
// Reading the record's directory. What is missing or malformed is the record's fault and is left to
// the checks; an Error here means that the machine could not read (no directory, permission,
// input/output).

#include <optional>
#include <string>

#include "crypto/group/bytes.h"

namespace viche::verifier {

/// A regular file's bytes, but no more than `limit` + 1 of them; nothing if there is no regular
/// file of this name.
Result<std::optional<Bytes>> read_file(const std::string& path, std::uint64_t limit);

/// Of the files below `directory` that a record of this size does not have, the first in the order
/// of names; nothing if there is none. Whatever is not a regular file (a link, a device) is such a
/// file; folders are not.
Result<std::optional<std::string>> find_unexpected_file(const std::string& directory,
                                                        std::uint64_t size);

/// An error unless `directory` is a directory that can be listed.
Result<void> check_directory(const std::string& directory);

}  // namespace viche::verifier
