#pragma once
// A folder for what need not be kept.

#include <filesystem>
#include <memory>

#include "crypto/group/result.h"

namespace viche::verify_program {

/// A folder for temporary files ($TMPDIR, else /tmp), removed at the end, also when SIGINT, SIGTERM
/// or SIGHUP ends the program. Whoever makes one removes those of this user that a killed program
/// has left behind. To be made before any thread is, once in a program.
class TemporaryFolder {
 public:
  static Result<TemporaryFolder> create();
  TemporaryFolder(TemporaryFolder&&) noexcept;
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] const std::filesystem::path& path() const;

 private:
  class Held;
  explicit TemporaryFolder(std::unique_ptr<Held> held);
  std::unique_ptr<Held> held_;
};

}  // namespace viche::verify_program
