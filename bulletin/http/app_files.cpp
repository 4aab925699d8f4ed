#include "bulletin/http/app_files.h"

#include <array>

#include "bulletin/log/durable_file.h"
#include "crypto/group/hash.h"

namespace viche::http {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 1000;
constexpr std::size_t kMostBytes = std::size_t{32} << 20;
constexpr std::string_view kIndex = "index.html";
constexpr std::string_view kCompressed = ".gz";

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".txt", "text/plain; charset=utf-8"},
}};

/// Scripts and styles from here alone, none in the page; nothing may frame it. Pictures made in the
/// page (the code of a tracker) are blob: or data:; the camera is the page's own.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; connect-src "
    "'self'; img-src 'self' data: blob:; manifest-src 'self'; media-src 'self' blob:; base-uri "
    "'none'; form-action 'none'; frame-ancestors 'none'";

std::string_view type_of(std::string_view path) {
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

/// Whether a list like "gzip, br;q=0.5" names gzip without refusing it.
bool takes_gzip(std::string_view list) {
  while (!list.empty()) {
    std::string_view item = list.substr(0, list.find(','));
    list.remove_prefix(std::min(item.size() + 1, list.size()));
    while (item.starts_with(' ')) item.remove_prefix(1);
    if (!item.starts_with("gzip")) continue;
    item.remove_prefix(4);
    return item.empty() || (item.starts_with(";q=") && item != ";q=0");
  }
  return false;
}

}  // namespace

Result<AppFiles> AppFiles::read(const fs::path& directory) {
  std::error_code error;
  fs::recursive_directory_iterator place(directory, error);
  if (error) return Error{error.message(), directory.string()};
  std::map<std::string, std::string> read;
  std::size_t bytes = 0;
  for (const fs::recursive_directory_iterator end; place != end; place.increment(error)) {
    if (error) return Error{error.message(), directory.string()};
    if (place->is_symlink() || !place->is_regular_file()) continue;
    VICHE_ASSIGN(const Bytes file, log::read_file(place->path(), kMostBytes - bytes));
    bytes += file.size();
    read.emplace(place->path().lexically_relative(directory).generic_string(), as_text(file));
    if (read.size() > kMostFiles) return Error{"has too many files", directory.string()};
  }
  AppFiles files;
  for (auto& [path, text] : read) {
    if (path.ends_with(kCompressed)) continue;
    const auto compressed = read.find(path + std::string(kCompressed));
    files.files_.emplace(path, File{type_of(path), std::move(text),
                                    compressed == read.end() ? std::string() : compressed->second});
  }
  if (!files.files_.contains(kIndex)) {
    return Error{"has no " + std::string(kIndex), directory.string()};
  }
  return files;
}

std::optional<Response> AppFiles::respond(const Request& request) const {
  const std::string_view path = std::string_view(request.path).substr(1);
  const auto found = files_.find(path.empty() ? kIndex : path);
  if (found == files_.end()) return std::nullopt;
  const auto& [name, file] = *found;
  const bool lasts = name.starts_with("assets/");
  Response response{200,
                    std::string(file.type),
                    file.bytes,
                    {{"Cache-Control", lasts ? "public, max-age=31536000, immutable" : "no-cache"},
                     {"Content-Security-Policy", std::string(kPolicy)},
                     {"Referrer-Policy", "no-referrer"},
                     {"Cross-Origin-Opener-Policy", "same-origin"},
                     {"Cross-Origin-Resource-Policy", "same-origin"},
                     {"Permissions-Policy", "camera=(self), geolocation=(), microphone=()"}}};
  if (file.compressed.empty()) return response;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (takes_gzip(request.accept_encoding)) {
    response.body = file.compressed;
    response.headers.emplace_back("Content-Encoding", "gzip");
  }
  return response;
}

std::map<std::string, Bytes32> AppFiles::hashes() const {
  std::map<std::string, Bytes32> all;
  for (const auto& [path, file] : files_) all.emplace(path, sha256(as_bytes(file.bytes)));
  return all;
}

}  // namespace viche::http
