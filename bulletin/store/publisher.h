#pragma once
// A log as a directory of static files, C2SP tlog-tiles, that any web server could serve.

#include <filesystem>
#include <optional>
#include <string>

#include "bulletin/log/checkpoint.h"
#include "bulletin/store/fault_point.h"
#include "bulletin/store/log_store.h"

namespace viche::store {

/// Writes `checkpoint` and `tile/...` below one directory. The checkpoint is always the last file
/// of a publication, so that a reader finds every tile it needs. What has been published is read
/// off the directory itself.
class Publisher {
 public:
  /// Creates the directory if it is missing; removes temporary files that a killed process left.
  /// Fails if the directory holds another log than `origin`'s.
  static Result<Publisher> open(const std::filesystem::path& directory, std::string_view origin,
                                FaultHook fault = {});

  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
  /// The head of the checkpoint in the directory.
  [[nodiscard]] const std::optional<log::TreeHead>& published() const { return published_; }

  /// Fails if what the directory holds is not a prefix of the store's log at `next`.
  Result<void> check_prefix(LogStore& store, const log::TreeHead& next) const;

  /// Brings the directory from what it holds to this signed checkpoint: changed tiles, then the
  /// checkpoint, each durable before the next; then removes partial tiles whose full ones now
  /// exist. Repeating it does no harm. Fails if what the directory holds is not a prefix of the
  /// store's log.
  Result<void> publish(LogStore& store, const SignedHead& head);

  /// The last publication: removes every partial tile that the published checkpoint does not need,
  /// and fails if the directory then holds anything else than exactly that checkpoint's files.
  Result<void> prune();

 private:
  Publisher(std::filesystem::path directory, FaultHook fault)
      : directory_(std::move(directory)), fault_(std::move(fault)) {}

  Result<void> write_tiles(LogStore& store, std::uint64_t old_size, std::uint64_t size) const;
  Result<void> remove_completed_partials(std::uint64_t old_size, std::uint64_t size) const;

  std::filesystem::path directory_;
  FaultHook fault_;
  std::optional<log::TreeHead> published_;
  std::string published_note_;
};

}  // namespace viche::store
