// Following a log: what a server must not do between two looks.

#include <gtest/gtest.h>

#include <filesystem>

#include "apps/viche-verify/follow/follow.h"
#include "apps/viche-verify/follow/metrics.h"
#include "tests/apps/program.h"
#include "tests/apps/viche-verify/growing_log.h"

namespace viche::follow {
namespace {

using test::FileServer;
using test::grow;
using test::GrowingLog;
using test::Scratch;

constexpr std::uint64_t kNow = 1'800'000'100;  // a little after the cosignatures

const GrowingLog& one() {
  static const GrowingLog kLog = grow(0);
  return kLog;
}
const GrowingLog& fork_of_it() {
  static const GrowingLog kLog = grow(1);
  return kLog;
}

class FollowTest : public testing::Test {
 protected:
  Result<std::unique_ptr<Follow>> open(const FileServer& server, const std::string& state = "a") {
    FollowOptions options;
    options.url = fetch::Url::parse(server.url()).value();
    options.directory = scratch_ / state;
    options.fingerprint = one().fingerprint;
    options.stale_after = 600;
    options.patience = {std::chrono::milliseconds(500), std::chrono::milliseconds(2000)};
    options.tries = 2;
    options.rest = std::chrono::milliseconds(1);
    return Follow::open(std::move(options), *arithmetic_, kNow);
  }

  static void expect_quiet(Follow& follow, std::uint64_t now = kNow) {
    const Result<std::optional<Alarm>> polled = follow.poll(now);
    ASSERT_TRUE(polled.ok()) << polled.error().message();
    EXPECT_FALSE(polled->has_value()) << (*polled)->message;
  }
  static Alarm expect_alarm(Follow& follow, AlarmKind kind) {
    const Result<std::optional<Alarm>> polled = follow.poll(kNow);
    if (!polled || !*polled) {
      ADD_FAILURE() << "no alarm: " << (polled ? "" : polled.error().message());
      return {};
    }
    EXPECT_EQ((*polled)->kind, kind) << (*polled)->message;
    return **polled;
  }

