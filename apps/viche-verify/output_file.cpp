#include "apps/viche-verify/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <iterator>

namespace viche::verify_program {
namespace {

Error system_error(const std::string& path) { return Error{std::strerror(errno), path}; }

bool write_all(int file, std::string_view text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = write(file, text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    written += static_cast<std::size_t>(count);
  }
  return true;
}

constexpr std::string_view kTemporary = ".viche-verify-";
constexpr std::string_view kRandom = "XXXXXX";  // as mkostemp wants it

enum class Sync : std::uint8_t { kNo, kYes };

Result<void> replace(const std::string& path, std::string_view text, Sync sync) {
  std::string temporary = path + std::string(kTemporary) + std::string(kRandom);
  const int file = mkostemp(temporary.data(), O_CLOEXEC);
  if (file < 0) return system_error(path);
  constexpr mode_t kReadable = 0644;
  bool done = write_all(file, text) && fchmod(file, kReadable) == 0 &&
              (sync == Sync::kNo || fsync(file) == 0);
  done = close(file) == 0 && done;
  if (!done || rename(temporary.c_str(), path.c_str()) != 0) {
    const Error error = system_error(path);
    unlink(temporary.c_str());
    return error;
  }
  return {};
}

}  // namespace

Result<std::string> read_input(const std::string& path, std::size_t limit) {
  // Without waiting for the writer of a pipe; what is no regular file is refused.
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return system_error(path);
  struct stat status {};
  std::string text;
  Result<std::string> result = Error{"not a regular file", path};
  if (fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
    constexpr std::size_t kPiece = std::size_t{1} << 20;
    ssize_t count = 1;
    while (count > 0 && text.size() <= limit) {
      const std::size_t size = text.size();
      text.resize(size + std::min(kPiece, limit + 1 - size));
      do {
        count = read(file, text.data() + size, text.size() - size);
      } while (count < 0 && errno == EINTR);
      text.resize(size + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    if (count < 0) {
      result = system_error(path);
    } else if (text.size() > limit) {
      result = Error{"larger than " + std::to_string(limit >> 20) + " MiB", path};
    } else {
      result = std::move(text);
    }
  }
  close(file);
  return result;
}

bool is_inside(const std::string& path, const std::string& directory) {
  std::error_code error;
  const auto inner = std::filesystem::weakly_canonical(path, error);
  const auto outer = std::filesystem::weakly_canonical(directory, error);
  const auto [end, rest] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return end == outer.end() || (std::next(end) == outer.end() && end->empty());
}

void sync_folder_of(const std::string& path) {
  std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) folder = ".";
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

Result<void> write_output(const std::string& path, std::string_view text) {
  VICHE_TRY(replace(path, text, Sync::kYes));
  sync_folder_of(path);
  return {};
}

Result<void> replace_file(const std::string& path, std::string_view text) {
  return replace(path, text, Sync::kNo);
}

bool is_temporary(std::string_view path) {
  const std::size_t end = kTemporary.size() + kRandom.size();
  return path.size() > end && path.substr(path.size() - end).starts_with(kTemporary);
}

}  // namespace viche::verify_program
