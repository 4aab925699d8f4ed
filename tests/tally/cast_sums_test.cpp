#include "tally/cast_sums.h"

#include <gtest/gtest.h>

#include "bulletin/log/durable_file.h"
#include "tally/ballot_audit.h"
#include "tests/tally/support/plain_file.h"
#include "tests/tally/support/tally_election.h"

namespace viche::tally {
namespace {

using test::TemporaryDirectory;

// Thirteen voters in two styles with weights who vote over and over: a log of two bundles.
class CastSums : public testing::Test {
 protected:
  CastSums() : election_(test::two_styles()) {
    election_.ceremony();
    std::vector<std::pair<std::uint32_t, std::uint32_t>> voters;
    for (std::uint32_t v = 0; v < 13; ++v) voters.emplace_back(v % 2, 1 + v % 5);
    election_.open(voters);
    for (int round = 0; round < 19; ++round) {
      std::vector<Bytes> batch;
      for (std::uint32_t v = 0; v < 13; ++v) {
        const char* choices = v % 2 == 0 ? R"({"act":["b"]})" : R"({"law":["yes"],"act":["a"]})";
        batch.push_back(round == 7 && v < 2 ? election_.challenge(v, choices)
                                            : election_.cast(v, choices));
      }
      election_.batch(batch);
    }
    election_.publish(directory_.path());
    context_ = election_.audit_now()->context;
  }

  [[nodiscard]] const Bytes& entry(std::uint64_t index) const {
    return election_.log.entries[index];
  }
  [[nodiscard]] ballot::BallotView view(std::uint64_t index) const {
    return ballot::BallotView::of(entry(index));
  }
  /// Indexes of all ballots.
  [[nodiscard]] std::vector<std::uint64_t> ballots() const {
    std::vector<std::uint64_t> indexes;
    for (std::uint64_t i = 0; i < election_.log.entries.size(); ++i) {
      const std::uint8_t type = entry(i).front();
      if (type == std::uint8_t(log::EntryType::kCast) ||
          type == std::uint8_t(log::EntryType::kChallenge)) {
        indexes.push_back(i);
      }
    }
    return indexes;
  }
  /// Of these alone.
  std::vector<UnitSum> sums_of(const std::vector<std::uint64_t>& indexes) {
    BallotAudit audit(election_.state().manifest(), context_, 1, election_.random);
    for (const std::uint64_t index : indexes) {
      const log::Credential* credential = election_.state().ledger().find(view(index).K());
      EXPECT_TRUE(audit.take(index, entry(index), credential->weight).ok());
    }
    EXPECT_TRUE(audit.flush().ok());
    return audit.sums();
  }
  /// Nothing less what is removed.
  Result<std::vector<UnitSum>> removed(const std::vector<std::uint64_t>& indexes,
                                       std::size_t block_bytes = 1 << 20) {
    UnitSums sums(election_.state().manifest(), election_.state().layout());
    log::EntryLookup lookup = election_.open_log(directory_.path()).lookup();
    VICHE_TRY(remove_casts(sums, lookup, indexes, election_.state().layout(),
                           election_.state().ledger(), block_bytes));
    return sums.units();
  }

