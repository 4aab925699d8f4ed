#pragma once
// The little of SQLite that the stores use, with its failures as exceptions. They do not leave
// bulletin/store.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include "crypto/group/bytes.h"

struct sqlite3;
struct sqlite3_stmt;

namespace viche::store {

class SqliteError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class IfMissing { kCreate, kFail };

/// A connection. `vfs` names the SQLite file layer; empty for the default one.
class Database {
 public:
  Database(const std::filesystem::path& path, IfMissing if_missing, const std::string& vfs);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Runs statements that take nothing and return nothing.
  void execute(const std::string& sql);
  /// Rows changed by the last statement.
  [[nodiscard]] int changes() const;
  /// In write-ahead mode: told after each commit how many pages the log has; must not throw. SQLite
  /// then copies the log into the database only when `checkpoint` is called.
  void on_commit(std::function<void(int pages)> told);
  /// Copies as much of the log as no reader needs, without waiting for anybody. What fails now is
  /// done by the next one.
  void checkpoint();
  [[nodiscard]] sqlite3* handle() const { return handle_; }

 private:
  sqlite3* handle_ = nullptr;
  std::function<void(int)> on_commit_;
};

/// A prepared statement, used again and again. Parameters and columns count from 1 and 0, as
/// SQLite's. A bound byte string must live until the statement is reset.
class Statement {
 public:
  Statement(Database& database, const std::string& sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(int parameter, std::uint64_t value);
  Statement& bind(int parameter, std::optional<std::uint64_t> value);
  Statement& bind(int parameter, ByteView bytes);
  Statement& bind_text(int parameter, std::string_view text);

  /// Advances; true if there is a row. Resets itself when there is none.
  bool step();
  /// For a statement that returns no row.
  void run();
  void reset();

  [[nodiscard]] std::optional<std::uint64_t> number(int column) const;
  /// A view that is valid until the next step or reset.
  [[nodiscard]] ByteView bytes(int column) const;

 private:
  void check(int status) const;

  Database* database_;
  sqlite3_stmt* handle_ = nullptr;
};

/// A write transaction that is rolled back unless it was committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database* database_;
  bool open_ = true;
};

}  // namespace viche::store
