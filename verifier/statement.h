#pragma once
// Entry types and statements: docs/protocol.md section 4.

#include <cstdint>
#include <optional>
#include <string_view>

#include "crypto/group/bytes.h"
#include "verifier/checks.h"

namespace viche::verifier {

enum class Type : std::uint8_t {
  kManifest = 0x01,
  kCommit = 0x02,
  kReveal = 0x03,
  kShare = 0x04,
  kConfirm = 0x05,
  kComplaint = 0x06,
  kAnswer = 0x07,
  kRoll = 0x10,
  kOpening = 0x11,
  kBatch = 0x12,
  kCast = 0x13,
  kChallenge = 0x14,
  kAdmission = 0x15,
  kVoid = 0x16,
  kNotice = 0x17,
  kClose = 0x18,
  kCancellations = 0x19,
  kSeal = 0x1a,
  kAgreement = 0x20,
  kAbstention = 0x21,
  kDecryption = 0x22,
  kResult = 0x23,
};

/// An entry's type by its first byte: an error if table 4.3 does not have it.
Result<Type> read_type(ByteView entry);
[[nodiscard]] bool is_statement(Type type);
[[nodiscard]] bool is_ballot(Type type);
/// The word of table 4.3.
std::string_view type_name(Type type);

/// What an official says, joined from its parts.
struct Statement {
  Type type = Type::kManifest;
  std::uint64_t first = 0;  // the entry of its first part
  std::uint64_t last = 0;
  Bytes bytes;  // signer || body || signature

  [[nodiscard]] std::uint64_t parts() const { return last - first + 1; }
};

/// A statement's pieces; `body` views the statement.
struct Signed {
  std::uint16_t signer = 0;
  ByteView body;
  Bytes64 signature{};
};

Result<Signed> split(const Statement& statement);

/// The 64 bytes that a statement's signature covers.
Bytes64 statement_message(const Bytes32& manifest_hash, Type type, std::uint16_t signer,
                          ByteView body);

/// Joins parts to statements and counts E2, one run for each statement that begins.
class StatementReader {
 public:
  explicit StatementReader(Checks& checks) : checks_(checks) {}

  /// Takes an entry that is_statement; gives the statement when its last part has come.
  std::optional<Statement> take(Type type, std::uint64_t index, ByteView entry);
  /// Something else than a part comes next, or nothing: a statement that is not complete has
  /// failed.
  void interrupt();
  /// Whether the entry just taken began a statement.
  [[nodiscard]] bool began() const { return began_; }

 private:
  Checks& checks_;
  std::optional<Statement> open_;
  std::uint16_t parts_ = 0;
  std::uint16_t next_ = 0;
  bool began_ = false;
};

}  // namespace viche::verifier
