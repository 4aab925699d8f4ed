#pragma once
// Copies SQLite's write-ahead log into its database beside the commits, which do not wait for it.

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "bulletin/store/sqlite.h"

namespace viche::store {

/// A thread with a connection of its own, started when it is first needed. Where it cannot work, or
/// lags behind, the log grows until `kMostPages`, and then commits copy it themselves.
class WalCheckpointer {
 public:
  /// Pages (of 4 KiB) of the log from which on it is copied.
  static constexpr int kManyPages = 4096;
  static constexpr int kMostPages = 65536;

  /// Watches the commits of `database`, which is this file's and is outlived by it. Copying begins
  /// at `many_pages`.
  WalCheckpointer(Database& database, std::filesystem::path path, std::string vfs, int many_pages);
  WalCheckpointer(const WalCheckpointer&) = delete;
  WalCheckpointer& operator=(const WalCheckpointer&) = delete;
  ~WalCheckpointer();

 private:
  void committed(int pages);  // that the log has now
  void run();

  Database* database_;
  const std::filesystem::path path_;
  const std::string vfs_;
  const int many_pages_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool wanted_ = false;  // under mutex_, as the next
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace viche::store
