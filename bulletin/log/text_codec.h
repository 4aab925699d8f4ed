#pragma once
// The small alphabet of the log's text formats (signed notes, checkpoints, receipts, witness
// requests): lines, decimal numbers, hashes in base64, names. Every value has exactly one spelling.

#include <cstdint>
#include <string>
#include <string_view>

#include "bulletin/log/merkle.h"

namespace viche::log {

/// ASCII decimal without sign or leading zeros ("0" for zero), at most 2^64 - 1.
Result<std::uint64_t> parse_decimal(std::string_view text);

/// 44 characters of base64.
Result<Hash> parse_hash(std::string_view text);

/// Reads text line by line; every line must end in a newline. Errors name the line, counted from 1.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  /// The next line without its newline.
  Result<std::string_view> next(std::string_view what);
  /// The next line, which must be `label`, one space, and the value that is returned.
  Result<std::string_view> labelled(std::string_view label);
  /// Is the next line `label` followed by a space?
  [[nodiscard]] bool starts_with(std::string_view label) const;
  /// Everything not read yet.
  [[nodiscard]] std::string_view rest() const { return rest_; }
  /// An error at the line read last.
  [[nodiscard]] Error error(std::string reason) const;

 private:
  std::string_view rest_;
  std::size_t line_ = 0;
};

/// Base64 hashes, one a line, up to and including an empty line; at most `limit` of them.
Result<std::vector<Hash>> read_hash_lines(LineReader& lines, std::size_t limit);

/// Well-formed UTF-8 (RFC 3629).
Result<void> check_utf8(std::string_view text);

/// Well-formed UTF-8 (RFC 3629) without control characters below U+0020 other than newline.
Result<void> check_note_text(std::string_view text);

/// A key's name in a signed note: printable ASCII without space or plus, not empty.
Result<void> check_key_name(std::string_view name);

}  // namespace viche::log
