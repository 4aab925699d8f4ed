#pragma once
// Reading the record's directory. What is missing or malformed is the record's fault and is left to
// the checks; an Error here means that the machine could not read (no directory, permission,
// input/output).

#include <functional>
#include <optional>
#include <string>

#include "crypto/group/bytes.h"

namespace viche::verifier {

/// A regular file's bytes, but no more than `limit` + 1 of them; nothing if there is no regular
/// file of this name.
Result<std::optional<Bytes>> read_file(const std::string& path, std::uint64_t limit);

/// The files of a record: those of a directory, each perhaps brought there only when it is read.
class RecordFiles {
 public:
  /// Brings the file of this name, if the record has it, into the directory. Its Error is the
  /// machine's.
  using Fetch = std::function<Result<void>(const std::string& name)>;

  explicit RecordFiles(std::string directory, Fetch fetch = {})
      : directory_(std::move(directory)), fetch_(std::move(fetch)) {}

  [[nodiscard]] const std::string& directory() const { return directory_; }
  /// As read_file, by the name below the directory.
  Result<std::optional<Bytes>> read(const std::string& name, std::uint64_t limit) const;

 private:
  std::string directory_;
  Fetch fetch_;
};

/// Of the files below `directory` that a record of this size does not have, the first in the order
/// of names; nothing if there is none. Whatever is not a regular file (a link, a device) is such a
/// file; folders are not.
Result<std::optional<std::string>> find_unexpected_file(const std::string& directory,
                                                        std::uint64_t size);

/// An error unless `directory` is a directory that can be listed.
Result<void> check_directory(const std::string& directory);

}  // namespace viche::verifier
