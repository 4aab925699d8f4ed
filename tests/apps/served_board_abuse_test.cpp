// The process viche-board against clients that mean it no good: what they get, and that voters are
// served meanwhile.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <iostream>
#include <list>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "apps/common/files.h"
#include "tests/apps/served_board.h"

namespace viche::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

std::string ballot_request(const std::vector<Bytes>& ballots) {
  return post_request("/v1/ballots", as_text(app::join_entries(ballots)));
}

/// The ballot with some byte of its signature changed, another one for each `salt`.
Bytes spoiled(Bytes ballot, std::size_t salt) {
  const std::size_t byte = ballot.size() - 1 - salt % 31;
  ballot[byte] = static_cast<std::uint8_t>(ballot[byte] ^ (1 + salt / 31 % 255));
  return ballot;
}

/// Posts it until it is in, as a voter's device does. Gives how often it was sent away.
int cast_until_taken(const ServedBoard& board, const Bytes& ballot) {
  for (int away = 0;; ++away) {
    const HttpAnswer answer = ask(board.port(), ballot_request({ballot}));
    if (answer.status == 200 || answer.status == 201) return away;
    EXPECT_TRUE(answer.status == 429 || answer.status == 503) << answer.body;
    std::this_thread::sleep_for(50ms);
  }
}

// A request is answered within 100 ms of having been read, however full the board is.
TEST(ServedBoardAbuse, AFullQueueSendsManyAwayAtOnceAndAnswersAllItTook) {
  constexpr std::size_t kTaken = 32;
  const SmallElection election(2 * kTaken);
  ServedBoard board(election, {"--service-batch-ballots", "32", "--service-waiting-ballots", "32",
                               "--http-ballots-at-once", "2", "--service-interval-ms", "3600000"});
  const std::vector<Bytes> ballots = election.cast_all(0, std::vector<Bytes32>(2 * kTaken));
  std::list<HttpClient> waiting;
  for (std::size_t i = 0; i + 1 < kTaken; ++i) {
    waiting.emplace_back(board.port()).send(ballot_request({ballots[i]}));
  }
  const auto all_wait = [&] {
    return metric(board, "viche_board_waiting{kind=\"ballots\"}") == kTaken - 1;
  };
  for (int i = 0; i < 100 && !all_wait(); ++i) std::this_thread::sleep_for(1ms);
  std::set<std::string> times;
  std::vector<Clock::duration> took;
  HttpClient client(board.port());
  for (std::size_t i = 0; i < 40; ++i) {
    const auto begin = Clock::now();
    client.send(ballot_request({ballots[kTaken + i % 16], ballots[2 * kTaken - 1 - i % 16]}));
    const HttpAnswer answer = client.read().value_or(HttpAnswer{});
    took.push_back(Clock::now() - begin);
    EXPECT_EQ(answer.status, 503U);
    EXPECT_EQ(answer.reason(), "overloaded");
    times.insert(answer.headers.at("retry-after"));
  }
  std::sort(took.begin(), took.end());
  EXPECT_LT(took[took.size() * 9 / 10], 100ms);
  EXPECT_GT(times.size(), 2U) << "those who are sent away together return together";
  // There is room for one, which makes a batch of them all.
  EXPECT_EQ(post_entries(board, {ballots[kTaken - 1]}).status, 201U);
  for (HttpClient& one : waiting) EXPECT_EQ(one.read().value_or(HttpAnswer{}).status, 201U);
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(election.casts(), kTaken);
}

