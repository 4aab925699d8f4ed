#pragma once
// An answer of HTTP/1.1 from its bytes as they come, bounded in what is kept of it.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "crypto/group/bytes.h"

namespace viche::fetch {

inline constexpr unsigned kNoContent = 204;

/// What an answer says of itself before its body.
struct AnswerHead {
  unsigned status = 0;
  std::optional<std::uint64_t> length;
  bool chunked = false;
  bool keeps = true;  // the connection

  /// Without the empty line at its end.
  static Result<AnswerHead> parse(std::string_view text);
  /// Whether the body's end is known before the connection's.
  [[nodiscard]] bool ends_by_itself() const { return length || chunked || status == kNoContent; }

 private:
  Result<void> field(const std::string& name, std::string_view value);
};

/// The bytes of one answer.
class AnswerReader {
 public:
  /// Fills a part of the span and says how much: nothing at the connection's end.
  using Source = std::function<Result<std::size_t>(std::span<char>)>;

  explicit AnswerReader(Source source) : source_(std::move(source)) {}

  /// Whether any byte has come.
  [[nodiscard]] bool began() const { return began_; }

  Result<AnswerHead> head();
  /// After `head`. An answer of more than `limit` bytes is refused as soon as it says so, or when
  /// the byte beyond comes.
  Result<Bytes> body(const AnswerHead& head, std::uint64_t limit);

 private:
  /// Adds to the buffer; an error at the end of the connection.
  Result<void> more(const char* what);
  Result<std::size_t> receive();
  Result<void> take(std::uint64_t count, Bytes& into);
  /// Up to the end of the connection.
  Result<Bytes> rest(std::uint64_t limit);
  Result<std::string> line();
  Result<Bytes> chunks(std::uint64_t limit);

  Source source_;
  std::string buffer_;
  bool began_ = false;
};

}  // namespace viche::fetch
