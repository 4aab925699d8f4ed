// What the process viche-board refuses, with the exact status and reason of each.

#include <gtest/gtest.h>

#include <thread>

#include "apps/common/files.h"
#include "tests/apps/served_board.h"
#include "tests/bulletin/http/bad_requests.h"

namespace viche::test {
namespace {

TEST(ServedBoard, RefusesWithStatusAndReason) {
  SmallElection election(4);
  ServedBoard board(election, {"--http-body-bytes", "8192"});
  const Bytes good = election.cast(0, 0);
  ASSERT_EQ(post_entries(board, {good}).status, 201U);
  Bytes bad_proof = election.cast(1, 0);
  bad_proof.back() ^= 1;
  Bytes bad_point = election.cast(1, 0);
  std::fill(bad_point.begin() + 67, bad_point.begin() + 99, 0xff);
  Bytes no_style = election.cast(1, 0);
  no_style[1] = 9;
  Bytes cut = election.cast(1, 0);
  cut.pop_back();
  Bytes longer = election.cast(1, 0);
  longer.push_back(0);
  Bytes no_type = election.cast(1, 0);
  no_type[0] = 0x77;
  const Bytes off_roll = election.cast(election.new_credential(), 0);
  struct Case {
    const char* name;
    Bytes entry;
    unsigned status;
    const char* reason;
  };
  const std::vector<Case> cases{
      {"empty", {}, 400, "malformed"},
      {"a byte", {0x13}, 400, "malformed"},
      {"unknown type", no_type, 400, "malformed"},
      {"a statement", {0x17, 0, 1, 0, 1, 0}, 400, "malformed"},
      {"a batch", {0x12, 0, 0, 0, 1, 0, 0, 0, 1}, 400, "malformed"},
      {"unknown style", no_style, 400, "malformed"},
      {"truncated", cut, 400, "malformed"},
      {"a byte too many", longer, 400, "malformed"},
      {"off the roll", off_roll, 403, "not-registered"},
      {"stale predecessor", election.cast(0, 1), 409, "not-next"},
      {"unknown predecessor", election.cast(1, 0, Bytes32{1}), 409, "not-next"},
      {"bad signature", bad_proof, 422, "bad-proof"},
      {"not a point", bad_point, 400, "malformed"},
  };
  for (const Case& c : cases) {
    const HttpAnswer answer = post_entries(board, {c.entry});
    EXPECT_EQ(answer.status, c.status) << c.name << answer.body;
    EXPECT_EQ(answer.reason(), c.reason) << c.name;
  }
  EXPECT_EQ(post_entries(board, {good}).status, 200U) << "a replay is answered as the first time";
  EXPECT_EQ(post_entries(board, {good}, "/v1/entries").reason(), "malformed");
  EXPECT_EQ(post(board, "/v1/ballots", std::string(9000, 'x')).reason(), "body-too-large");
  for (const std::string& body : {std::string(), std::string("\0", 1), std::string("\0\2x", 3)}) {
    EXPECT_EQ(post(board, "/v1/ballots", body).reason(), "framing");
    EXPECT_EQ(post(board, "/v1/entries", body).reason(), "framing");
  }
  EXPECT_EQ(post_entries(board, std::vector<Bytes>(1025, Bytes{1})).reason(), "too-many");
  EXPECT_EQ(
      ask(board.port(), post_request("/v1/ballots", "x", "Content-Type: text/plain\r\n")).reason(),
      "media-type");
  EXPECT_EQ(get(board, "/v1/ballots").reason(), "method-not-allowed");
  EXPECT_EQ(get(board, "/v1/ballots/00").reason(), "bad-tracker");
  EXPECT_EQ(get(board, "/v1/ballots/" + std::string(64, '0')).reason(), "unknown-ballot");
  EXPECT_EQ(get(board, "/tile/0/999").reason(), "not-found");
  for (const BadRequest& bad : bad_requests(8192)) {
    EXPECT_EQ(ask(board.port(), bad.bytes).status, bad.status) << bad.name;
    EXPECT_EQ(ask(board.port(), bad.bytes).reason(), bad.reason) << bad.name;
  }
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(election.casts(), 1U);
}

TEST(ServedBoard, AnswersPipelinedBallotsAndSlowClients) {
  const SmallElection election(3);
  ServedBoard board(election, {"--http-request-ms", "500"});
  HttpClient client(board.port());
  std::string requests;
  for (const Bytes& ballot : election.cast_all(1, std::vector<Bytes32>(3))) {
    requests += post_request("/v1/ballots", as_text(app::join_entries({ballot})));
  }
  client.send(requests);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.read().value_or(HttpAnswer{}).status, 201U);
  client.send(requests.substr(0, requests.size() / 2));
  EXPECT_EQ(client.read().value_or(HttpAnswer{}).status, 200U);
  const HttpAnswer late = client.read().value_or(HttpAnswer{});
  EXPECT_EQ(late.status, 408U);
  EXPECT_EQ(late.reason(), "timeout");
  EXPECT_TRUE(client.closed());
  client.end();
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(election.casts(), 3U);
}

TEST(ServedBoard, AFullQueueSendsAwayAtOnce) {
  const SmallElection election(8);
  ServedBoard board(election, {"--service-batch-ballots", "2", "--service-waiting-ballots", "2",
                               "--http-ballots-at-once", "2", "--service-interval-ms", "3600000"});
  const std::vector<Bytes> ballots = election.cast_all(0, std::vector<Bytes32>(8));
  HttpClient waiting(board.port());
  waiting.send(post_request("/v1/ballots", as_text(app::join_entries({ballots[0]}))));
  for (int i = 0; i < 100 && metric(board, "viche_board_waiting{kind=\"ballots\"}") != 1; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const auto begin = std::chrono::steady_clock::now();
  const HttpAnswer full = post_entries(board, {ballots[1], ballots[2]});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
  EXPECT_EQ(full.reason(), "overloaded");
  EXPECT_GE(std::stoul(full.headers.at("retry-after")), 1U);
  // There is room for one, which makes a batch of both.
  EXPECT_EQ(post_entries(board, {ballots[1]}).status, 201U);
  EXPECT_EQ(waiting.read().value_or(HttpAnswer{}).status, 201U) << "harmed by what came later";
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(election.casts(), 2U);
}

}  // namespace
}  // namespace viche::test
