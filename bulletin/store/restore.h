#pragma once
// A store made again from the published log, after its disk is lost.

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "bulletin/store/log_store.h"

namespace viche::store {

/// A head that the log is known to have had, and who says so.
struct KnownHead {
  log::TreeHead head;
  std::string where;
};

struct RestoreOptions {
  /// The log must have had each of them: one that lacks the last entries, or is of another history,
  /// must not go on.
  std::vector<KnownHead> known = {};
  /// Told of all entries in order, some at a time, before they are stored; an error ends it.
  std::function<Result<void>(std::span<const log::HashedEntry>)> visit = {};
};

/// Fills `store`, in which nothing was ever signed, with the log published in `directory`, up to
/// exactly the checkpoint `newest`, whose signatures the caller has verified. Every file is read
/// and held against the checkpoint: an error names the one that is missing, damaged or of another
/// log. After an error the store is of no use.
Result<void> restore_store(LogStore& store, const std::filesystem::path& directory,
                           const SignedHead& newest, RestoreOptions options);

}  // namespace viche::store
