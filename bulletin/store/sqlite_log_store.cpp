#include "bulletin/store/sqlite_log_store.h"

#include <algorithm>

#include "bulletin/log/file_lock.h"
#include "bulletin/store/sqlite.h"
#include "bulletin/store/wal_checkpointer.h"

namespace viche::store {

namespace {

using log::Hash;
using log::HashTile;
using log::Tile;
using log::TreeHead;

// "Vich" in SQLite's header: this file is a log store of version 1.
constexpr const char* kSchema = R"(
  PRAGMA application_id = 0x56696368;
  PRAGMA user_version = 1;
  CREATE TABLE entry (position INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
  -- Each tile with the width it has in the staged tree; narrower ones are its front.
  CREATE TABLE hash_tile (level INTEGER NOT NULL, position INTEGER NOT NULL, hashes BLOB NOT NULL,
                          PRIMARY KEY (level, position)) STRICT;
  -- Every checkpoint that was ever signed: one root for one size.
  CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, root BLOB NOT NULL, note BLOB NOT NULL,
                           cosigned INTEGER NOT NULL) STRICT;
  CREATE TABLE log (id INTEGER PRIMARY KEY CHECK (id = 1), origin BLOB NOT NULL, staged_size INTEGER NOT NULL,
                    staged_root BLOB NOT NULL, signed_size INTEGER) STRICT;
)";
constexpr std::uint64_t kSchemaVersion = 1;
constexpr std::uint64_t kApplicationId = 0x56696368;
// EXTRA while the mode changes, so that the rollback journal of the change is durably gone: one
// that came back after a power cut would undo it.
constexpr const char* kSettings = R"(
  PRAGMA synchronous = EXTRA;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
)";

Result<Hash> to_hash(ByteView bytes) {
  Hash hash;
  if (bytes.size() != hash.size()) return Error{"a stored root that has not 32 bytes", "store"};
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

std::uint64_t query_number(Database& database, const std::string& sql) {
  Statement query(database, sql);
  if (!query.step()) throw SqliteError("SQLite: no row from " + sql);
  return query.number(0).value_or(0);
}

/// Runs `operation` and turns SQLite's exceptions into errors.
template <class Operation>
auto guarded(Operation operation) -> decltype(operation()) {
  try {
    return operation();
  } catch (const SqliteError& error) {
    return Error{error.what(), "store"};
  }
}

/// Creates the tables of a new store, or checks that the file is the store of this log.
Result<void> prepare_schema(Database& database, std::string_view origin, IfMissing if_missing) {
  database.execute(kSettings);
  Transaction transaction(database);
  if (query_number(database, "SELECT count(*) FROM sqlite_schema") == 0) {
    if (if_missing == IfMissing::kFail) return Error{"the file is empty: the log is lost", ""};
    database.execute(kSchema);
    const Hash root = log::empty_root();
    Statement insert(database, "INSERT INTO log VALUES (1, ?1, 0, ?2, NULL)");
    insert.bind(1, as_bytes(origin)).bind(2, root).run();
  }
  if (query_number(database, "PRAGMA application_id") != kApplicationId ||
      query_number(database, "PRAGMA user_version") != kSchemaVersion) {
    return Error{"the file is not a log store of this version", ""};
  }
  Statement query(database, "SELECT origin FROM log");
  if (!query.step()) return Error{"the log store has no log", ""};
  const std::string found(as_text(query.bytes(0)));
  query.reset();
  if (found != origin) return Error{"the store belongs to another log: " + found, ""};
  transaction.commit();
  return {};
}

}  // namespace

struct SqliteLogStore::Connection {
  Connection(const std::filesystem::path& path, log::FileLock held,
             std::unique_ptr<Database> opened, Options given)
      : options(std::move(given)),
        lock(std::move(held)),
        database(std::move(opened)),
        checkpointer(*database, path, options.vfs, options.checkpoint_pages) {}

