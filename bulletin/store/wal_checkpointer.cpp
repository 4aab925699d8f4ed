#include "bulletin/store/wal_checkpointer.h"

#include <utility>

namespace viche::store {

WalCheckpointer::WalCheckpointer(Database& database, std::filesystem::path path, std::string vfs,
                                 int many_pages)
    : database_(&database), path_(std::move(path)), vfs_(std::move(vfs)), many_pages_(many_pages) {
  database_->on_commit([this](int pages) { committed(pages); });
}

WalCheckpointer::~WalCheckpointer() {
  database_->on_commit({});
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void WalCheckpointer::committed(int pages) {
  if (pages < many_pages_) return;
  if (pages >= kMostPages) database_->checkpoint();
  {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
  }
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  changed_.notify_one();
}

void WalCheckpointer::run() {
  try {
    Database own(path_, IfMissing::kFail, vfs_);
    own.execute(
        "PRAGMA schema_version");  // a connection finds out that there is a log when it reads
    while (true) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopping_ || wanted_; });
        if (stopping_) return;
        wanted_ = false;
      }
      own.checkpoint();
    }
  } catch (const SqliteError&) {
    // Without a second connection the commits do it, more seldom.
  }
}

}  // namespace viche::store
