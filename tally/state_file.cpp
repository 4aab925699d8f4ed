#include "tally/state_file.h"

#include <algorithm>
#include <string>
#include <system_error>

#include "bulletin/log/durable_file.h"
#include "crypto/group/hash.h"

namespace viche::tally {
namespace {

constexpr std::size_t kLargest = std::size_t{1} << 30;

Bytes header(std::string_view kind) {
  Bytes bytes;
  append(bytes, as_bytes(std::string(kind) + "\n"));
  return bytes;
}

}  // namespace

Result<void> write_state_file(const std::filesystem::path& path, std::string_view kind,
                              ByteView contents) {
  Bytes bytes = header(kind);
  append(bytes, contents);
  append(bytes, sha256(bytes));
  return log::write_file_durably(path, bytes);
}

Result<std::optional<Bytes>> read_state_file(const std::filesystem::path& path,
                                             std::string_view kind) {
  std::error_code failure;
  const std::filesystem::file_status status = std::filesystem::symlink_status(path, failure);
  if (status.type() == std::filesystem::file_type::not_found) return std::optional<Bytes>();
  if (failure) return Error{failure.message(), path.string()};
  VICHE_ASSIGN(const Bytes bytes, log::read_file(path, kLargest));
  const Bytes start = header(kind);
  if (bytes.size() < start.size() + 32 || !std::equal(start.begin(), start.end(), bytes.begin())) {
    return Error{"this is not a file of kind \"" + std::string(kind) + "\"", path.string()};
  }
  const ByteView body = ByteView(bytes).first(bytes.size() - 32);
  const Bytes32 digest = sha256(body);
  if (!std::equal(digest.begin(), digest.end(), bytes.end() - 32)) {
    return Error{"the file is damaged: its checksum does not fit", path.string()};
  }
  const ByteView contents = body.subspan(start.size());
  return std::optional<Bytes>(Bytes(contents.begin(), contents.end()));
}

}  // namespace viche::tally
