// The process viche-board is killed again and again: at random moments under load from many
// connections, while it starts, and while the vote is closed and sealed. It starts again without
// help, and what it ever told anybody holds.

#include <gtest/gtest.h>
#include <signal.h>

#include <iostream>
#include <map>
#include <random>
#include <thread>

#include "apps/common/files.h"
#include "apps/common/record.h"
#include "bulletin/log/framing.h"
#include "bulletin/log/log_reader.h"
#include "tests/apps/served_board.h"

namespace viche::test {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kPosters = 200;
constexpr std::size_t kChain = 19;  // ballots of each voter
constexpr std::size_t kConnections = 20;

/// Somebody who posts entries one after the other, each until there is a receipt, and keeps all
/// receipts.
struct Poster {
  std::vector<Bytes> entries;
  std::size_t done = 0;                                       // so many have one
  std::vector<std::pair<std::size_t, std::string>> receipts;  // with the entry's place
};

/// Numbers of a campaign.
struct Tried {
  std::size_t kills = 0, receipts = 0, heads = 0, ballots = 0;
};

class CrashedElection {
 public:
  explicit CrashedElection(Tried& tried) : tried_(tried), voters_(kPosters) {
    std::vector<Bytes32> prev(kPosters);
    for (std::size_t i = 0; i < kChain; ++i) {
      const std::vector<Bytes> ballots = election_.cast_all(i % 3, prev);
      for (std::size_t v = 0; v < kPosters; ++v) {
        voters_[v].entries.push_back(ballots[v]);
        prev[v] = log::hash_leaf(ballots[v]);
      }
    }
  }

  /// Serves for so long under load, then is killed.
  void live(milliseconds time) {
    ServedBoard board(election_, {"--service-interval-ms", "2"});
    std::thread killing([&] {
      std::this_thread::sleep_for(time);
      board.signal(SIGKILL);
    });
    std::vector<std::thread> connections;
    for (std::size_t c = 0; c < kConnections; ++c) {
      connections.emplace_back([this, c, &board] { cast_for(c, board.port()); });
    }
    for (std::thread& connection : connections) connection.join();
    killing.join();
    ++tried_.kills;
  }
  void start_and_kill(milliseconds time) {
    ServedBoard::kill_while_starting(election_, time);
    ++tried_.kills;
  }
  /// The registrar's statement, posted until it has its receipt; the first board is killed.
  void end_vote(const std::string& verb, milliseconds time);
  /// Reads the whole record, and holds every receipt and every checkpoint ever seen to it.
  void judge();

 private:
  /// One entry on an open connection. False when the board is gone.
  static bool post(HttpClient& client, Poster& poster, std::size_t place);
  /// One connection of many: posts for its share of the voters, first what has its receipt already.
  void cast_for(std::size_t share, std::uint16_t port);
  void hold(const Poster& poster, const std::vector<log::Hash>& leaves,
            const log::LogPolicy& policy, std::map<std::uint64_t, log::Hash>& roots);

