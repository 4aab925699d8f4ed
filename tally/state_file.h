#pragma once
// Files of a signer's own state directory: a line that says what it is, contents, and a SHA-256
// over both, so that damage is noticed before anything is signed or decrypted.

#include <filesystem>
#include <optional>
#include <string_view>

#include "crypto/group/bytes.h"

namespace viche::tally {

/// Durable when it returns; a reader sees the old file or the new one.
Result<void> write_state_file(const std::filesystem::path& path, std::string_view kind,
                              ByteView contents);

/// Nothing if there is no such file; an error if it cannot be read, is of another kind or is
/// damaged.
Result<std::optional<Bytes>> read_state_file(const std::filesystem::path& path,
                                             std::string_view kind);

}  // namespace viche::tally
