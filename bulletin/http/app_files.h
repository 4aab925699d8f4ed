#pragma once
// The pages that the board serves beside its interface: the files of one built app, read at the
// start.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "bulletin/http/message.h"
#include "crypto/group/bytes.h"

namespace viche::http {

/// Immutable, so that threads may share it. What is not among its files has no path to it: nothing
/// is looked for when a request comes.
class AppFiles {
 public:
  /// Reads all regular files below the directory, links left out; `index.html` must be among them.
  /// At most 1,000 files and 32 MiB. NAME.gz beside NAME is NAME compressed.
  static Result<AppFiles> read(const std::filesystem::path& directory);

  /// "/" is index.html, another path the file of that name; nothing if there is none. Files in
  /// assets/ have names that change with their bytes: they may be kept for ever.
  [[nodiscard]] std::optional<Response> respond(const Request& request) const;

  /// SHA-256 by path, as "index.html".
  [[nodiscard]] std::map<std::string, Bytes32> hashes() const;

 private:
  struct File {
    std::string_view type;
    std::string bytes;
    std::string compressed;  // by gzip; empty if there is none
  };
  std::map<std::string, File, std::less<>> files_;
};

}  // namespace viche::http
