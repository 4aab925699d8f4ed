#include "bulletin/log/text_codec.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace viche::log {

namespace {

/// Takes one code point off the front of `text`; nothing if it is not well-formed UTF-8 (RFC 3629:
/// shortest form, no surrogates, at most U+10FFFF).
std::optional<char32_t> take_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  std::size_t length = 0;
  char32_t smallest = 0;
  char32_t code = 0;
  if (lead < 0x80) {
    length = 1;
    code = lead;
  } else if (lead >= 0xc0 && lead < 0xe0) {
    length = 2;
    smallest = 0x80;
    code = lead & 0x1fU;
  } else if (lead >= 0xe0 && lead < 0xf0) {
    length = 3;
    smallest = 0x800;
    code = lead & 0x0fU;
  } else if (lead >= 0xf0 && lead < 0xf8) {
    length = 4;
    smallest = 0x10000;
    code = lead & 0x07U;
  } else {
    return std::nullopt;
  }
  if (text.size() < length) return std::nullopt;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return std::nullopt;
    code = code << 6 | (byte(i) & 0x3fU);
  }
  const bool is_surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < smallest || code > 0x10ffff || is_surrogate) return std::nullopt;
  text.remove_prefix(length);
  return code;
}

}  // namespace

Result<std::uint64_t> parse_decimal(std::string_view text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, value);
  if (text.empty() || failure != std::errc{} || stop != end ||
      (text.size() > 1 && text[0] == '0')) {
    return Error{
        "not a decimal number without leading zeros: \"" + std::string(text.substr(0, 40)) + "\"",
        ""};
  }
  return value;
}

Result<Hash> parse_hash(std::string_view text) {
  VICHE_ASSIGN(const Bytes bytes, from_base64(text));
  Hash hash;
  if (bytes.size() != hash.size()) return Error{"not a base64 hash of 32 bytes", ""};
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

Error LineReader::error(std::string reason) const {
  return Error{std::move(reason), "line " + std::to_string(line_)};
}

Result<std::string_view> LineReader::next(std::string_view what) {
  ++line_;
  if (rest_.empty()) return error("the text ends before the " + std::string(what));
  const std::size_t newline = rest_.find('\n');
  if (newline == std::string_view::npos) return error("the line does not end in a newline");
  const std::string_view line = rest_.substr(0, newline);
  rest_.remove_prefix(newline + 1);
  return line;
}

Result<std::string_view> LineReader::labelled(std::string_view label) {
  VICHE_ASSIGN(const std::string_view line, next(label));
  if (line.size() <= label.size() || line.substr(0, label.size()) != label ||
      line[label.size()] != ' ') {
    return error("expected \"" + std::string(label) + " ...\"");
  }
  return line.substr(label.size() + 1);
}

bool LineReader::starts_with(std::string_view label) const {
  return rest_.size() > label.size() && rest_.substr(0, label.size()) == label &&
         rest_[label.size()] == ' ';
}

Result<std::vector<Hash>> read_hash_lines(LineReader& lines, std::size_t limit) {
  std::vector<Hash> hashes;
  while (true) {
    VICHE_ASSIGN(const std::string_view line, lines.next("empty line"));
    if (line.empty()) return hashes;
    if (hashes.size() == limit)
      return lines.error("more than " + std::to_string(limit) + " hashes");
    const Result<Hash> hash = parse_hash(line);
    if (!hash) return lines.error(hash.error().reason);
    hashes.push_back(*hash);
  }
}

Result<void> check_utf8(std::string_view text) {
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t position = text.size() - rest.size();
    if (!take_code_point(rest)) return Error{"malformed UTF-8", "byte " + std::to_string(position)};
  }
  return {};
}

Result<void> check_note_text(std::string_view text) {
  const std::size_t size = text.size();
  while (!text.empty()) {
    const std::string position = "byte " + std::to_string(size - text.size());
    const std::optional<char32_t> code = take_code_point(text);
    if (!code) return Error{"malformed UTF-8", position};
    if (*code < 0x20 && *code != '\n') return Error{"a control character", position};
  }
  return {};
}

Result<void> check_key_name(std::string_view name) {
  const bool legal =
      std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f && c != '+'; });
  if (name.empty() || !legal) {
    return Error{"a key's name is printable ASCII without space or plus", ""};
  }
  return {};
}

}  // namespace viche::log
