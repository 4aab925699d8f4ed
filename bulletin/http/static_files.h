#pragma once
// The published log, C2SP tlog-tiles: /checkpoint and /tile/..., as the files are.

#include <filesystem>
#include <string_view>

#include "bulletin/http/message.h"

namespace viche::http {

/// Answers for a path that starts with a slash. Nothing but the checkpoint and well-formed tile
/// paths is looked for. Reads the file each time; thread-safe.
[[nodiscard]] Response serve_record(const std::filesystem::path& record, std::string_view path);

}  // namespace viche::http
