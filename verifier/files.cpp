#include "verifier/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "crypto/group/condition.h"
#include "verifier/tiles.h"

namespace viche::verifier {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

Error system_error(const std::string& path) { return Error{std::strerror(errno), path}; }

/// Errors that say "there is no such file", as against "you may not read it".
bool means_missing(int code) {
  return code == ENOENT || code == ENOTDIR || code == ELOOP || code == ENXIO;
}

}  // namespace

Result<std::optional<Bytes>> read_file(const std::string& path, std::uint64_t limit) {
  // Not blocking: a pipe or a device in a record must not hold the verifier up.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
  if (file.number() < 0) {
    if (means_missing(errno)) return std::optional<Bytes>();
    return system_error(path);
  }
  struct stat status {};
  if (fstat(file.number(), &status) != 0) return system_error(path);
  if (VICHE_FAULT(!S_ISREG(status.st_mode))) return std::optional<Bytes>();

  Bytes bytes(static_cast<std::size_t>(
      std::min(limit + 1, static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0)) + 1)));
  std::size_t filled = 0;
  for (;;) {
    if (filled == bytes.size()) {
      if (filled > limit) break;
      bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(limit + 1, 2 * filled)));
    }
    const ssize_t count = read(file.number(), bytes.data() + filled, bytes.size() - filled);
    if (count < 0) {
      if (errno == EINTR) continue;
      return system_error(path);
    }
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  bytes.resize(filled);
  return std::optional<Bytes>(std::move(bytes));
}

Result<std::optional<Bytes>> RecordFiles::read(const std::string& name, std::uint64_t limit) const {
  if (fetch_) VICHE_TRY(fetch_(name));
  return read_file(directory_ + "/" + name, limit);
}

Result<std::optional<std::string>> find_unexpected_file(const std::string& directory,
                                                        std::uint64_t size) {
  std::error_code fault;
  std::optional<std::string> first;
  fs::recursive_directory_iterator it(directory, fault);
  while (!fault && it != fs::recursive_directory_iterator()) {
    const fs::file_status status = it->symlink_status(fault);
    if (fault) break;
    if (!fs::is_directory(status)) {
      const std::string path = it->path().lexically_relative(directory).generic_string();
      const bool expected =
          VICHE_HOLDS(fs::is_regular_file(status)) && is_expected_file(path, size);
      if (!expected && (!first || path < *first)) first = path;
    }
    it.increment(fault);
  }
  if (fault) return Error{fault.message(), directory};
  return first;
}

Result<void> check_directory(const std::string& directory) {
  std::error_code fault;
  const fs::directory_iterator it(directory, fault);
  if (fault) return Error{fault.message(), directory};
  return {};
}

}  // namespace viche::verifier