TEST(ServedBoardAbuse, AFloodFromOffTheRollCostsNoPointArithmetic) {
  const SmallElection election(1);
  ServedBoard board(election);
  const Bytes good = election.cast(0, 0);
  HttpClient client(board.port());
  for (std::size_t i = 0; i < 10; ++i) {
    std::vector<Bytes> ballots(500, good);
    for (std::size_t b = 0; b < ballots.size(); ++b) {
      ballots[b][ballot::kOffsetK] ^= static_cast<std::uint8_t>(1 + b % 250);
      ballots[b][ballot::kOffsetK + 1] ^= static_cast<std::uint8_t>(1 + b / 250 + 2 * i);
    }
    client.send(ballot_request(ballots));
    const HttpAnswer answer = client.read().value_or(HttpAnswer{});
    ASSERT_EQ(answer.status, 200U);
    for (const nlohmann::json& one : nlohmann::json::parse(answer.body)) {
      EXPECT_EQ(one.at("reason"), "not-registered");
    }
  }
  EXPECT_EQ(metric(board, "viche_board_ballots_refused_total{reason=\"not-registered\"}"), 5000);
  EXPECT_EQ(metric(board, "viche_board_proofs_checked_total"), 0);
  EXPECT_EQ(post_entries(board, {good}).status, 201U);
  EXPECT_EQ(metric(board, "viche_board_proofs_checked_total"), 1);
}

// Whoever knows the roll, which is public, can send bad ballots in everybody's name.
TEST(ServedBoardAbuse, AFloodInTheNamesOfAllVotersIsBoundedAndVotersAreServed) {
  constexpr std::size_t kVoters = 60;
  constexpr auto kInterval = 50ms;
  constexpr double kSuspects = 8, kBeforeSuspicion = 2 + 4;  // of each credential in a window
  const SmallElection election(kVoters);
  ServedBoard board(election, {"--service-suspects-per-batch", "8"});
  const std::vector<Bytes> ballots = election.cast_all(0, std::vector<Bytes32>(kVoters));
  std::atomic<bool> over = false;
  std::atomic<std::size_t> sent = 0;
  const auto begin = Clock::now();
  std::vector<std::thread> flood;
  for (std::size_t f = 0; f < 3; ++f) {
    flood.emplace_back([&, f] {
      HttpClient client(board.port());
      for (std::size_t salt = f; !over; salt += 3) {
        std::vector<Bytes> bad;
        for (const Bytes& ballot : ballots) bad.push_back(spoiled(ballot, salt));
        client.send(ballot_request(bad));
        if (!client.read()) return;
        sent += bad.size();
      }
    });
  }
  while (sent < 10 * kVoters) std::this_thread::sleep_for(1ms);
  std::vector<std::thread> voters;
  std::atomic<int> away = 0;
  for (std::size_t v = 0; v < kVoters; ++v) {
    voters.emplace_back([&, v] { away += cast_until_taken(board, ballots[v]); });
  }
  for (std::thread& voter : voters) voter.join();
  over = true;
  for (std::thread& one : flood) one.join();
  const double windows = std::ceil((Clock::now() - begin) / 10s) + 1;
  const double batches = std::ceil((Clock::now() - begin) / kInterval) + 1;
  EXPECT_LE(metric(board, "viche_board_proofs_checked_total"),
            kVoters * kBeforeSuspicion * windows + kSuspects * batches);
  std::cout << sent << " bad ballots, " << metric(board, "viche_board_proofs_checked_total")
            << " checked, voters sent away " << away << " times\n";
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(election.casts(), kVoters);
}