  Options options;
  log::FileLock lock;
  std::unique_ptr<Database> database;
  WalCheckpointer checkpointer;
  Statement read_log{*database,
                     "SELECT staged_size, staged_root, signed_size, root, note, cosigned "
                     "FROM log LEFT JOIN checkpoint ON size = signed_size"};
  Statement advance_staged{
      *database,
      "UPDATE log SET staged_size = ?3, staged_root = ?4 WHERE staged_size = ?1 "
      "AND staged_root = ?2 AND coalesce(signed_size, 0) = ?1"};
  Statement advance_loaded{
      *database,
      "UPDATE log SET staged_size = ?3, staged_root = ?4 WHERE staged_size = ?1 "
      "AND staged_root = ?2 AND signed_size IS NULL"};
  Statement add_entry{*database, "INSERT INTO entry VALUES (?1, ?2)"};
  Statement put_tile{*database, "INSERT OR REPLACE INTO hash_tile VALUES (?1, ?2, ?3)"};
  Statement advance_signed{
      *database,
      "UPDATE log SET signed_size = ?2 WHERE signed_size IS ?1 AND staged_size = ?2 "
      "AND staged_root = ?3"};
  Statement add_checkpoint{*database, "INSERT INTO checkpoint VALUES (?1, ?2, ?3, 0)"};
  Statement put_cosigned{
      *database,
      "UPDATE checkpoint SET note = ?3, cosigned = 1 WHERE size = ?1 AND root = ?2 "
      "AND size = (SELECT signed_size FROM log)"};
  Statement read_entries{
      *database,
      "SELECT bytes FROM entry WHERE position >= ?1 AND position < ?2 ORDER BY position"};
  Statement read_tile{*database, "SELECT hashes FROM hash_tile WHERE level = ?1 AND position = ?2"};
};

SqliteLogStore::SqliteLogStore(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)) {}
SqliteLogStore::~SqliteLogStore() = default;

Result<std::unique_ptr<SqliteLogStore>> SqliteLogStore::open(const std::filesystem::path& path,
                                                             std::string_view origin, Mode mode,
                                                             Options options) {
  std::error_code ignored;
  if (mode == Mode::kExisting && !std::filesystem::exists(path, ignored)) {
    return Error{"the file is missing", path.string()};
  }
  const auto if_missing = mode == Mode::kExisting ? IfMissing::kFail : IfMissing::kCreate;
  VICHE_ASSIGN(log::FileLock lock,
               log::FileLock::acquire(path.string() + ".lock", options.lock_wait));
  auto opened = guarded([&]() -> Result<std::unique_ptr<SqliteLogStore>> {
    auto database = std::make_unique<Database>(path, if_missing, options.vfs);
    VICHE_TRY(prepare_schema(*database, origin, if_missing));
    return std::unique_ptr<SqliteLogStore>(new SqliteLogStore(std::make_unique<Connection>(
        path, std::move(lock), std::move(database), std::move(options))));
  });
  if (!opened) return opened.error().at(path.string());
  return opened;
}

Result<LogState> SqliteLogStore::state() {
  return guarded([&]() -> Result<LogState> {
    Statement& query = connection_->read_log;
    if (!query.step()) return Error{"the log store has no log", "store"};
    const Result<Hash> staged_root = to_hash(query.bytes(1));
    LogState state;
    state.staged.size = query.number(0).value_or(0);
    const std::optional<std::uint64_t> signed_size = query.number(2);
    Result<Hash> signed_root = log::empty_root();
    if (signed_size) {
      signed_root = to_hash(query.bytes(3));
      const auto cosigning =
          query.number(5) == 1U ? SignedHead::Cosigning::kDone : SignedHead::Cosigning::kPending;
      state.newest =
          SignedHead{{*signed_size, {}}, std::string(as_text(query.bytes(4))), cosigning};
    }
    query.reset();
    if (!staged_root) return staged_root.error();
    if (!signed_root) return signed_root.error();
    state.staged.root = *staged_root;
    if (state.newest) state.newest->head.root = *signed_root;
    return state;
  });
}

Result<void> SqliteLogStore::stage(const TreeHead& before, std::span<const Bytes> entries,
                                   std::span<const HashTile> tiles, const TreeHead& after) {
  return add_batch(Behind::kSignedHead, before, entries, tiles, after);
}

