// What clients can make the process viche-board keep in memory.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <fstream>
#include <iostream>
#include <list>
#include <sstream>
#include <thread>

#include "apps/common/files.h"
#include "tests/apps/served_board.h"

namespace viche::test {
namespace {

using namespace std::chrono_literals;

/// The most that the process ever had in memory.
double peak_mib(const ServedBoard& board) {
  std::ifstream status("/proc/" + std::to_string(board.process()) + "/status");
  for (std::string word; status >> word;) {
    double kib = 0;
    if (word == "VmHWM:" && status >> kib) return kib / 1024;
  }
  ADD_FAILURE() << "no VmHWM";
  return 0;
}

class ServedBoardMemory : public testing::Test {
 protected:
  static constexpr std::size_t kBallots = 2000, kConnections = 1500;

  ServedBoardMemory() {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, kConnections + 200);
    ::setrlimit(RLIMIT_NOFILE, &files);
  }
  /// As many connections that all send this, and read nothing.
  void connect(const std::string& bytes) {
    for (std::size_t i = 0; i < kConnections; ++i) clients_.emplace_back(board_.port()).send(bytes);
    std::this_thread::sleep_for(500ms);
  }
  void report(const char* what) {
    std::cout << what << ": " << peak_mib(board_) - before_ << " MiB more than at the start\n";
  }

  const SmallElection election_{kBallots};
  ServedBoard board_{election_,
                     {"--http-arriving-bytes", "16777216", "--http-leaving-bytes", "16777216",
                      "--http-body-bytes", "1048576", "--http-connections", "1600"}};
  const double before_ = peak_mib(board_);
  std::list<HttpClient> clients_;
};

TEST_F(ServedBoardMemory, IsBoundedWhateverClientsDo) {
  const std::vector<Bytes> ballots = election_.cast_all(0, std::vector<Bytes32>(kBallots));
  for (std::size_t i = 0; i < kBallots; i += 500) {
    const auto first = ballots.begin() + static_cast<std::ptrdiff_t>(i);
    ASSERT_EQ(post_entries(board_, {first, first + 500}).status, 200U);
  }
  report("2,000 ballots");

  connect("POST /v1/ballots HTTP/1.1\r\nHost: b\r\nContent-Length: 1048576\r\n\r\n" +
          std::string(100000, 'x'));
  report("bodies that arrive");
  clients_.clear();

  std::string many;
  for (int i = 0; i < 32; ++i) many += get_request("/tile/entries/000");
  ASSERT_GT(get(board_, "/tile/entries/000").body.size(), 100000U);
  connect(many);
  report("bundles that nobody takes");
  clients_.clear();

  std::string statements;
  for (int i = 0; i < 4; ++i) statements += post_request("/v1/entries", std::string(60000, '\0'));
  connect(statements);
  report("statements");
  clients_.clear();

  connect(get_request("/healthz"));
  report("connections that rest");
  EXPECT_EQ(post_entries(board_, {ballots[0]}).status, 200U);
  // Twice the two limits (vectors grow by doubling), and 48 KiB for each connection.
  EXPECT_LT(peak_mib(board_) - before_, 2 * (16 + 16) + kConnections * 48.0 / 1024 + 40);
  EXPECT_EQ(board_.stop(), 0);
}

// Forty connections that keep 32 ballots each in flight, where 512 may wait.
TEST(ServedBoardOverload, MoreThanTwiceWhatItTakesIsSentAwayAndMemoryIsBounded) {
  constexpr std::size_t kOffered = 20480, kClients = 40, kInFlight = 32;
  const SmallElection election(kOffered);
  const std::vector<Bytes> ballots = election.cast_all(0, std::vector<Bytes32>(kOffered));
  ServedBoard board(election, {"--service-batch-ballots", "256", "--service-waiting-ballots", "512",
                               "--http-ballots-at-once", "16", "--service-interval-ms", "100"});
  const double before = peak_mib(board);
  std::atomic<std::size_t> taken = 0, away = 0;
  std::vector<std::thread> clients;
  for (std::size_t c = 0; c < kClients; ++c) {
    clients.emplace_back([&, c] {
      HttpClient client(board.port());
      constexpr std::size_t kShare = kOffered / kClients;
      for (std::size_t first = c * kShare; first < (c + 1) * kShare; first += kInFlight) {
        std::string requests;
        for (std::size_t i = first; i < first + kInFlight; ++i) {
          requests += post_request("/v1/ballots", as_text(app::join_entries({ballots[i]})));
        }
        client.send(requests);
        for (std::size_t i = 0; i < kInFlight; ++i) {
          const HttpAnswer answer = client.read().value_or(HttpAnswer{});
          EXPECT_TRUE(answer.status == 201 || answer.reason() == "overloaded") << answer.status;
          ++(answer.status == 201 ? taken : away);
        }
      }
    });
  }
  for (std::thread& client : clients) client.join();
  std::cout << taken << " taken, " << away << " sent away, " << peak_mib(board) - before
            << " MiB more than at the start\n";
  EXPECT_GT(away, taken) << "not twice as much";
  EXPECT_LT(peak_mib(board) - before, 100);
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(election.casts(), taken);
}

}  // namespace
}  // namespace viche::test
