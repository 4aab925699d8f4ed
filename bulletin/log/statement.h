#pragma once
// Statements: what officials say, carried by one or more consecutive entries, its parts
// (docs/protocol.md section 4.1).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bulletin/log/entry.h"

namespace viche::log {

/// Every fragment but the last has this size.
inline constexpr std::size_t kFragmentSize = kMaxEntrySize - 5;
/// Signer and signature around the body.
inline constexpr std::size_t kStatementOverhead = 2 + 64;

struct Statement {
  EntryType type = EntryType::kManifest;
  std::uint16_t signer = 0;  // 0 the registrar, then trustees, then other agreement signers
  Bytes body;
  Bytes64 signature{};

  friend bool operator==(const Statement&, const Statement&) = default;
};

/// The parts, in order, as entries. The type is one of a statement and the body below 4 GiB (both
/// are the caller's promise).
[[nodiscard]] std::vector<Bytes> split_statement(const Statement& statement);

/// Joins parts back. Strict: exactly the entries that split_statement gives are accepted.
class StatementAssembler {
 public:
  /// What `add` would give, without taking the part.
  Result<std::optional<Statement>> peek(ByteView entry) const;
  /// Takes the next part; gives the statement with its last part. After an error nothing has
  /// changed.
  Result<std::optional<Statement>> add(ByteView entry);

  /// Whether parts are missing: nothing but the next part may follow.
  [[nodiscard]] bool pending() const { return next_part_ > 1; }
  /// While pending: "part 2 of 3 of the roll is next".
  [[nodiscard]] std::string describe() const;

 private:
  EntryType type_ = EntryType::kManifest;
  std::uint16_t next_part_ = 1;
  std::uint16_t parts_ = 0;
  Bytes joined_;
};

/// All entries of one statement at once, and no others.
Result<Statement> join_statement(const std::vector<Bytes>& parts);

}  // namespace viche::log
