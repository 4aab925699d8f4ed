#pragma once
// LogStore on SQLite: write-ahead log, synchronous=FULL, one transaction and one sync per batch;
// the write-ahead log is copied into the database on a thread of its own.

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "bulletin/store/fault_point.h"
#include "bulletin/store/log_store.h"
#include "bulletin/store/wal_checkpointer.h"

namespace viche::store {

class SqliteLogStore final : public LogStore {
 public:
  struct Options {
    FaultHook fault = {};
    std::string vfs = {};  // SQLite's file layer; empty for the default one
    std::chrono::milliseconds lock_wait = {};
    int checkpoint_pages = WalCheckpointer::kManyPages;  // of the write-ahead log
  };

  /// A log that went on in a new, empty store would have a second history: who expects a log must
  /// open an existing one.
  enum class Mode { kCreateIfMissing, kExisting };

  /// Opens the store of the log with this origin. Fails if the file is missing or holds nothing
  /// (unless the mode creates it), if it belongs to another log or another program, or if another
  /// process has it open for `lock_wait` (a lock on `<path>.lock`).
  static Result<std::unique_ptr<SqliteLogStore>> open(const std::filesystem::path& path,
                                                      std::string_view origin, Mode mode,
                                                      Options options);
  static Result<std::unique_ptr<SqliteLogStore>> open(const std::filesystem::path& path,
                                                      std::string_view origin, Mode mode) {
    return open(path, origin, mode, Options{});
  }
  ~SqliteLogStore() override;

  Result<LogState> state() override;
  Result<void> stage(const log::TreeHead& before, std::span<const Bytes> entries,
                     std::span<const log::HashTile> tiles, const log::TreeHead& after) override;
  Result<void> load(const log::TreeHead& before, std::span<const Bytes> entries,
                    std::span<const log::HashTile> tiles, const log::TreeHead& after) override;
  Result<bool> swap_checkpoint(std::optional<std::uint64_t> expected, const log::TreeHead& next,
                               std::string_view note) override;
  Result<void> store_cosigned(const log::TreeHead& head, std::string_view note) override;
  Result<std::vector<Bytes>> entries(std::uint64_t first, std::uint64_t count) override;
  Result<std::vector<log::Hash>> hashes(const log::Tile& tile) override;

 private:
  struct Connection;
  /// What a write of the staged head asks of what was signed.
  enum class Behind { kSignedHead, kNothingSigned };
  Result<void> add_batch(Behind behind, const log::TreeHead& before, std::span<const Bytes> entries,
                         std::span<const log::HashTile> tiles, const log::TreeHead& after);
  explicit SqliteLogStore(std::unique_ptr<Connection> connection);

  std::unique_ptr<Connection> connection_;
};

}  // namespace viche::store
