#pragma once
// What a witness must remember about each log, and a file-backed memory.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "bulletin/log/file_lock.h"
#include "bulletin/log/merkle.h"

namespace viche::log {

/// The latest tree head that a witness cosigned for each log. A witness that forgets can be made to
/// cosign two histories, so that a state is never restored from a backup.
class WitnessState {
 public:
  virtual ~WitnessState() = default;

  /// The head recorded for a log's origin; nothing if there is none yet.
  virtual Result<std::optional<TreeHead>> latest(std::string_view origin) = 0;

  /// If the record is still `expected`, replaces it by `next`, durably, and returns true; else
  /// changes nothing and returns false. Atomic against every other caller.
  virtual Result<bool> compare_and_swap(std::string_view origin,
                                        const std::optional<TreeHead>& expected,
                                        const TreeHead& next) = 0;
};

/// One small file per log in a directory, replaced durably. The directory is locked while it is
/// open; not for use by several threads at once.
class FileWitnessState final : public WitnessState {
 public:
  /// Creates the directory if it is missing. Fails if another process has it open.
  static Result<FileWitnessState> open(const std::filesystem::path& directory);

  Result<std::optional<TreeHead>> latest(std::string_view origin) override;
  Result<bool> compare_and_swap(std::string_view origin, const std::optional<TreeHead>& expected,
                                const TreeHead& next) override;

 private:
  FileWitnessState(std::filesystem::path directory, FileLock lock)
      : directory_(std::move(directory)), lock_(std::move(lock)) {}
  [[nodiscard]] std::filesystem::path file_of(std::string_view origin) const;

  std::filesystem::path directory_;
  FileLock lock_;
};

}  // namespace viche::log
