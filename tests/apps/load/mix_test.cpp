#include "apps/viche/load/mix.h"

#include <gtest/gtest.h>

#include <map>

#include "apps/common/cli.h"
#include "apps/viche/load/chains.h"
#include "ballot/ballot.h"
#include "bulletin/log/tile.h"
#include "tests/apps/program.h"

namespace viche::load {
namespace {

constexpr std::size_t kEntrySize = 931;

/// `count` entries as long as ballots, each with its number in K.
std::vector<Bytes> entries(std::size_t count) {
  std::vector<Bytes> made;
  for (std::size_t i = 0; i < count; ++i) {
    made.emplace_back(kEntrySize, static_cast<std::uint8_t>(0x13));
    made.back()[ballot::kOffsetK] = static_cast<std::uint8_t>(i);
    made.back()[ballot::kOffsetK + 1] = static_cast<std::uint8_t>(i >> 8);
  }
  return made;
}

std::string write(const test::Scratch& scratch, const std::string& name,
                  const std::vector<Bytes>& ballots) {
  test::write_bytes(scratch / name, log::encode_bundle(ballots));
  return scratch / name;
}

std::vector<Bytes> read_all(BallotFiles& files) {
  std::vector<Bytes> read;
  while (true) {
    const auto next = files.next();
    if (!next || !*next) return read;
    read.emplace_back((*next)->begin() + 2, (*next)->end());
  }
}

TEST(LoadBallotFiles, GiveTheEntriesOfAllFilesInOrder) {
  const test::Scratch scratch;
  const std::vector<Bytes> all = entries(7);
  const std::vector<Bytes> first(all.begin(), all.begin() + 3), second(all.begin() + 3, all.end());
  BallotFiles files(
      {write(scratch, "1", first), write(scratch, "none", {}), write(scratch, "2", second)});
  EXPECT_EQ(read_all(files), all);
}

TEST(LoadBallotFiles, SayWhereAFileIsWrong) {
  const test::Scratch scratch;
  const Bytes good = log::encode_bundle(entries(2));
  for (const std::size_t cut : {std::size_t{1}, kEntrySize, good.size() - 1}) {
    test::write_bytes(scratch / "cut", ByteView(good).first(cut));
    BallotFiles files({scratch / "cut"});
    Result<std::optional<ByteView>> next = files.next();
    if (cut > kEntrySize + 2) next = files.next();
    ASSERT_FALSE(next) << cut;
    EXPECT_NE(next.error().message().find("cut"), std::string::npos);
  }
  BallotFiles short_entry({write(scratch, "short", {Bytes(60, 1)})});
  EXPECT_FALSE(short_entry.next());
  EXPECT_THROW(BallotFiles({scratch / "missing"}), app::EnvironmentError);
}

TEST(LoadMix, KeepsItsProportions) {
  const test::Scratch scratch;
  const std::vector<Bytes> all = entries(300);
  BallotFiles files({write(scratch, "ballots", all)});
  Mix mix(files, {0.1, 0.25, 1.5}, 1);
  std::map<Kind, std::size_t> counts;
  std::map<std::string, std::size_t> paths;
  Bytes before_altered;
  std::size_t next_ballot = 0;
  while (!mix.exhausted()) {
    const auto taken = mix.next();
    ASSERT_TRUE(taken);
    ASSERT_TRUE(*taken);
    const Arrival& arrival = **taken;
    ++counts[arrival.kind];
    const auto entry = [&] { return Bytes(arrival.framed.begin() + 2, arrival.framed.end()); };
    if (arrival.kind == Kind::kBallot) {
      EXPECT_EQ(entry(), all[next_ballot]);
      mix.accepted(arrival.framed, 1000 + next_ballot++);
    } else if (arrival.kind == Kind::kAltered) {
      EXPECT_EQ(entry(), all[next_ballot]);  // of the one that comes next
      EXPECT_LT(arrival.flipped, 8 * kEntrySize);
    } else if (arrival.kind == Kind::kRepeated) {
      EXPECT_EQ(entry(), all[arrival.index - 1000]);
    } else {
      ++paths[std::string(arrival.path)];
      EXPECT_EQ(arrival.path.empty(), !arrival.framed.empty());
    }
  }
  EXPECT_EQ(counts[Kind::kBallot], 300U);
  EXPECT_EQ(counts[Kind::kAltered], 30U);
  EXPECT_EQ(counts[Kind::kRepeated], 75U);
  EXPECT_EQ(counts[Kind::kRead], 450U);
  EXPECT_EQ(paths[""], 150U);
  EXPECT_EQ(paths["/checkpoint"], 150U);
  EXPECT_EQ(paths["/v1/election"], 150U);
}

TEST(LoadMix, RepeatsWaitForABallotThatIsAccepted) {
  const test::Scratch scratch;
  BallotFiles files({write(scratch, "ballots", entries(1))});
  Mix mix(files, {0, 2, 0}, 1);
  EXPECT_FALSE(mix.stuck());
  const Arrival ballot = **mix.next();
  EXPECT_FALSE(*mix.next());
  EXPECT_FALSE(mix.exhausted());
  EXPECT_TRUE(mix.stuck());
  mix.accepted(ballot.framed, 9);
  EXPECT_FALSE(mix.stuck());
  EXPECT_EQ((*mix.next())->index, 9U);
  EXPECT_EQ((*mix.next())->index, 9U);
  EXPECT_TRUE(mix.exhausted());
}

TEST(LoadMix, EndsWhenItIsToldTo) {
  const test::Scratch scratch;
  BallotFiles files({write(scratch, "ballots", entries(5))});
  Mix mix(files, {}, 1);
  EXPECT_TRUE(*mix.next());
  mix.end();
  EXPECT_FALSE(*mix.next());
  EXPECT_TRUE(mix.exhausted());
}

TEST(LoadChains, OneBallotOfACredentialIsUnderWayInOrder) {
  Chains chains;
  const auto ballot = [](std::uint64_t credential, std::int64_t due) {
    Arrival arrival;
    arrival.credential = credential;
    arrival.due = due;
    return arrival;
  };
  EXPECT_TRUE(chains.begin(ballot(1, 10)));
  EXPECT_TRUE(chains.begin(ballot(2, 11)));
  EXPECT_FALSE(chains.begin(ballot(1, 12)));
  EXPECT_FALSE(chains.begin(ballot(1, 13)));
  EXPECT_EQ(chains.end(ballot(1, 10))->due, 12);
  EXPECT_FALSE(chains.begin(ballot(1, 14)));
  EXPECT_EQ(chains.end(ballot(1, 12))->due, 13);
  EXPECT_EQ(chains.end(ballot(1, 13))->due, 14);
  EXPECT_FALSE(chains.end(ballot(1, 14)));
  EXPECT_FALSE(chains.empty());
  EXPECT_FALSE(chains.end(ballot(2, 11)));
  EXPECT_TRUE(chains.empty());
  EXPECT_TRUE(chains.begin(ballot(1, 15)));
}

/// Many credentials whose places collide, in and out in a random order, against a plain set.
TEST(LoadChains, RememberExactlyWhoIsUnderWay) {
  Chains chains;
  std::mt19937_64 random(2);
  std::map<std::uint64_t, Arrival> under_way;
  for (int step = 0; step < 200'000; ++step) {
    Arrival arrival;
    arrival.credential = 1 + random() % 97 + 4096 * (random() % 97);
    const bool known = under_way.contains(arrival.credential);
    if (known) {
      EXPECT_FALSE(chains.end(arrival));
      under_way.erase(arrival.credential);
    } else {
      EXPECT_TRUE(chains.begin(arrival));
      under_way[arrival.credential] = arrival;
    }
  }
  for (const auto& [credential, arrival] : under_way) EXPECT_FALSE(chains.begin(arrival));
  for (const auto& [credential, arrival] : under_way) {
    EXPECT_TRUE(chains.end(arrival));
    EXPECT_FALSE(chains.end(arrival));
  }
  EXPECT_TRUE(chains.empty());
}

}  // namespace
}  // namespace viche::load
