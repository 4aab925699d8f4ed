#include "bulletin/log/file_lock.h"

#include <sys/file.h>

#include <thread>
#include <utility>

#include "bulletin/log/posix_file.h"

namespace viche::log {

namespace {
constexpr std::chrono::milliseconds kPause(50);
}  // namespace

Result<FileLock> FileLock::acquire(const std::filesystem::path& path,
                                   std::chrono::milliseconds wait) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return system_error("cannot open the lock", path);
  FileLock lock(descriptor);
  const auto end = std::chrono::steady_clock::now() + wait;
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return system_error("cannot lock", path);
    if (std::chrono::steady_clock::now() >= end) {
      return Error{"another process holds the lock", path.string()};
    }
    std::this_thread::sleep_for(kPause);
  }
  return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}
FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace viche::log
