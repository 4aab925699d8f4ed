#pragma once
// What the files of bulletin/log share about the operating system's files.

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include "crypto/group/result.h"

namespace viche::log {

/// errno as an error at a path.
[[nodiscard]] inline Error system_error(std::string_view what, const std::filesystem::path& path) {
  return Error{std::string(what) + ": " + std::generic_category().message(errno), path.string()};
}

/// Closes a file descriptor at the end of its scope.
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

}  // namespace viche::log
