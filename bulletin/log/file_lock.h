#pragma once
// A lock that keeps a second process out.

#include <chrono>
#include <filesystem>

#include "crypto/group/result.h"

namespace viche::log {

/// An exclusive lock on a file (created if missing), held until destruction or the process's end.
class FileLock {
 public:
  /// Fails if another holder, in this process or another one, has it and keeps it for `wait`.
  static Result<FileLock> acquire(const std::filesystem::path& path,
                                  std::chrono::milliseconds wait = {});

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace viche::log
