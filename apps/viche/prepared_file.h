#pragma once
// The file of a ballot that a device prepared (ballot/prepared.h): mode 0600, and once the ballot
// is signed never anything but its signed bytes.

#include <filesystem>

#include "ballot/prepared.h"
#include "bulletin/log/file_lock.h"

namespace viche::app {

/// Keeps the ballot in a new file of the device's directory, named by its tracker: the file.
std::filesystem::path keep_prepared(const std::filesystem::path& state,
                                    const ballot::PreparedBallot& ballot, const Bytes32& election);

/// A prepared ballot, kept from other processes while this lives.
class PreparedFile {
 public:
  static Result<PreparedFile> open(const std::filesystem::path& path,
                                   const ballot::ElectionContext& context);

  ballot::PreparedBallot& ballot() { return ballot_; }
  /// The file holds what the ballot has become, durably; what it held is overwritten.
  void save(const Bytes32& election) const;

 private:
  PreparedFile(std::filesystem::path path, log::FileLock lock, ballot::PreparedBallot ballot)
      : path_(std::move(path)), lock_(std::move(lock)), ballot_(std::move(ballot)) {}

  std::filesystem::path path_;
  log::FileLock lock_;
  ballot::PreparedBallot ballot_;
};

}  // namespace viche::app