  test::TallyElection election_;
  TemporaryDirectory directory_;
  std::shared_ptr<const ballot::ElectionContext> context_;
};

void expect_opposite(std::vector<UnitSum> sums, const std::vector<UnitSum>& others) {
  ASSERT_EQ(sums.size(), others.size());
  for (std::size_t u = 0; u < sums.size(); ++u) {
    sums[u] += others[u];
    EXPECT_TRUE(sums[u].S_0.is_identity());
    for (const Point& S_p : sums[u].S) EXPECT_TRUE(S_p.is_identity());
  }
}

TEST_F(CastSums, TakesOutWhatWasAdded) {
  const std::vector<std::uint64_t> all = ballots();
  ASSERT_GT(all.back(), log::kTileWidth);
  ASSERT_EQ(all.size(), 13U * 19U);
  std::vector<std::uint64_t> third;
  for (std::size_t i = all.size(); i-- > 0;) {
    if (i % 3 == 0) third.push_back(all[i]);
  }
  for (const auto& indexes : {all, third, {all[3]}, {}}) {
    const std::vector<UnitSum> sums = sums_of(indexes);
    for (const std::size_t block_bytes : {1, 5000, 1 << 20}) {
      const auto less = removed(indexes, block_bytes);
      ASSERT_TRUE(less.ok()) << less.error().message();
      expect_opposite(*less, sums);
    }
  }
}

TEST_F(CastSums, ReadsOnlyWhatIsProvedToBeInTheLog) {
  const std::vector<std::uint64_t> all = ballots();
  const std::uint64_t size = election_.log.entries.size();
  for (const std::uint64_t index : {all.front(), all.back()}) {
    const std::uint64_t number = index / log::kTileWidth;
    const log::Tile tile = *log::tile_at(log::Tile::Kind::kEntries, 0, number, size);
    const Bytes right = *log::read_file(directory_.path() / tile.path(), 1 << 20);
    const auto begin = election_.log.entries.begin() + std::ptrdiff_t(tile.begin());
    std::vector<Bytes> entries(begin, begin + tile.width);
    Bytes& changed = entries[index - tile.begin()];
    changed = entry(index == all.front() ? all[1] : all[0]);
    test::write_plain(directory_.path() / tile.path(), log::encode_bundle(entries));
    EXPECT_FALSE(removed(all).ok());
    EXPECT_FALSE(removed({index}).ok());
    EXPECT_TRUE(removed({all[2]}).ok());
    test::write_plain(directory_.path() / tile.path(), right);
  }
  EXPECT_FALSE(removed({size}).ok());
  EXPECT_FALSE(removed({0}).ok());  // the manifest
}

// Re-votes, a challenge, a void credential that is replaced, a cancellation.
TEST(CountedSums, AreThoseOfTheAudit) {
  test::TallyElection election(test::two_styles());
  election.ceremony();
  election.open({{0, 1}, {0, 3}, {1, 1}, {1, 2}, {0, 1}, {1, 1}});
  election.batch({election.cast(0, R"({"act":["a"]})"), election.cast(1, R"({"act":["b"]})"),
                  election.cast(2, R"({"law":["yes"],"act":["a"]})"),
                  election.cast(3, R"({"law":["no"],"act":["c"]})")});
  const std::uint32_t replacement = election.void_and_replace(1);
  election.batch({election.cast(0, R"({"act":["c"]})"), election.challenge(4, R"({"act":["a"]})"),
                  election.cast(replacement, R"({"act":["a"]})"),
                  election.cast(5, R"({"law":"blank","act":["a"]})")});
  election.close();
  election.cancel({5});
  election.seal();
  TemporaryDirectory directory;
  election.publish(directory.path());
  const auto audited = election.audit_now();
  ASSERT_TRUE(audited.ok()) << audited.error().message();
  for (const unsigned threads : {1U, 2U, 3U, 40U}) {
    const auto sums = counted_sums(election.open_log(directory.path()), election.state(), threads);
    ASSERT_TRUE(sums.ok()) << sums.error().message();
    EXPECT_EQ(*sums, audited->summary->sums) << threads;
  }
}

TEST(CountedSums, ADamagedRecordIsAnError) {
  test::TallyElection election;
  election.ceremony();
  election.open({{0, 1}, {0, 1}});
  election.batch({election.cast(0, R"({"act":["a"]})"), election.cast(1, R"({"act":["b"]})")});
  election.close();
  election.seal();
  TemporaryDirectory directory;
  election.publish(directory.path());
  const log::Tile tile =
      *log::tile_at(log::Tile::Kind::kEntries, 0, 0, election.log.entries.size());
  std::vector<Bytes> entries = election.log.entries;
  entries[*election.state().ledger().credentials()[0].effective_cast].back() ^= 1;
  test::write_plain(directory.path() / tile.path(), log::encode_bundle(entries));
  EXPECT_FALSE(counted_sums(election.open_log(directory.path()), election.state(), 2).ok());
}

}  // namespace
}  // namespace viche::tally
