// What a board answers a load: the same however its bytes are cut. The first byte of an input says
// how long the pieces are.

#include "apps/viche/load/answer_parser.h"
#include "apps/viche/load/ballot_answer.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {
namespace {

using load::Answer;
using load::AnswerParser;

bool same(const Answer& a, const Answer& b) {
  return a.status == b.status && a.retry_after == b.retry_after && a.close == b.close &&
         a.body == b.body;
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
  using State = AnswerParser::State;
  if (input.empty()) return;
  const std::size_t piece = std::max<std::size_t>(1, input.front());
  const std::string_view text = as_text(input.subspan(1));
  AnswerParser whole, cut;
  const State at_once = whole.take(text);
  State state = State::kMore;
  std::size_t at = 0;
  for (; at < text.size() && state == State::kMore; at += piece) {
    state = cut.take(text.substr(at, piece));
  }
  if (state == State::kWhole && at < text.size()) {
    require(at_once == State::kMalformed, "bytes behind an answer are taken");
    return;
  }
  require(state == at_once, "an answer depends on how it is cut");
  if (state != State::kWhole) return;
  require(same(whole.answer(), cut.answer()), "a cut answer says something else");
  (void)load::index_in(whole.answer());
  require(text.find(load::reason_in(whole.answer())) != std::string_view::npos ||
              load::reason_in(whole.answer()) == "unknown",
          "a reason that is not in the answer");
  const std::string again = spelled(whole.answer());
  AnswerParser second;
  require(second.take(again) == State::kWhole && same(second.answer(), whole.answer()),
          "an answer spelled anew says something else");
}

}  // namespace viche::fuzz
