// What a board answers a load, several answers on end: the same however the bytes are cut. The
// first byte of an input says how long the pieces are.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "apps/viche/load/answer_parser.h"
#include "apps/viche/load/ballot_answer.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {
namespace {

using load::Answer;
using load::AnswerParser;

/// An answer with a body of its own.
struct Kept {
  explicit Kept(const Answer& answer)
      : status(answer.status),
        retry_after(answer.retry_after),
        close(answer.close),
        body(answer.body) {}
  bool operator==(const Kept&) const = default;

  unsigned status;
  std::optional<unsigned> retry_after;
  bool close;
  std::string body;
};

/// All answers in the bytes, which come in pieces; whether what follows them is malformed.
std::pair<std::vector<Kept>, bool> read_all(std::string_view text, std::size_t piece) {
  AnswerParser parser;
  std::vector<Kept> answers;
  for (std::size_t at = 0; at < text.size(); at += piece) {
    AnswerParser::State state = parser.take(text.substr(at, piece));
    for (; state == AnswerParser::State::kWhole; state = parser.next()) {
      answers.emplace_back(parser.answer());
    }
    if (state == AnswerParser::State::kMalformed) return {std::move(answers), true};
  }
  return {std::move(answers), false};
}

/// The same answer in our own words.
std::string spelled(const Answer& answer) {
  std::string text = "HTTP/1.1 " + std::to_string(answer.status) +
                     " \r\nContent-Length: " + std::to_string(answer.body.size()) + "\r\n";
  if (answer.retry_after) text += "Retry-After: " + std::to_string(*answer.retry_after) + "\r\n";
  if (answer.close) text += "Connection: close\r\n";
  return text + "\r\n" + std::string(answer.body);
}

}  // namespace

void read_answer(ByteView input) {
  if (input.empty()) return;
  const std::size_t piece = std::max<std::size_t>(1, input.front());
  const std::string_view text = as_text(input.subspan(1));
  const auto at_once = read_all(text, std::max<std::size_t>(1, text.size()));
  require(at_once == read_all(text, piece), "answers depend on how they are cut");
  for (const Kept& kept : at_once.first) {
    const Answer answer{kept.status, kept.retry_after, kept.close, kept.body};
    (void)load::index_in(answer);
    require(text.find(load::reason_in(answer)) != std::string_view::npos ||
                load::reason_in(answer) == "unknown",
            "a reason that is not in the answer");
    const std::string again = spelled(answer);
    require(read_all(again, again.size()) == std::pair(std::vector<Kept>{kept}, false),
            "an answer spelled anew says something else");
  }
}

}  // namespace viche::fuzz
