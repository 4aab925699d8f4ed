#pragma once
// What a witness must remember about each log, and a file-backed memory.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bulletin/log/file_lock.h"
#include "bulletin/log/fork.h"

namespace viche::log {

/// A checkpoint that a witness cosigned.
struct SeenCheckpoint {
  TreeHead head;
  Note note;  // signed by the log alone
};

/// The latest checkpoint that a witness cosigned for each log. A witness that forgets can be made
/// to cosign two histories, so that a state is never restored from a backup.
class WitnessState {
 public:
  virtual ~WitnessState() = default;

  /// What is recorded for a log's origin; nothing if there is none yet.
  virtual Result<std::optional<SeenCheckpoint>> latest(std::string_view origin) = 0;

  /// If the record still has the head `expected`, replaces it by `next`, durably, and returns true;
  /// else changes nothing and returns false. Atomic against every other caller.
  virtual Result<bool> compare_and_swap(std::string_view origin,
                                        const std::optional<TreeHead>& expected,
                                        const SeenCheckpoint& next) = 0;

  /// Keeps the proof that the log with this origin forked, durably. False if it was there, or if
  /// there are enough of this log already.
  virtual Result<bool> keep_fork(std::string_view origin, const Fork& fork) = 0;
};

/// One small file per log in a directory, replaced durably, and one per fork. The directory is
/// locked while it is open; not for use by several threads at once.
class FileWitnessState final : public WitnessState {
 public:
  /// Creates the directory if it is missing. Fails if another process has it open, or if a fork's
  /// file does not hold one.
  static Result<FileWitnessState> open(const std::filesystem::path& directory);

  Result<std::optional<SeenCheckpoint>> latest(std::string_view origin) override;
  Result<bool> compare_and_swap(std::string_view origin, const std::optional<TreeHead>& expected,
                                const SeenCheckpoint& next) override;
  Result<bool> keep_fork(std::string_view origin, const Fork& fork) override;

  /// All that were kept, also by earlier processes.
  [[nodiscard]] const std::vector<Fork>& forks() const { return forks_; }

 private:
  FileWitnessState(std::filesystem::path directory, FileLock lock)
      : directory_(std::move(directory)), lock_(std::move(lock)) {}
  [[nodiscard]] std::filesystem::path file_of(std::string_view origin) const;

  std::filesystem::path directory_;
  FileLock lock_;
  std::vector<Fork> forks_;
};

}  // namespace viche::log
