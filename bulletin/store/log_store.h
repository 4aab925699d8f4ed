#pragma once
// What a log keeps durably while it grows. Small on purpose: another database can stand beside
// SQLite.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bulletin/log/tile_edge.h"

namespace viche::store {

/// The newest signed checkpoint.
struct SignedHead {
  enum class Cosigning { kPending, kDone };

  log::TreeHead head;
  std::string note;  // encoded
  Cosigning cosigning = Cosigning::kPending;
};

/// How far the log has come: staged is ahead of signed only between two steps of one append, or
/// after a crash.
struct LogState {
  log::TreeHead staged;
  std::optional<SignedHead> newest;
};

/// Every call that changes something is one transaction, durable when it returns. Implementations
/// hold an exclusive lock, so that no second process writes. Not thread-safe. `hashes` (from
/// HashTiles) serves staged tiles.
class LogStore : public log::HashTiles {
 public:
  virtual Result<LogState> state() = 0;

  /// Adds a batch behind `before`, which must be the staged and the signed head: entries, the hash
  /// tiles that changed, and the head that results.
  virtual Result<void> stage(const log::TreeHead& before, std::span<const Bytes> entries,
                             std::span<const log::HashTile> tiles, const log::TreeHead& after) = 0;

  /// The same for a log in which nothing was ever signed, behind the staged head `before`: one that
  /// was published and comes back. What was loaded counts with the checkpoint that follows.
  virtual Result<void> load(const log::TreeHead& before, std::span<const Bytes> entries,
                            std::span<const log::HashTile> tiles, const log::TreeHead& after) = 0;

  /// Records the signed checkpoint of the staged head, if the newest signed size is still
  /// `expected` (nothing: none was ever signed); else changes nothing and returns false. One size
  /// is recorded once, so that no second root for it is.
  virtual Result<bool> swap_checkpoint(std::optional<std::uint64_t> expected,
                                       const log::TreeHead& next, std::string_view note) = 0;

  /// Replaces the newest checkpoint's note by the same one with its cosignatures.
  virtual Result<void> store_cosigned(const log::TreeHead& head, std::string_view note) = 0;

  /// Entries [first, first + count), all of which exist.
  virtual Result<std::vector<Bytes>> entries(std::uint64_t first, std::uint64_t count) = 0;
};

}  // namespace viche::store
