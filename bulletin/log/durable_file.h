#pragma once
// Files that are there whole or not at all, also after a power cut. Every error's `where` is the
// path and its reason the operating system's.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>

#include "bulletin/log/file_lock.h"
#include "crypto/group/bytes.h"

namespace viche::log {

/// Reads a whole regular file; an error if it has more than `limit` bytes.
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit);

/// Replaces `path` by a file with these bytes: writes a temporary file beside it, syncs it, renames
/// it. A reader sees the old bytes or the new ones. The new name itself is durable only after
/// sync_directory(parent). No temporary file is left after an error.
Result<void> replace_file(const std::filesystem::path& path, ByteView bytes);

struct FileContents {
  std::filesystem::path path;
  Bytes bytes;
};

/// replace_file of several files, their syncs side by side, which a file system serves together:
/// for many files several times faster than one by one. They are renamed in order, `after_each` (if
/// any) called after each one.
Result<void> replace_files(std::span<const FileContents> files,
                           const std::function<void()>& after_each);

/// replace_file and sync_directory of its parent: durable when it returns.
Result<void> write_file_durably(const std::filesystem::path& path, ByteView bytes);

/// Makes the names in a directory durable.
Result<void> sync_directory(const std::filesystem::path& directory);
/// The same for several, side by side.
Result<void> sync_directories(std::span<const std::filesystem::path> directories);

/// Creates a directory and its missing parents, each one durably.
Result<void> create_directories_durably(const std::filesystem::path& directory);

/// Is this the name of a temporary file of replace_file (which a killed process may have left)?
[[nodiscard]] bool is_temporary_name(const std::filesystem::path& path);

}  // namespace viche::log
