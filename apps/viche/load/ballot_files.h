#pragma once
// Ballots from files of framed entries, mapped and read on demand: what they hold takes no memory
// that the system could not use otherwise.

#include <filesystem>
#include <optional>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/result.h"

namespace viche::load {

class BallotFiles {
 public:
  /// Maps them all; an EnvironmentError if one cannot be read.
  explicit BallotFiles(const std::vector<std::filesystem::path>& files);
  BallotFiles(BallotFiles&&) = default;
  BallotFiles& operator=(BallotFiles&&) = delete;
  ~BallotFiles();

  /// The next entry in the order of the files, with the two bytes of its length before it; nothing
  /// after the last. Valid as long as this. An error if the file is cut off there, or the entry is
  /// too short for a ballot.
  Result<std::optional<ByteView>> next();

 private:
  struct File {
    std::filesystem::path path;
    ByteView bytes;
  };

  std::vector<File> files_;
  std::size_t file_ = 0;
  std::size_t at_ = 0;
};

}  // namespace viche::load
