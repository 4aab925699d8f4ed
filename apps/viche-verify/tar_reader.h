#pragma once
// Reads a tar archive that is compressed with zstd from front to back, in bounded memory. The zstd
// library stands behind this file.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "crypto/group/bytes.h"

namespace viche::verify_program {

struct TarEntry {
  enum class Kind : std::uint8_t { kFile, kFolder, kOther };
  std::string name;  // without ./ in front
  Kind kind = Kind::kOther;
  std::uint64_t size = 0;
};

/// POSIX ustar with GNU's and pax's marks of its kind. An extended header is passed over as it may
/// tell times and owners, and refused if it tells another name or size than the entry's own.
class TarReader {
 public:
  static Result<TarReader> open(const std::string& path);

  TarReader(TarReader&&) noexcept;
  TarReader(const TarReader&) = delete;
  TarReader& operator=(const TarReader&) = delete;
  ~TarReader();

  /// The next file, folder or something else; nothing at the archive's end.
  Result<std::optional<TarEntry>> next();
  /// The bytes of the file that `next` gave; an error if they are more than `limit`.
  Result<Bytes> read(std::uint64_t limit);

 private:
  class Stream;
  struct Header;

  explicit TarReader(std::unique_ptr<Stream> stream);
  Result<std::optional<Header>> read_header();
  Result<void> check_extension(std::uint64_t size);
  Result<void> skip();

  std::unique_ptr<Stream> stream_;
  std::uint64_t left_ = 0;     // of the current entry
  std::uint64_t padding_ = 0;  // behind it
};

}  // namespace viche::verify_program