Result<void> SqliteLogStore::load(const TreeHead& before, std::span<const Bytes> entries,
                                  std::span<const HashTile> tiles, const TreeHead& after) {
  return add_batch(Behind::kNothingSigned, before, entries, tiles, after);
}

Result<void> SqliteLogStore::add_batch(Behind behind, const TreeHead& before,
                                       std::span<const Bytes> entries,
                                       std::span<const HashTile> tiles, const TreeHead& after) {
  if (after.size != before.size + entries.size())
    broken_invariant("a batch that does not fit its heads");
  return guarded([&]() -> Result<void> {
    Transaction transaction(*connection_->database);
    Statement& advance =
        behind == Behind::kSignedHead ? connection_->advance_staged : connection_->advance_loaded;
    advance.bind(1, before.size).bind(2, before.root).bind(3, after.size).bind(4, after.root).run();
    if (connection_->database->changes() != 1) {
      return Error{(behind == Behind::kSignedHead ? "the log is not at the signed head of size "
                                                  : "the log has signed, or is not at size ") +
                       std::to_string(before.size),
                   "store"};
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
      connection_->add_entry.bind(1, before.size + i).bind(2, entries[i]).run();
    }
    for (const HashTile& changed : tiles) {
      const Bytes hashes = log::encode_hashes(changed.hashes);
      connection_->put_tile.bind(1, changed.tile.level)
          .bind(2, changed.tile.index)
          .bind(3, hashes)
          .run();
    }
    reach(connection_->options.fault, FaultPoint::kStageWritten);
    transaction.commit();
    return {};
  });
}

Result<bool> SqliteLogStore::swap_checkpoint(std::optional<std::uint64_t> expected,
                                             const TreeHead& next, std::string_view note) {
  return guarded([&]() -> Result<bool> {
    Transaction transaction(*connection_->database);
    connection_->add_checkpoint.bind(1, next.size).bind(2, next.root).bind(3, as_bytes(note)).run();
    connection_->advance_signed.bind(1, expected).bind(2, next.size).bind(3, next.root).run();
    if (connection_->database->changes() != 1) return false;
    reach(connection_->options.fault, FaultPoint::kSwapWritten);
    transaction.commit();
    return true;
  });
}

Result<void> SqliteLogStore::store_cosigned(const TreeHead& head, std::string_view note) {
  return guarded([&]() -> Result<void> {
    Transaction transaction(*connection_->database);
    connection_->put_cosigned.bind(1, head.size).bind(2, head.root).bind(3, as_bytes(note)).run();
    if (connection_->database->changes() != 1) {
      return Error{"the newest checkpoint is not of size " + std::to_string(head.size), "store"};
    }
    transaction.commit();
    return {};
  });
}

Result<std::vector<Bytes>> SqliteLogStore::entries(std::uint64_t first, std::uint64_t count) {
  return guarded([&]() -> Result<std::vector<Bytes>> {
    std::vector<Bytes> entries;
    Statement& query = connection_->read_entries;
    query.bind(1, first).bind(2, first + count);
    while (query.step()) {
      const ByteView bytes = query.bytes(0);
      entries.emplace_back(bytes.begin(), bytes.end());
    }
    if (entries.size() != count) {
      return Error{"entries from " + std::to_string(first) + " on are missing", "store"};
    }
    return entries;
  });
}

Result<std::vector<Hash>> SqliteLogStore::hashes(const Tile& tile) {
  return guarded([&]() -> Result<std::vector<Hash>> {
    Statement& query = connection_->read_tile;
    query.bind(1, tile.level).bind(2, tile.index);
    if (!query.step()) return Error{"the hash tile is missing", "store: " + tile.path()};
    const ByteView bytes = query.bytes(0);
    const std::size_t size = tile.width * sizeof(Hash);
    Result<std::vector<Hash>> hashes =
        bytes.size() < size ? Error{"the hash tile is too narrow", "store: " + tile.path()}
                            : log::decode_hashes(bytes.first(size), tile.width);
    query.reset();
    return hashes;
  });
}

}  // namespace viche::store
