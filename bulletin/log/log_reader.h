#pragma once
// A published log as a reader sees it: a checkpoint that its policy accepts, and entries that
// provably belong to it.

#include <filesystem>
#include <optional>

#include "bulletin/log/checkpoint.h"
#include "bulletin/log/entry_lookup.h"
#include "bulletin/log/proof.h"
#include "bulletin/log/tile_reader.h"

namespace viche::log {

/// One entry of a stream. `bytes` is valid until the stream's next call.
struct StreamedEntry {
  std::uint64_t index = 0;
  ByteView bytes;
  Hash leaf_hash;
};

/// All entries in order, bundle by bundle, in memory for one bundle. The root is recomputed on the
/// way and compared with the checkpoint's after the last entry: what was read is trustworthy only
/// once `next` has returned nothing.
class EntryStream {
 public:
  EntryStream(LogDirectory directory, const TreeHead& head)
      : directory_(std::move(directory)), head_(head) {}

  /// The next entry; nothing after the last, if the root is right; an error if it is not, or a file
  /// is missing or malformed. After an error the stream goes on failing.
  Result<std::optional<StreamedEntry>> next();
  /// The same for all further entries of a bundle; none after the last. Valid until the next call.
  Result<std::vector<HashedEntry>> next_block();

  /// The head over the entries returned so far.
  [[nodiscard]] TreeHead head() const { return frontier_.head(); }

 private:
  LogDirectory directory_;
  TreeHead head_;
  Frontier frontier_;
  std::optional<EntryBundle> bundle_;
};

/// Opens the directory of a published log. Not thread-safe.
class LogReader {
 public:
  /// Reads the checkpoint and fails unless the policy accepts it.
  static Result<LogReader> open(const std::filesystem::path& directory, const LogPolicy& policy);

  [[nodiscard]] const VerifiedCheckpoint& checkpoint() const { return checkpoint_; }
  [[nodiscard]] const TreeHead& head() const { return checkpoint_.checkpoint.head; }
  [[nodiscard]] std::uint64_t size() const { return head().size; }

  [[nodiscard]] EntryStream stream() const { return EntryStream(directory_, head()); }

  /// For entries by their index, each proved to be in the log.
  [[nodiscard]] EntryLookup lookup() const { return EntryLookup(directory_, head()); }

  /// The proof that entry `index` is in the log, with the checkpoint: verified by its maker.
  Result<Receipt> receipt(std::uint64_t index) const;

  /// The head that the log had at `size`, proved to be a prefix of the checkpoint's.
  Result<TreeHead> head_at(std::uint64_t size) const;

 private:
  LogReader(LogDirectory directory, VerifiedCheckpoint checkpoint)
      : directory_(std::move(directory)), checkpoint_(std::move(checkpoint)) {}

  LogDirectory directory_;
  VerifiedCheckpoint checkpoint_;
};

}  // namespace viche::log
