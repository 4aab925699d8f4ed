#pragma once
// GET /v1/reports: what verifiers say of the election, as the operator was given it.

#include <filesystem>

#include "bulletin/http/message.h"

namespace viche::http {

/// A JSON array of {"name", "report"}: each JSON object in a file NAME.json of the directory, which
/// may change while it is served. Files that are no JSON object, or larger than 1 MiB, are passed
/// over, and so are all beyond the first 32 by name. An empty path: no reports.
[[nodiscard]] Response reports_response(const std::filesystem::path& directory);

}  // namespace viche::http
