#pragma once
// Strict JSON: the subset that docs/protocol.md section 2 admits.

#include <cstdint>
#include <string>
#include <vector>

#include "crypto/group/bytes.h"

namespace viche::verifier {

/// A JSON value. Numbers are non-negative integers below 2^64.
struct Json {
  enum class Type : std::uint8_t { kNull, kBoolean, kInteger, kString, kList, kObject };

  Type type = Type::kNull;
  bool boolean = false;
  std::uint64_t integer = 0;
  std::string string;
  std::vector<std::string> names;  // of an object's members, in their order
  std::vector<Json> items;         // an object's or a list's

  /// A member of an object, or null.
  [[nodiscard]] const Json* find(std::string_view name) const;
};

/// RFC 8259 text in UTF-8 without byte-order mark. Refused besides malformed text: a member that
/// occurs twice in one object (names compared after unescaping), a number that is not a plain
/// non-negative decimal integer below 2^64, and a nesting deeper than 16, where the outermost value
/// has depth 1.
Result<Json> parse_json(ByteView text);

}  // namespace viche::verifier