  Tried& tried_;
  const SmallElection election_{kPosters};
  std::vector<Poster> voters_;
  std::map<std::string, Poster> endings_;
};

bool CrashedElection::post(HttpClient& client, Poster& poster, std::size_t place) {
  client.send(post_request("/v1/ballots", as_text(app::join_entries({poster.entries[place]}))));
  const std::optional<HttpAnswer> answer = client.read();
  if (!answer) return false;
  EXPECT_TRUE(answer->status == 200 || answer->status == 201) << answer->body;
  poster.receipts.emplace_back(place, answer->body);
  poster.done = std::max(poster.done, place + 1);
  return true;
}

void CrashedElection::cast_for(std::size_t share, std::uint16_t port) {
  try {
    HttpClient client(port);
    for (std::size_t v = share; v < kPosters; v += kConnections) {
      Poster& voter = voters_[v];
      if (voter.done > 0 && !post(client, voter, voter.done - 1)) return;
      while (voter.done < kChain) {
        if (!post(client, voter, voter.done)) return;
      }
    }
  } catch (const std::runtime_error&) {
    // The board was killed before it took the connection.
  }
}

void CrashedElection::end_vote(const std::string& verb, milliseconds time) {
  // A statement that names the head of the log is made of what the last life left, finished.
  ServedBoard(election_).stop();
  Poster& registrar = endings_[verb];
  const std::string file = election_.path(verb + ".statement");
  const Ran made = viche({"election", verb, "--registrar-key", election_.path("registrar.json"),
                          "--record", election_.record(), "--out", file});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  registrar.entries = *log::split_entries(read_bytes(file), 1);
  for (int life = 0; registrar.done == 0; ++life) {
    ServedBoard board(election_);
    std::thread killing([&] {
      std::this_thread::sleep_for(time);
      if (life == 0) board.signal(SIGKILL);
    });
    HttpClient client(board.port());
    client.send(post_request("/v1/entries", read_text(file)));
    const std::optional<HttpAnswer> answer = client.read();
    killing.join();
    tried_.kills += life == 0 ? 1 : 0;
    if (!answer) continue;
    ASSERT_TRUE(answer->status == 200 || answer->status == 201) << answer->body;
    registrar.receipts.emplace_back(0, answer->body);
    registrar.done = 1;
  }
}

void CrashedElection::hold(const Poster& poster, const std::vector<log::Hash>& leaves,
                           const log::LogPolicy& policy,
                           std::map<std::uint64_t, log::Hash>& roots) {
  for (const auto& [place, text] : poster.receipts) {
    const auto receipt = log::Receipt::decode(text);
    ASSERT_TRUE(receipt.ok()) << text;
    const log::Hash leaf = log::hash_leaf(poster.entries[place]);
    const auto verified = log::verify_receipt(*receipt, leaf, policy);
    ASSERT_TRUE(verified.ok()) << verified.error().message();
    ASSERT_LT(receipt->index, leaves.size());
    EXPECT_EQ(leaves[receipt->index], leaf);
    const log::TreeHead& head = verified->checkpoint.head;
    EXPECT_EQ(roots.emplace(head.size, head.root).first->second, head.root);
  }
  tried_.receipts += poster.receipts.size();
}

void CrashedElection::judge() {
  const auto record = app::open_record(election_.record(), app::Quorum::kNone);
  ASSERT_TRUE(record.ok()) << record.error().message();
  const log::LogPolicy policy = *record->policy.with_quorum(0);
  const auto reader = log::LogReader::open(election_.record(), policy);
  ASSERT_TRUE(reader.ok()) << reader.error().message();
  log::ElectionState state;
  std::vector<log::Hash> leaves;
  std::map<log::Hash, std::uint64_t> ballots;
  log::EntryStream stream = reader->stream();
  while (true) {
    const auto entry = stream.next();
    ASSERT_TRUE(entry.ok()) << entry.error().message();
    if (!*entry) break;
    leaves.push_back((*entry)->leaf_hash);
    const auto applied = state.apply((*entry)->bytes);
    ASSERT_TRUE(applied.ok()) << applied.error().message();
    if (log::entry_shape(applied->type) != log::EntryShape::kBallot) continue;
    EXPECT_TRUE(ballots.emplace(leaves.back(), applied->index).second) << "stands twice";
  }
  tried_.ballots += ballots.size();
  std::map<std::uint64_t, log::Hash> roots;
  for (const Poster& voter : voters_) hold(voter, leaves, policy, roots);
  for (const auto& [verb, registrar] : endings_) hold(registrar, leaves, policy, roots);
  tried_.heads += roots.size();
  // Every head that was shown is a beginning of the log as it is now.
  log::Frontier frontier;
  for (const log::Hash& leaf : leaves) {
    frontier.append(leaf);
    const auto shown = roots.find(frontier.size());
    if (shown == roots.end()) continue;
    EXPECT_EQ(frontier.root(), shown->second) << "size " << frontier.size();
    roots.erase(shown);
  }
  EXPECT_TRUE(roots.empty()) << "a head beyond the end";
}

TEST(ServedBoardCampaign, EveryReceiptHoldsAfterEveryKill) {
  const int elections = full_campaign() ? 10 : 1;
  const int lives = full_campaign() ? 20 : 8;
  std::mt19937_64 random(5);
  const auto within = [&](unsigned most) { return milliseconds(random() % most); };
  Tried tried;
  for (int e = 0; e < elections && !testing::Test::HasFailure(); ++e) {
    SCOPED_TRACE("election " + std::to_string(e));
    CrashedElection election(tried);
    for (int life = 0; life < lives; ++life) {
      election.live(within(full_campaign() ? 400 : 200));
      if (life % 4 == 3) election.start_and_kill(within(60));
    }
    election.end_vote("close", within(30));
    election.end_vote("seal", within(30));
    election.judge();
  }
  EXPECT_GE(tried.kills, static_cast<std::size_t>(elections) * (lives + 2));
  EXPECT_GT(tried.receipts, tried.kills);
  std::cout << "kills " << tried.kills << ", receipts " << tried.receipts << ", heads "
            << tried.heads << ", ballots in the logs " << tried.ballots << "\n";
}

}  // namespace
}  // namespace viche::test
