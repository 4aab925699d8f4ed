#include "apps/viche/load/answer_parser.h"

#include <algorithm>
#include <charconv>

namespace viche::load {
namespace {

constexpr std::string_view kEndOfHead = "\r\n\r\n";

bool is_name(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

/// Digits alone.
template <class T>
std::optional<T> number_in(std::string_view text) {
  T value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

void AnswerParser::reset() {
  kept_.clear();
  bytes_ = {};
  answer_ = {};
  body_at_.reset();
  length_.reset();
}

bool AnswerParser::read_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (is_name(name, "content-length")) {
    const bool first = !length_;
    length_ = number_in<std::size_t>(value);
    return first && length_ && *length_ <= kMostBody;
  }
  if (is_name(name, "transfer-encoding")) return false;
  if (is_name(name, "connection")) answer_.close = is_name(value, "close");
  if (is_name(name, "retry-after")) answer_.retry_after = number_in<unsigned>(value);
  return true;
}

AnswerParser::State AnswerParser::read_head() {
  const std::size_t end = bytes_.substr(0, kMostHead).find(kEndOfHead);
  if (end == std::string_view::npos) {
    return bytes_.size() < kMostHead ? State::kMore : State::kMalformed;
  }
  const std::string_view head = bytes_.substr(0, end);
  // "HTTP/1.1 201 Created": a space after the three digits even where no phrase follows.
  const std::string_view line = head.substr(0, head.find("\r\n"));
  const std::optional<unsigned> status =
      line.size() >= 13 ? number_in<unsigned>(line.substr(9, 3)) : std::nullopt;
  if (!line.starts_with("HTTP/1.1 ") || !status || *status < 200 || line[12] != ' ') {
    return State::kMalformed;
  }
  answer_.status = *status;
  for (std::size_t at = line.size(); at < head.size();) {
    at += 2;
    const std::size_t next = std::min(head.find("\r\n", at), head.size());
    if (!read_field(head.substr(at, next - at))) return State::kMalformed;
    at = next;
  }
  if (!length_) return State::kMalformed;
  body_at_ = end + kEndOfHead.size();
  return State::kWhole;
}

AnswerParser::State AnswerParser::look() {
  if (!body_at_ && read_head() == State::kMalformed) return State::kMalformed;
  if (body_at_ && bytes_.size() >= *body_at_ + *length_) {
    answer_.body = bytes_.substr(*body_at_, *length_);
    return State::kWhole;
  }
  if (bytes_.data() != kept_.data() || bytes_.size() != kept_.size()) {
    kept_ = std::string(bytes_);  // a copy first: the bytes may be the end of what was kept
  }
  return State::kMore;
}

AnswerParser::State AnswerParser::take(std::string_view bytes) {
  bytes_ = kept_.empty() ? bytes : kept_.append(bytes);
  return look();
}

AnswerParser::State AnswerParser::next() {
  bytes_.remove_prefix(*body_at_ + *length_);
  answer_ = {};
  body_at_.reset();
  length_.reset();
  return look();
}

}  // namespace viche::load