  SystemRandom random_;
  std::unique_ptr<verifier::Arithmetic> arithmetic_ = verifier::make_fast_arithmetic(random_);
  Scratch scratch_;
};

TEST_F(FollowTest, EveryStepIsJudgedOnceAndRemembered) {
  FileServer server(one().steps[0]);
  const auto follow = std::move(open(server)).value();
  for (std::size_t i = 0; i < one().steps.size(); ++i) {
    server.set(one().steps[i]);
    expect_quiet(*follow);
    EXPECT_EQ(follow->status().judged.size, one().sizes[i]);
    EXPECT_EQ(follow->status().seen, i + 1);
  }
  EXPECT_EQ(follow->status().ballots, 297U);
  EXPECT_TRUE(follow->status().ended);
  EXPECT_GT(follow->status().rechecked, 0U);
  const auto seen = read_seen(test::read_text(scratch_ / "a/seen")).value();
  EXPECT_EQ(seen.list.size(), one().steps.size());
}

TEST_F(FollowTest, ASecondFollowerOfOneStateIsRefused) {
  const FileServer server(one().steps[0]);
  const auto follow = std::move(open(server)).value();
  EXPECT_FALSE(open(server).ok());
}

TEST_F(FollowTest, TwoRootsForOneSizeAreAFork) {
  ASSERT_EQ(one().sizes, fork_of_it().sizes);
  FileServer server(one().steps[4]);
  {
    const auto follow = std::move(open(server)).value();
    expect_quiet(*follow);
    server.set(fork_of_it().steps[4]);
    const Alarm alarm = expect_alarm(*follow, AlarmKind::kFork);
    ASSERT_EQ(alarm.evidence.size(), 2U);
    EXPECT_EQ(alarm.evidence[0].second, as_text(one().steps[4].at("checkpoint")));
    EXPECT_EQ(alarm.evidence[1].second, as_text(fork_of_it().steps[4].at("checkpoint")));
  }
  // It stays an alarm, whatever is shown afterwards.
  server.set(one().steps[5]);
  expect_alarm(*std::move(open(server)).value(), AlarmKind::kFork);
}

TEST_F(FollowTest, ALogThatDoesNotContinueTheOldOneIsAFork) {
  FileServer server(one().steps[4]);
  const auto follow = std::move(open(server)).value();
  expect_quiet(*follow);
  server.set(fork_of_it().steps[5]);
  const Alarm alarm = expect_alarm(*follow, AlarmKind::kFork);
  EXPECT_EQ(alarm.evidence.at(0).second, as_text(one().steps[4].at("checkpoint")));
  // The entries that were judged are kept: they are evidence too.
  const auto roots = verifier::roots_of_bundles(scratch_ / "a/record", {one().sizes[4]}).value();
  EXPECT_EQ(roots.size(), 1U);
}

TEST_F(FollowTest, AForkIsFoundAfterARestartToo) {
  FileServer server(one().steps[4]);
  expect_quiet(*std::move(open(server)).value());
  server.set(fork_of_it().steps[5]);
  expect_alarm(*std::move(open(server)).value(), AlarmKind::kFork);
}

TEST_F(FollowTest, AShorterLogHasLostEntries) {
  FileServer server(one().steps[4]);
  {
    const auto follow = std::move(open(server)).value();
    expect_quiet(*follow);
    server.set(one().steps[3]);
    expect_alarm(*follow, AlarmKind::kVanished);
  }
  expect_alarm(*std::move(open(server)).value(), AlarmKind::kVanished);
}

TEST_F(FollowTest, AShorterLogOfAnotherHistoryIsAFork) {
  FileServer server(one().steps[5]);
  const auto follow = std::move(open(server)).value();
  expect_quiet(*follow);
  server.set(fork_of_it().steps[4]);
  expect_alarm(*follow, AlarmKind::kFork);
}

TEST_F(FollowTest, AnOldTileThatIsAnotherNowWasRewritten) {
  for (const char* name : {"tile/entries/000", "tile/0/000"}) {
    FileServer server(one().steps[4]);
    const auto follow = std::move(open(server, name + 5)).value();
    expect_quiet(*follow);
    FileServer::Files files = one().steps[5];
    files.at(name)[20] ^= 1;
    server.set(files);
    const Alarm alarm = expect_alarm(*follow, AlarmKind::kTile);
    EXPECT_NE(alarm.message.find(name), std::string::npos) << alarm.message;
    EXPECT_EQ(alarm.evidence.at(1).second, as_text(files.at(name)));
    files.erase(name);
    server.set(files);
    expect_alarm(*follow, AlarmKind::kVanished);
  }
}

TEST_F(FollowTest, ABadEntryIsNamed) {
  verifier::test::TinyElection election;
  for (int i = 0; i < 3; ++i) election.add_voter(2, 1);
  election.open();
  FileServer server(election.files());
  FollowOptions options;
  options.url = fetch::Url::parse(server.url()).value();
  options.directory = scratch_ / "bad";
  options.fingerprint = election.fingerprint();
  const auto follow = std::move(Follow::open(options, *arithmetic_, kNow)).value();
  expect_quiet(*follow);
  Bytes good = election.ballot(verifier::Type::kCast, 0, verifier::test::short_marks(0));
  election.add_batch({good});
  server.set(election.files());
  expect_quiet(*follow);
  // Two options where one is to be chosen.
  election.add_batch({election.ballot(verifier::Type::kCast, 1, {1, 1, 0, 0})});
  server.set(election.files());
  const Alarm alarm = expect_alarm(*follow, AlarmKind::kEntry);
  EXPECT_EQ(alarm.check, "B8");
  EXPECT_EQ(alarm.entry, election.entries.size() - 1);
}

TEST_F(FollowTest, ABoardWithoutAYoungCheckpointIsStale) {
  const FileServer server(one().steps[2]);
  const auto follow = std::move(open(server)).value();
  expect_quiet(*follow);
  EXPECT_EQ(follow->status().young, 1'800'000'000U);  // what the witness says
  EXPECT_FALSE(follow->stale(1'800'000'600));
  EXPECT_EQ(follow->stale(1'800'000'601)->kind, AlarmKind::kStale);
  expect_quiet(*follow, kNow + 500);  // looking again makes nothing younger
  EXPECT_TRUE(follow->stale(1'800'000'601));
}

TEST_F(FollowTest, AServerThatIsSilentGetsStale) {
  FileServer server(one().steps[2]);
  const auto follow = std::move(open(server)).value();
  server.set({});
  EXPECT_FALSE(follow->poll(kNow).ok());
  EXPECT_EQ(follow->status().failed_polls, 1U);
  EXPECT_FALSE(follow->stale(kNow + 600));
  EXPECT_TRUE(follow->stale(kNow + 601));
}

TEST_F(FollowTest, AnotherElectionIsNotRemembered) {
  verifier::test::TinyElection other;
  other.add_voter(2, 1);
  other.open();
  FileServer server(other.files());
  expect_alarm(*std::move(open(server)).value(), AlarmKind::kElection);
  server.set(one().steps[2]);
  expect_quiet(*std::move(open(server)).value());
}

TEST_F(FollowTest, ACheckpointThatTheLogDidNotSignIsNotRemembered) {
  FileServer::Files files = one().steps[2];
  FileServer server(one().steps[1]);
  const auto follow = std::move(open(server)).value();
  expect_quiet(*follow);
  std::string note(as_text(files.at("checkpoint")));
  const std::size_t line = note.find("\xe2\x80\x94");
  const std::size_t place = note.find('\n', line) - 8;
  note[place] = note[place] == 'A' ? 'B' : 'A';
  files.at("checkpoint") = Bytes(note.begin(), note.end());
  server.set(files);
  EXPECT_FALSE(follow->poll(kNow).ok());
  EXPECT_EQ(follow->status().seen, 1U);
}

TEST_F(FollowTest, AForkShownToTwoFollowersIsFoundWhenTheyCompare) {
  FileServer first(one().steps[2]);
  FileServer second(one().steps[2]);
  const auto a = std::move(open(first, "a")).value();
  const auto b = std::move(open(second, "b")).value();
  expect_quiet(*a);
  expect_quiet(*b);
  const auto compared = [&] {
    return compare(scratch_ / "a", scratch_ / "b", *arithmetic_).value();
  };
  EXPECT_FALSE(compared().fork);
  EXPECT_EQ(compared().compared, 1U);
  EXPECT_EQ(compared().beyond, 0U);
  // Each sees a log that continues what it saw; the sizes are never the same.
  first.set(one().steps[3]);
  second.set(fork_of_it().steps[4]);
  expect_quiet(*a);
  expect_quiet(*b);
  ASSERT_TRUE(compared().fork);
  EXPECT_EQ(compared().fork->evidence.size(), 2U);
  second.set(fork_of_it().steps[5]);
  expect_quiet(*b);
  first.set(one().steps[5]);
  expect_quiet(*a);
  EXPECT_NE(compared().fork->message.find("different roots"), std::string::npos);
}

TEST_F(FollowTest, OneThatIsBehindIsComparedAsFarAsTheOtherGoes) {
  FileServer first(one().steps[2]);
  FileServer second(one().steps[5]);
  const auto a = std::move(open(first, "a")).value();
  const auto b = std::move(open(second, "b")).value();
  expect_quiet(*a);
  expect_quiet(*b);
  const Comparison comparison = compare(scratch_ / "a", scratch_ / "b", *arithmetic_).value();
  EXPECT_FALSE(comparison.fork);
  EXPECT_EQ(comparison.compared, 1U);
  EXPECT_EQ(comparison.beyond, 1U);
}

TEST(SeenFiles, ATornEndIsTakenOffAndAnythingElseIsAnError) {
  const std::string first = to_text({5, "one\n"});
  const std::string second = to_text({6, "two\nlines\n"});
  for (std::size_t cut = 0; cut < second.size(); ++cut) {
    const auto reading = read_seen(first + second.substr(0, cut));
    ASSERT_TRUE(reading.ok()) << cut << reading.error().message();
    EXPECT_EQ(reading->list, (std::vector<Seen>{{5, "one\n"}}));
    EXPECT_EQ(reading->whole, first.size());
  }
  EXPECT_EQ(read_seen(first + second)->list.size(), 2U);
  for (std::size_t i = 0; i < first.size(); ++i) {
    std::string bad = first + second;
    bad[i] ^= 1;
    EXPECT_FALSE(read_seen(bad).ok()) << i;
  }
  EXPECT_FALSE(read_seen(first + "nonsense\n").ok());
}

}  // namespace
}  // namespace viche::follow
