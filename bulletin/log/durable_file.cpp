#include "bulletin/log/durable_file.h"

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "bulletin/log/posix_file.h"

namespace viche::log {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporaryMark = ".viche-new.";
constexpr mode_t kFileMode = 0644;
constexpr std::size_t kSyncThreads = 8;  // they wait for the disk, they do not compute

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

/// A file beside `path` that takes its place or is removed.
class Replacement {
 public:
  explicit Replacement(fs::path path) : path_(std::move(path)) {}
  Replacement(Replacement&& other) noexcept
      : path_(std::move(other.path_)), temporary_(std::exchange(other.temporary_, {})) {}
  Replacement& operator=(Replacement&&) = delete;
  ~Replacement() {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  Result<void> write(ByteView bytes) {
    std::string name = (parent_of(path_) / path_.filename()).string();
    name.append(kTemporaryMark).append("XXXXXX");
    const Descriptor file(::mkostemp(name.data(), O_CLOEXEC));
    if (!file.is_open()) return system_error("cannot create a file beside it", path_);
    temporary_ = std::move(name);
    VICHE_TRY(write_all(file.get(), bytes, path_));
    if (::fchmod(file.get(), kFileMode) != 0) return system_error("cannot set the mode", path_);
    return {};
  }
  [[nodiscard]] Result<void> sync() const {
    // A file's data and size are synced through any descriptor of it.
    const Descriptor file(::open(temporary_.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open() || ::fsync(file.get()) != 0) return system_error("cannot sync", path_);
    return {};
  }
  Result<void> rename() {
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
      return system_error("cannot rename into place", path_);
    }
    temporary_.clear();
    return {};
  }

 private:
  fs::path path_;
  std::string temporary_;  // empty: there is none
};

/// Runs `operation` for 0, 1, ..., count - 1 on a few threads; the error of the lowest index.
template <class Operation>
Result<void> side_by_side(std::size_t count, Operation operation) {
  if (count == 1) return operation(std::size_t{0});
  std::vector<Result<void>> results(count);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) results[i] = operation(i);
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < std::min(count, kSyncThreads); ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  for (Result<void>& result : results) VICHE_TRY(std::move(result));
  return {};
}

}  // namespace

Result<Bytes> read_file(const fs::path& path, std::size_t limit) {
  // Without O_NONBLOCK the opening of a FIFO waits for its writer.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
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
  Replacement replacement(path);
  VICHE_TRY(replacement.write(bytes));
  VICHE_TRY(replacement.sync());
  return replacement.rename();
}

Result<void> replace_files(std::span<const FileContents> files,
                           const std::function<void()>& after_each) {
  std::vector<Replacement> replacements;
  for (const FileContents& file : files) {
    VICHE_TRY(replacements.emplace_back(file.path).write(file.bytes));
  }
  VICHE_TRY(side_by_side(files.size(), [&](std::size_t i) { return replacements[i].sync(); }));
  for (Replacement& replacement : replacements) {
    VICHE_TRY(replacement.rename());
    if (after_each) after_each();
  }
  return {};
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

Result<void> sync_directories(std::span<const fs::path> directories) {
  return side_by_side(directories.size(),
                      [&](std::size_t i) { return sync_directory(directories[i]); });
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

}  // namespace viche::log