TEST(ServedBoardAbuse, FloodsOfReadsAndStatementsDoNotKeepBallotsOut) {
  const SmallElection election(200);
  ServedBoard board(election, {"--http-threads", "1"});
  const std::vector<Bytes> ballots = election.cast_all(0, std::vector<Bytes32>(200));
  ASSERT_EQ(post_entries(board, {ballots[0]}).status, 201U);
  const std::string tracker = to_hex(ballot::tracker(*bytes32_from_hex(election.fingerprint()),
                                                     ballot::BallotView::of(ballots[0])));
  const std::string statement = read_text(election.path("open.statement"));
  std::string forged = statement;
  forged.back() = static_cast<char>(forged.back() ^ 1);
  const std::vector<std::string> requests{
      get_request("/v1/ballots/" + tracker),
      get_request("/metrics"),
      get_request("/v1/election"),
      get_request("/tile/entries/000.p/1"),
      get_request("/tile/0/999"),
      post_request("/v1/entries", statement),
      post_request("/v1/entries", forged),
      post_request("/v1/entries", "junk"),
      get_request("/v1/ballots/" + tracker, "A: " + std::string(4000, 'x') + "\r\n")};
  std::atomic<bool> over = false;
  std::atomic<std::size_t> answered = 0;
  std::vector<std::thread> flood;
  for (std::size_t f = 0; f < requests.size(); ++f) {
    flood.emplace_back([&, f] {
      HttpClient client(board.port());
      while (!over) {
        for (int i = 0; i < 20; ++i) client.send(requests[f]);
        for (int i = 0; i < 20; ++i) answered += client.read() ? 1 : 0;
      }
    });
  }
  std::size_t taken = 1;
  for (const Bytes& ballot : std::span(ballots).subspan(1, 60)) {
    EXPECT_EQ(ask(board.port(), ballot_request({ballot})).status, 201U);
    ++taken;
  }
  over = true;
  for (std::thread& one : flood) one.join();
  EXPECT_GT(answered, 1000U);
  EXPECT_EQ(get(board, "/readyz").status, 200U);
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(election.casts(), taken);
}

TEST(ServedBoardAbuse, SlowClientsAreLeftAndVotersAreServedMeanwhile) {
  constexpr std::size_t kSlow = 300;
  const SmallElection election(20);
  ServedBoard board(election, {"--http-request-ms", "1500", "--http-idle-ms", "1500"});
  const std::string half_header = "POST /v1/ballots HTTP/1.1\r\nHost: b\r\nA: ";
  const std::string half_body =
      "POST /v1/ballots HTTP/1.1\r\nHost: b\r\nContent-Length: 900\r\n\r\nx";
  const std::string no_body =
      "POST /v1/ballots HTTP/1.1\r\nHost: b\r\nExpect: 100-continue\r\nContent-Length: 900\r\n\r\n";
  const std::string half_chunk =
      "POST /v1/ballots HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n1";
  const std::vector<std::string> beginnings{half_header, half_body, no_body, half_chunk, ""};
  std::list<HttpClient> slow;
  for (std::size_t i = 0; i < kSlow; ++i) {
    slow.emplace_back(board.port()).send(beginnings[i % beginnings.size()]);
  }
  for (const Bytes& ballot : election.cast_all(0, std::vector<Bytes32>(20))) {
    for (HttpClient& one : slow) one.send("1");
    EXPECT_EQ(ask(board.port(), ballot_request({ballot})).status, 201U);
  }
  for (int i = 0; i < 500 && metric(board, "viche_http_connections") > 1; ++i) {
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_EQ(metric(board, "viche_http_connections"), 1) << "the one that asks";
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(election.casts(), 20U);
}

// Connections are open files; without room for the log's own the board could not publish.
TEST(ServedBoardAbuse, ConnectionsDoNotTakeTheFilesOfTheLog) {
  const SmallElection election(1);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit low{64, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
  ServedBoard board(election, {"--http-connections", "200"});
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  std::list<HttpClient> clients;
  for (int i = 0; i < 199; ++i) clients.emplace_back(board.port());
  EXPECT_EQ(ask(board.port(), ballot_request({election.cast(0, 0)})).status, 201U);
  for (HttpClient& client : clients) {
    client.send(get_request("/healthz"));
    EXPECT_EQ(client.read().value_or(HttpAnswer{}).status, 200U);
  }
  EXPECT_EQ(board.stop(), 0);
}

TEST(ServedBoardAbuse, WhereTooFewFilesAreAllowedThereAreFewerConnections) {
  const SmallElection election(0);
  const Ran ran = run("/bin/sh", {"-c", "ulimit -n 200; exec timeout 2 \"$@\"", "sh",
                                  std::string(VICHE_BIN_DIR) + "/viche-board", "--board-directory",
                                  election.path("board"), "--board-record", election.record()});
  EXPECT_NE(ran.err.find("\"connections\":40"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("\"stopped\""), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace viche::test
