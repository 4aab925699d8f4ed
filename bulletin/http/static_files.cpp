#include "bulletin/http/static_files.h"

#include "bulletin/http/problem.h"
#include "bulletin/log/durable_file.h"
#include "bulletin/log/tile.h"

namespace viche::http {
namespace {

/// A full bundle of the longest entries.
constexpr std::size_t kLargestFile = log::kTileWidth * (2 + log::kMaxEntrySize);

}  // namespace

Response serve_record(const std::filesystem::path& record, std::string_view path) {
  std::string_view type = "text/plain; charset=utf-8";
  std::string_view cached = "public, max-age=1";
  if (path != "/checkpoint") {
    const Result<log::Tile> tile = log::Tile::parse(path.substr(1));
    if (!tile) return problem_response(problem::kNotFound, tile.error().message());
    type = "application/octet-stream";
    // A partial tile never changes, but it goes once the full one is there.
    cached = tile->is_full() ? "public, max-age=31536000, immutable" : "public, max-age=60";
  }
  Result<Bytes> bytes = log::read_file(record / path.substr(1), kLargestFile);
  if (!bytes) return problem_response(problem::kNotFound, "the log has no such file");
  return {200,
          std::string(type),
          std::string(as_text(*bytes)),
          {{"Cache-Control", std::string(cached)}}};
}

}  // namespace viche::http
