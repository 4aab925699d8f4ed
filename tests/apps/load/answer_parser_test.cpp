#include "apps/viche/load/answer_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "apps/viche/load/ballot_answer.h"

namespace viche::load {
namespace {

using State = AnswerParser::State;

const std::string kAppended =
    "HTTP/1.1 201 Created\r\nDate: Sat, 16 May 2026 20:00:00 GMT\r\nContent-Type: text/plain; "
    "charset=utf-8\r\nContent-Length: 11\r\nX-Content-Type-Options: nosniff\r\n\r\nhello\r\n\r\n!!";
const std::string kOverloaded =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 4\r\nCONTENT-LENGTH:2\r\nconnection:  "
    "Close \r\n\r\n{}";

State take_whole(AnswerParser& parser, std::string_view text) {
  parser.reset();
  return parser.take(text);
}

TEST(LoadAnswerParser, ReadsWhatABoardAnswers) {
  AnswerParser parser;
  ASSERT_EQ(parser.take(kAppended), State::kWhole);
  EXPECT_EQ(parser.answer().status, 201U);
  EXPECT_EQ(parser.answer().body, "hello\r\n\r\n!!");
  EXPECT_FALSE(parser.answer().close);
  EXPECT_FALSE(parser.answer().retry_after);
  ASSERT_EQ(take_whole(parser, kOverloaded), State::kWhole);
  EXPECT_EQ(parser.answer().status, 503U);
  EXPECT_EQ(parser.answer().retry_after, 4U);
  EXPECT_TRUE(parser.answer().close);
  EXPECT_EQ(parser.answer().body, "{}");
  ASSERT_EQ(take_whole(parser, "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n"), State::kWhole);
  EXPECT_EQ(parser.answer().body, "");
}

TEST(LoadAnswerParser, DoesNotMindWhereTheBytesAreCut) {
  for (const std::string& text : {kAppended, kOverloaded}) {
    AnswerParser whole, parser;
    ASSERT_EQ(whole.take(text), State::kWhole);
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
      parser.reset();
      const std::string first = text.substr(0, cut), second = text.substr(cut);
      const State state = parser.take(first);
      ASSERT_EQ(state, cut == text.size() ? State::kWhole : State::kMore) << cut;
      if (state == State::kMore) {
        ASSERT_EQ(parser.take(second), State::kWhole) << cut;
      }
      EXPECT_EQ(parser.answer().status, whole.answer().status);
      EXPECT_EQ(parser.answer().body, whole.answer().body);
      EXPECT_EQ(parser.answer().retry_after, whole.answer().retry_after);
    }
    parser.reset();
    State state = State::kMore;
    for (const char c : text) {
      ASSERT_EQ(state, State::kMore);
      state = parser.take({&c, 1});
    }
    EXPECT_EQ(state, State::kWhole);
    EXPECT_EQ(parser.answer().body, whole.answer().body);
  }
}

TEST(LoadAnswerParser, ReadsAnswersThatComeTogether) {
  const std::string all = kAppended + kOverloaded + kAppended;
  for (std::size_t piece = 1; piece <= all.size(); ++piece) {
    AnswerParser parser;
    std::vector<std::pair<unsigned, std::string>> answers;
    for (std::size_t at = 0; at < all.size(); at += piece) {
      const std::string bytes = all.substr(at, piece);
      for (State state = parser.take(bytes); state != State::kMore; state = parser.next()) {
        ASSERT_EQ(state, State::kWhole);
        answers.emplace_back(parser.answer().status, parser.answer().body);
      }
    }
    const std::pair<unsigned, std::string> appended(201U, "hello\r\n\r\n!!");
    EXPECT_THAT(answers,
                testing::ElementsAre(appended, std::pair(503U, std::string("{}")), appended))
        << piece;
  }
  AnswerParser parser;
  ASSERT_EQ(parser.take(kAppended + "no answer\r\n\r\n"), State::kWhole);
  EXPECT_EQ(parser.next(), State::kMalformed);
}

TEST(LoadAnswerParser, RefusesWhatIsNoAnswerOrTooMuch) {
  AnswerParser parser;
  for (const std::string& text : {
           std::string("HTTP/1.1 201 Created\r\nDate: x\r\n\r\n"),  // no length
           std::string("HTTP/1.1 201 Created\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx"),
           std::string("HTTP/1.1 201 Created\r\nContent-Length: 1x\r\n\r\nx"),
           std::string("HTTP/1.1 201 Created\r\nContent-Length: -1\r\n\r\n"),
           std::string("HTTP/1.1 201 Created\r\nContent-Length: 99999999999999999999\r\n\r\n"),
           std::string("HTTP/1.1 201 Created\r\nContent-Length: 67108865\r\n\r\n"),
           std::string("HTTP/1.1 201 Created\r\nContent-Length:\r\n\r\n"),
           std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
           std::string("HTTP/1.1 100 Continue\r\nContent-Length: 0\r\n\r\n"),
           std::string("HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n"),
           std::string("HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n"),
           std::string("HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"),
           std::string("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
           std::string("HTTP/1.1 200 OK\r\nContent-Length 0\r\n\r\n"),
           std::string("HTTP/1.1 200 OK\r\n: 0\r\nContent-Length: 0\r\n\r\n"),
           std::string("SSH-2.0-OpenSSH_9.2\r\n\r\n"), std::string("\r\n\r\n"),
           std::string(AnswerParser::kMostHead, 'x'),  // a head without an end
       }) {
    EXPECT_EQ(take_whole(parser, text), State::kMalformed) << text;
  }
}

TEST(LoadAnswerParser, WaitsForALongHeadAndBody) {
  AnswerParser parser;
  const std::string head =
      "HTTP/1.1 200 OK\r\nX-Long: " + std::string(AnswerParser::kMostHead / 2, 'x');
  EXPECT_EQ(parser.take(head), State::kMore);
  EXPECT_EQ(parser.take("\r\nContent-Length: 67108864\r\n\r\n"), State::kMore);
  const std::string body(AnswerParser::kMostBody, 'b');
  EXPECT_EQ(parser.take(body), State::kWhole);
  EXPECT_EQ(parser.answer().body.size(), body.size());
}

TEST(LoadBallotAnswer, FindsIndexAndReason) {
  Answer answer;
  answer.body = "c2sp.org/tlog-proof@v1\nindex 1234\nAAAA\n\norigin\n";
  EXPECT_EQ(index_in(answer), 1234U);
  for (const char* none : {"", "index 5\n", "x\nindex \n", "x\nindex 5", "x\nindex 5 \n",
                           "x\nindex 99999999999999999999\n"}) {
    answer.body = none;
    EXPECT_FALSE(index_in(answer)) << none;
  }
  answer.body = R"({"type":"urn:viche:problem:busy","status":429,"reason":"busy","detail":"x"})";
  EXPECT_EQ(reason_in(answer), "busy");
  answer.body = "{}";
  EXPECT_EQ(reason_in(answer), "unknown");
}

}  // namespace
}  // namespace viche::load
