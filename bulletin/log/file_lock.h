#pragma once
// A lock that keeps a second process out.

#include <filesystem>

#include "crypto/group/result.h"

namespace viche::log {

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
