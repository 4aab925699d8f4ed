#include "bulletin/log/durable_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

namespace viche::log {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporaryMark = ".viche-new.";
constexpr mode_t kFileMode = 0644;

Error system_error(std::string_view what, const fs::path& path) {
  return Error{std::string(what) + ": " + std::generic_category().message(errno), path.string()};
}

/// Closes a descriptor at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  [[nodiscard]] int get() const { return value_; }
  [[nodiscard]] bool is_open() const { return value_ >= 0; }

 private:
  int value_;
};

fs::path parent_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

Result<void> write_all(int descriptor, ByteView bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return system_error("cannot write", path);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> write_temporary(int descriptor, ByteView bytes, const fs::path& path) {
  VICHE_TRY(write_all(descriptor, bytes, path));
  if (::fchmod(descriptor, kFileMode) != 0) return system_error("cannot set the mode", path);
  if (::fsync(descriptor) != 0) return system_error("cannot sync", path);
  return {};
}

}  // namespace

Result<Bytes> read_file(const fs::path& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return system_error("cannot open", path);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return system_error("cannot read", path);
  if (!S_ISREG(status.st_mode)) return Error{"not a regular file", path.string()};
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > limit) {
    return Error{
        "the file has " + std::to_string(size) + " bytes, more than " + std::to_string(limit),
        path.string()};
  }
  Bytes bytes(static_cast<std::size_t>(size));
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t count = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error("cannot read", path);
    if (count == 0) return Error{"the file became shorter while it was read", path.string()};
    filled += static_cast<std::size_t>(count);
  }
  return bytes;
}

Result<void> replace_file(const fs::path& path, ByteView bytes) {
  std::string temporary =
      (parent_of(path) / path.filename()).string() + std::string(kTemporaryMark) + "XXXXXX";
  const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.is_open()) return system_error("cannot create a file beside it", path);
  Result<void> written = write_temporary(file.get(), bytes, path);
  if (written && ::rename(temporary.c_str(), path.c_str()) != 0) {
    written = system_error("cannot rename into place", path);
  }
  if (!written) ::unlink(temporary.c_str());
  return written;
}

Result<void> write_file_durably(const fs::path& path, ByteView bytes) {
  VICHE_TRY(replace_file(path, bytes));
  return sync_directory(parent_of(path));
}

Result<void> sync_directory(const fs::path& directory) {
  const Descriptor opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open()) return system_error("cannot open the directory", directory);
  if (::fsync(opened.get()) != 0) return system_error("cannot sync the directory", directory);
  return {};
}

Result<void> create_directories_durably(const fs::path& directory) {
  if (::mkdir(directory.c_str(), 0755) == 0) return sync_directory(parent_of(directory));
  const int failure = errno;
  std::error_code ignored;
  if (failure == EEXIST && fs::is_directory(directory, ignored)) return {};
  if (failure == ENOENT && directory.has_parent_path() && directory.parent_path() != directory) {
    VICHE_TRY(create_directories_durably(directory.parent_path()));
    if (::mkdir(directory.c_str(), 0755) == 0) return sync_directory(parent_of(directory));
  }
  return system_error("cannot create the directory", directory);
}

bool is_temporary_name(const fs::path& path) {
  return path.filename().string().find(kTemporaryMark) != std::string::npos;
}

Result<FileLock> FileLock::acquire(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kFileMode);
  if (descriptor < 0) return system_error("cannot open the lock", path);
  FileLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return Error{"another process holds the lock", path.string()};
    return system_error("cannot lock", path);
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
