#pragma once
// Byte strings: fixed-size arrays, views, big-endian integers, hexadecimal, base64, and a bounded
// reader.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/group/result.h"

namespace viche {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using Bytes32 = std::array<std::uint8_t, 32>;
using Bytes64 = std::array<std::uint8_t, 64>;

[[nodiscard]] ByteView as_bytes(std::string_view text);
[[nodiscard]] std::string_view as_text(ByteView bytes);

void append(Bytes& out, ByteView bytes);
void append_u8(Bytes& out, std::uint8_t value);
void append_u16(Bytes& out, std::uint16_t value);  // big-endian, as all integers on the wire
void append_u32(Bytes& out, std::uint32_t value);
void append_u64(Bytes& out, std::uint64_t value);

[[nodiscard]] std::string to_hex(ByteView bytes);  // lower case
/// Lower-case hexadecimal only, so that each value has one spelling.
Result<Bytes> from_hex(std::string_view text);
Result<Bytes32> bytes32_from_hex(std::string_view text);

[[nodiscard]] std::string to_base64(ByteView bytes);  // RFC 4648 section 4, with padding
/// Strict: padding required, unused bits zero, no white space, so that each value has one spelling.
Result<Bytes> from_base64(std::string_view text);

/// Reads a byte string from front to back. Every error names the offset of the first byte that was
/// refused and what was expected there; nothing is read past the end.
class Reader {
 public:
  explicit Reader(ByteView bytes) : bytes_(bytes) {}

  Result<std::uint8_t> u8(std::string_view what);
  Result<std::uint16_t> u16(std::string_view what);
  Result<std::uint32_t> u32(std::string_view what);
  Result<std::uint64_t> u64(std::string_view what);
  Result<ByteView> take(std::size_t count, std::string_view what);
  Result<Bytes32> bytes32(std::string_view what);
  /// Fails unless every byte was read.
  Result<void> finish() const;

  [[nodiscard]] std::size_t position() const { return position_; }
  [[nodiscard]] std::size_t remaining() const { return bytes_.size() - position_; }

 private:
  ByteView bytes_;
  std::size_t position_ = 0;
};

}  // namespace viche
