#include "apps/viche-verify/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace viche::verify_program {
namespace {

Error system_error(const std::string& path) { return Error{std::strerror(errno), path}; }

bool write_all(int file, const std::string& text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = write(file, text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    written += static_cast<std::size_t>(count);
  }
  return true;
}

/// The rename itself is durable once the folder is synced.
void sync_folder(const std::string& path) {
  std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) folder = ".";
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

}  // namespace

Result<std::string> read_input(const std::string& path) {
  constexpr std::size_t kLimit = 1U << 20;
  std::ifstream file(path, std::ios::binary);
  if (!file) return system_error(path);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (file.bad()) return Error{"could not be read", path};
  if (text.size() > kLimit) return Error{"larger than a megabyte", path};
  return text;
}

Result<void> write_output(const std::string& path, const std::string& text) {
  std::string temporary = path + ".XXXXXX";
  const int file = mkostemp(temporary.data(), O_CLOEXEC);
  if (file < 0) return system_error(path);
  constexpr mode_t kReadable = 0644;
  bool done = write_all(file, text) && fchmod(file, kReadable) == 0 && fsync(file) == 0;
  done = close(file) == 0 && done;
  if (!done || rename(temporary.c_str(), path.c_str()) != 0) {
    const Error error = system_error(path);
    unlink(temporary.c_str());
    return error;
  }
  sync_folder(path);
  return {};
}

}  // namespace viche::verify_program
