#pragma once
// Files that are there whole or not at all, also after a power cut. Every error's `where` is the
// path and its reason the operating system's.

#include <cstddef>
#include <filesystem>

#include "crypto/group/bytes.h"

namespace viche::log {

/// Reads a whole regular file; an error if it has more than `limit` bytes.
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit);

/// Replaces `path` by a file with these bytes: writes a temporary file beside it, syncs it, renames
/// it. A reader sees the old bytes or the new ones. The new name itself is durable only after
/// sync_directory(parent). No temporary file is left after an error.
Result<void> replace_file(const std::filesystem::path& path, ByteView bytes);

/// replace_file and sync_directory of its parent: durable when it returns.
Result<void> write_file_durably(const std::filesystem::path& path, ByteView bytes);

/// Makes the names in a directory durable.
Result<void> sync_directory(const std::filesystem::path& directory);

/// Creates a directory and its missing parents, each one durably.
Result<void> create_directories_durably(const std::filesystem::path& directory);

/// Is this the name of a temporary file of replace_file (which a killed process may have left)?
[[nodiscard]] bool is_temporary_name(const std::filesystem::path& path);

/// An exclusive lock on a file (created if missing), held until destruction or the process's end.
class FileLock {
 public:
  /// Fails at once if another holder, in this process or another one, has it.
  static Result<FileLock> acquire(const std::filesystem::path& path);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace viche::log
