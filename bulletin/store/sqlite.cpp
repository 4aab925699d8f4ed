#include "bulletin/store/sqlite.h"

#include <sqlite3.h>

#include <utility>

namespace viche::store {

namespace {

constexpr int kBusyMilliseconds = 5000;

[[noreturn]] void fail(sqlite3* handle, const std::string& what) {
  throw SqliteError(what + ": " + (handle == nullptr ? "out of memory" : sqlite3_errmsg(handle)));
}

}  // namespace

Database::Database(const std::filesystem::path& path, IfMissing if_missing,
                   const std::string& vfs) {
  const int create = if_missing == IfMissing::kCreate ? SQLITE_OPEN_CREATE : 0;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | create;
  if (sqlite3_open_v2(path.c_str(), &handle_, flags, vfs.empty() ? nullptr : vfs.c_str()) !=
      SQLITE_OK) {
    const std::string reason = handle_ == nullptr ? "out of memory" : sqlite3_errmsg(handle_);
    sqlite3_close(handle_);
    throw SqliteError("cannot open the database: " + reason);
  }
  sqlite3_busy_timeout(handle_, kBusyMilliseconds);
}

Database::~Database() { sqlite3_close(handle_); }

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    fail(handle_, "SQLite");
}

int Database::changes() const { return sqlite3_changes(handle_); }

void Database::on_commit(std::function<void(int pages)> told) {
  on_commit_ = std::move(told);
  const auto hook = [](void* database, sqlite3*, const char*, int pages) {
    static_cast<Database*>(database)->on_commit_(pages);
    return SQLITE_OK;
  };
  sqlite3_wal_hook(
      handle_, on_commit_ ? static_cast<int (*)(void*, sqlite3*, const char*, int)>(hook) : nullptr,
      this);
}

void Database::checkpoint() {
  sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

Statement::Statement(Database& database, const std::string& sql) : database_(&database) {
  if (sqlite3_prepare_v3(database.handle(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &handle_,
                         nullptr) != SQLITE_OK) {
    fail(database.handle(), "SQLite statement");
  }
}

Statement::~Statement() { sqlite3_finalize(handle_); }

void Statement::check(int status) const {
  if (status != SQLITE_OK) fail(database_->handle(), "SQLite parameter");
}

Statement& Statement::bind(int parameter, std::uint64_t value) {
  check(sqlite3_bind_int64(handle_, parameter, static_cast<sqlite3_int64>(value)));
  return *this;
}

Statement& Statement::bind(int parameter, std::optional<std::uint64_t> value) {
  if (value) return bind(parameter, *value);
  check(sqlite3_bind_null(handle_, parameter));
  return *this;
}

Statement& Statement::bind(int parameter, ByteView bytes) {
  if (bytes.empty()) {
    check(sqlite3_bind_zeroblob(handle_, parameter, 0));  // a null pointer would bind NULL
  } else {
    check(sqlite3_bind_blob64(handle_, parameter, bytes.data(), bytes.size(), SQLITE_STATIC));
  }
  return *this;
}

Statement& Statement::bind_text(int parameter, std::string_view text) {
  check(sqlite3_bind_text64(handle_, parameter, text.data(), text.size(), SQLITE_STATIC,
                            SQLITE_UTF8));
  return *this;
}

bool Statement::step() {
  const int status = sqlite3_step(handle_);
  if (status == SQLITE_ROW) return true;
  if (status != SQLITE_DONE) {
    const std::string reason = sqlite3_errmsg(database_->handle());
    reset();
    throw SqliteError("SQLite: " + reason);
  }
  reset();
  return false;
}

void Statement::run() {
  if (step()) broken_invariant("a row from a statement that returns none");
}

void Statement::reset() { sqlite3_reset(handle_); }

std::optional<std::uint64_t> Statement::number(int column) const {
  if (sqlite3_column_type(handle_, column) == SQLITE_NULL) return std::nullopt;
  return static_cast<std::uint64_t>(sqlite3_column_int64(handle_, column));
}

ByteView Statement::bytes(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
  return ByteView(data, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}

Transaction::Transaction(Database& database) : database_(&database) {
  database.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  // A failed rollback leaves nothing to do: closing the connection rolls back too.
  if (open_) sqlite3_exec(database_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_->execute("COMMIT");
  open_ = false;
}

}  // namespace viche::store
