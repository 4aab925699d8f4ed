#pragma once
// A copy of a log's store while its board runs.

#include <filesystem>

#include "bulletin/log/merkle.h"

namespace viche::store {

/// Copies the SQLite store at `path` as it is at one moment into a new file `out`, durably, beside
/// a process that writes. Gives the head of the newest signed checkpoint in the copy. Fails, with
/// no file left, if `out` exists or nothing was ever signed.
Result<log::TreeHead> backup_store(const std::filesystem::path& path,
                                   const std::filesystem::path& out);

}  // namespace viche::store
