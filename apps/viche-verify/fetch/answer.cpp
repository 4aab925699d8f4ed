#include "apps/viche-verify/fetch/answer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "verifier/note.h"

namespace viche::fetch {
namespace {

constexpr std::size_t kMaxHead = std::size_t{16} << 10;
constexpr std::string_view kLineEnd = "\r\n";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

Error too_large(std::uint64_t size, std::uint64_t limit) {
  return Error{"an answer of " + std::to_string(size) + " bytes, where " + std::to_string(limit) +
                   " are the most",
               ""};
}

}  // namespace

Result<AnswerHead> AnswerHead::parse(std::string_view text) {
  constexpr std::size_t kVersion = 9;  // "HTTP/1.1 "
  AnswerHead head;
  const std::string_view first = text.substr(0, text.find(kLineEnd));
  const auto status = verifier::read_decimal(first.substr(std::min(kVersion, first.size()), 3));
  if (!first.starts_with("HTTP/1.") || !status || *status < 100 || *status > 599) {
    return Error{"not an answer of HTTP/1.1", ""};
  }
  head.status = static_cast<unsigned>(*status);
  head.keeps = first.starts_with("HTTP/1.1");
  text.remove_prefix(std::min(first.size() + kLineEnd.size(), text.size()));
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find(kLineEnd));
    text.remove_prefix(std::min(line.size() + kLineEnd.size(), text.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return Error{"a header line without a colon", ""};
    VICHE_TRY(head.field(lower(line.substr(0, colon)), trimmed(line.substr(colon + 1))));
  }
  if (head.chunked && head.length) return Error{"both a length and chunks", ""};
  return head;
}

Result<void> AnswerHead::field(const std::string& name, std::string_view value) {
  if (name == "content-length") {
    const auto size = verifier::read_decimal(value);
    if (!size || (length && *length != *size)) return Error{"not one length", "Content-Length"};
    length = size;
  } else if (name == "transfer-encoding") {
    if (lower(value) != "chunked") return Error{"not understood", "Transfer-Encoding"};
    chunked = true;
  } else if (name == "content-encoding") {
    if (lower(value) != "identity") return Error{"was not asked for", "Content-Encoding"};
  } else if (name == "connection") {
    if (lower(value) == "close") keeps = false;
  }
  return {};
}

Result<AnswerHead> AnswerReader::head() {
  constexpr std::string_view kEnd = "\r\n\r\n";
  std::size_t end = 0;
  while ((end = buffer_.find(kEnd)) == std::string::npos) {
    if (buffer_.size() > kMaxHead) return Error{"a header of more than 16 KiB", ""};
    VICHE_TRY(more("the header"));
  }
  Result<AnswerHead> head = AnswerHead::parse(std::string_view(buffer_).substr(0, end));
  buffer_.erase(0, end + kEnd.size());
  return head;
}

Result<Bytes> AnswerReader::body(const AnswerHead& head, std::uint64_t limit) {
  if (head.status == kNoContent) return Bytes();
  if (!head.ends_by_itself()) return rest(limit);
  Bytes bytes;
  if (head.chunked) {
    VICHE_ASSIGN(bytes, chunks(limit));
  } else {
    if (*head.length > limit) return too_large(*head.length, limit);
    VICHE_TRY(take(*head.length, bytes));
  }
  if (!buffer_.empty()) return Error{"more bytes than its length says", ""};
  return bytes;
}

Result<void> AnswerReader::more(const char* what) {
  VICHE_ASSIGN(const std::size_t size, receive());
  if (size == 0) return Error{"the connection ended within " + std::string(what), ""};
  return {};
}

Result<std::size_t> AnswerReader::receive() {
  std::array<char, 1U << 16> bytes{};
  VICHE_ASSIGN(const std::size_t size, source_(bytes));
  began_ = began_ || size > 0;
  buffer_.append(bytes.data(), size);
  return size;
}

Result<void> AnswerReader::take(std::uint64_t count, Bytes& into) {
  for (;;) {
    const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(count, buffer_.size()));
    append(into, as_bytes(std::string_view(buffer_).substr(0, now)));
    buffer_.erase(0, now);
    count -= now;
    if (count == 0) return {};
    VICHE_TRY(more("the body"));
  }
}

Result<Bytes> AnswerReader::rest(std::uint64_t limit) {
  for (;;) {
    if (buffer_.size() > limit) return too_large(buffer_.size(), limit);
    VICHE_ASSIGN(const std::size_t size, receive());
    if (size == 0) break;
  }
  const ByteView bytes = as_bytes(buffer_);
  return Bytes(bytes.begin(), bytes.end());
}

Result<std::string> AnswerReader::line() {
  constexpr std::size_t kLongest = 256;
  std::size_t end = 0;
  while ((end = buffer_.find(kLineEnd)) == std::string::npos) {
    if (buffer_.size() > kLongest) return Error{"a chunk without a size", ""};
    VICHE_TRY(more("a chunk"));
  }
  std::string text = buffer_.substr(0, end);
  buffer_.erase(0, end + kLineEnd.size());
  return text;
}

Result<Bytes> AnswerReader::chunks(std::uint64_t limit) {
  constexpr std::size_t kDigits = 8;
  Bytes body;
  for (;;) {
    VICHE_ASSIGN(const std::string size_line, line());
    const std::string digits = size_line.substr(0, size_line.find(';'));
    const bool hex = !digits.empty() && digits.size() <= kDigits &&
                     std::all_of(digits.begin(), digits.end(),
                                 [](unsigned char c) { return std::isxdigit(c) != 0; });
    if (!hex) return Error{"a chunk without a size", ""};
    const std::uint64_t size = std::stoull(digits, nullptr, 16);
    if (body.size() + size > limit) return too_large(body.size() + size, limit);
    if (size == 0) break;
    VICHE_TRY(take(size, body));
    VICHE_ASSIGN(const std::string end, line());
    if (!end.empty()) return Error{"a chunk longer than its size", ""};
  }
  for (std::size_t trailers = 0;; ++trailers) {
    VICHE_ASSIGN(const std::string trailer, line());
    if (trailer.empty()) return body;
    if (trailers > 16) return Error{"too many lines behind the last chunk", ""};
  }
}

}  // namespace viche::fetch
