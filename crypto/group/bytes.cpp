#include "crypto/group/bytes.h"

#include <algorithm>

namespace viche {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

template <class Integer>
void append_big_endian(Bytes& out, Integer value) {
  for (int shift = 8 * static_cast<int>(sizeof(Integer)) - 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

template <class Integer>
Result<Integer> read_big_endian(Reader& reader, std::string_view what) {
  VICHE_ASSIGN(const ByteView bytes, reader.take(sizeof(Integer), what));
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) value = value << 8 | byte;
  return static_cast<Integer>(value);
}

Error at_character(std::string reason, std::size_t index) {
  return Error{std::move(reason), "character " + std::to_string(index)};
}

}  // namespace

ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void append(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }
void append_u8(Bytes& out, std::uint8_t value) { out.push_back(value); }
void append_u16(Bytes& out, std::uint16_t value) { append_big_endian(out, value); }
void append_u32(Bytes& out, std::uint32_t value) { append_big_endian(out, value); }
void append_u64(Bytes& out, std::uint64_t value) { append_big_endian(out, value); }

std::string to_hex(ByteView bytes) {
  std::string text;
  text.reserve(2 * bytes.size());
  for (const std::uint8_t byte : bytes) {
    text.push_back(kHexDigits[byte >> 4]);
    text.push_back(kHexDigits[byte & 15]);
  }
  return text;
}

Result<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return Error{"hexadecimal of odd length", ""};
  Bytes bytes(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t digit = kHexDigits.find(text[i]);
    if (digit == std::string_view::npos) {
      return at_character("not a lower-case hexadecimal digit", i);
    }
    bytes[i / 2] = static_cast<std::uint8_t>(bytes[i / 2] << 4 | digit);
  }
  return bytes;
}

Result<Bytes32> bytes32_from_hex(std::string_view text) {
  if (text.size() != 64) {
    return Error{"expected 64 hexadecimal digits, got " + std::to_string(text.size()), ""};
  }
  VICHE_ASSIGN(const Bytes bytes, from_hex(text));
  Bytes32 out;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

std::string to_base64(ByteView bytes) {
  std::string text((bytes.size() + 2) / 3 * 4, '=');
  char* out = text.data();
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3, out += 4) {
    out[0] = kBase64Digits[bytes[i] >> 2];
    out[1] = kBase64Digits[(bytes[i] << 4 | bytes[i + 1] >> 4) & 63];
    out[2] = kBase64Digits[(bytes[i + 1] << 2 | bytes[i + 2] >> 6) & 63];
    out[3] = kBase64Digits[bytes[i + 2] & 63];
  }
  if (i == bytes.size()) return text;
  const unsigned second = i + 1 < bytes.size() ? bytes[i + 1] : 0U;
  out[0] = kBase64Digits[bytes[i] >> 2];
  out[1] = kBase64Digits[(bytes[i] << 4 | second >> 4) & 63];
  if (i + 1 < bytes.size()) out[2] = kBase64Digits[second << 2 & 63];
  return text;
}

Result<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return Error{"base64 whose length is not a multiple of 4", ""};
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  const std::size_t digits = text.size() - padding;

  Bytes bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const std::size_t digit = kBase64Digits.find(text[i]);
    if (digit == std::string_view::npos) return at_character("not a base64 digit", i);
    group = group << 6 | static_cast<std::uint32_t>(digit);
    if (i % 4 == 3) {
      for (int shift = 16; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::uint8_t>(group >> shift));
      }
      group = 0;
    }
  }
  // The last group holds 2 digits (4 unused bits) or 3 digits (2 unused bits) when it is padded.
  if (padding > 0) {
    const std::uint32_t unused = 2 * static_cast<std::uint32_t>(padding);
    if ((group & ((1U << unused) - 1)) != 0) {
      return at_character("unused base64 bits are not zero", digits - 1);
    }
    group >>= unused;
    if (padding == 1) bytes.push_back(static_cast<std::uint8_t>(group >> 8));
    bytes.push_back(static_cast<std::uint8_t>(group));
  }
  return bytes;
}

Result<std::uint8_t> Reader::u8(std::string_view what) {
  return read_big_endian<std::uint8_t>(*this, what);
}
Result<std::uint16_t> Reader::u16(std::string_view what) {
  return read_big_endian<std::uint16_t>(*this, what);
}
Result<std::uint32_t> Reader::u32(std::string_view what) {
  return read_big_endian<std::uint32_t>(*this, what);
}
Result<std::uint64_t> Reader::u64(std::string_view what) {
  return read_big_endian<std::uint64_t>(*this, what);
}

Result<ByteView> Reader::take(std::size_t count, std::string_view what) {
  if (count > remaining()) {
    return Error{"expected " + std::to_string(count) + " bytes of " + std::string(what) +
                     ", only " + std::to_string(remaining()) + " are left",
                 "byte " + std::to_string(position_)};
  }
  const ByteView taken = bytes_.subspan(position_, count);
  position_ += count;
  return taken;
}

Result<Bytes32> Reader::bytes32(std::string_view what) {
  VICHE_ASSIGN(const ByteView bytes, take(32, what));
  Bytes32 out;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

Result<void> Reader::finish() const {
  if (remaining() != 0) {
    return Error{std::to_string(remaining()) + " bytes after the end",
                 "byte " + std::to_string(position_)};
  }
  return {};
}

}  // namespace viche
