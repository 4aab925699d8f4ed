#include "tally/ballot_audit.h"

#include <gtest/gtest.h>

#include "tests/tally/support/tally_election.h"

namespace viche::tally {
namespace {

constexpr std::size_t kOneWindow = ballot::Checker::kChunkBytes;

// The ballots of an open vote: voters in two styles, weights from 1, a challenge. Entry i of the
// log is taken to be number 100 + i.
class BallotAudits : public testing::Test {
 protected:
  BallotAudits() : election_(test::two_styles()) {
    election_.ceremony();
    for (std::uint32_t v = 0; v < 12; ++v) voters_.emplace_back(v % 2, 1 + v % 4);
    election_.open(voters_);
    context_ = election_.audit_now()->context;
    for (std::uint32_t v = 0; v < 11; ++v) {
      entries_.push_back(
          election_.cast(v, v % 2 == 0 ? R"({"act":["b"]})" : R"({"law":["yes"],"act":["a"]})"));
    }
    entries_.push_back(election_.challenge(11, R"({"law":["no"],"act":["c"]})"));
  }

  std::unique_ptr<BallotAudit> make(unsigned threads, std::size_t chunk_bytes) {
    return std::make_unique<BallotAudit>(election_.state().manifest(), context_, threads,
                                         election_.random, chunk_bytes);
  }
  Result<void> take(BallotAudit& audit, std::size_t i) const {
    return audit.take(100 + i, entries_[i], voters_[i].second);
  }
  Result<void> take_all(BallotAudit& audit) const {
    for (std::size_t i = 0; i < entries_.size(); ++i) VICHE_TRY(take(audit, i));
    return audit.flush();
  }

  test::TallyElection election_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> voters_;
  std::shared_ptr<const ballot::ElectionContext> context_;
  std::vector<Bytes> entries_;
};

TEST_F(BallotAudits, WindowsAndThreadsChangeNothing) {
  const auto whole = make(1, kOneWindow);
  ASSERT_TRUE(take_all(*whole).ok());
  EXPECT_EQ(whole->checked(), entries_.size());
  EXPECT_FALSE(whole->sums()[0].S_0.is_identity());
  for (const unsigned threads : {1U, 2U, 3U}) {
    for (const std::size_t chunk_bytes : {std::size_t{1}, std::size_t{700}, kOneWindow}) {
      const auto audit = make(threads, chunk_bytes);
      ASSERT_TRUE(take_all(*audit).ok());
      EXPECT_EQ(audit->checked(), entries_.size());
      EXPECT_EQ(audit->sums(), whole->sums()) << threads << " threads, " << chunk_bytes;
    }
  }
}

TEST_F(BallotAudits, FlushMayComeAtAnyPlace) {
  const auto whole = make(1, kOneWindow);
  ASSERT_TRUE(take_all(*whole).ok());
  for (std::size_t place = 0; place <= entries_.size(); ++place) {
    const auto audit = make(2, 700);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (i == place) {
        ASSERT_TRUE(audit->flush().ok());
      }
      ASSERT_TRUE(take(*audit, i).ok());
    }
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(audit->flush().ok());
    EXPECT_EQ(audit->checked(), entries_.size());
    EXPECT_EQ(audit->sums(), whole->sums());
  }
}

// One bad ballot that is decoded and one that is not, in either order, in one window or two.
TEST_F(BallotAudits, TheFirstBadBallotIsNamed) {
  const std::vector<Bytes> right = entries_;
  for (const unsigned threads : {1U, 2U, 3U}) {
    for (const std::size_t chunk_bytes : {std::size_t{1}, std::size_t{700}, kOneWindow}) {
      for (std::size_t bad = 0; bad < right.size(); bad += 2) {
        for (std::size_t other = 1; other < right.size(); other += 3) {
          entries_ = right;
          entries_[bad].back() ^= 1;
          std::fill_n(entries_[other].begin() + ballot::kOffsetC, 32, std::uint8_t{0xff});
          const auto audit = make(threads, chunk_bytes);
          const Result<void> taken = take_all(*audit);
          ASSERT_FALSE(taken.ok());
          const std::string name = "entry " + std::to_string(100 + std::min(bad, other)) + ":";
          EXPECT_EQ(taken.error().message().rfind(name, 0), 0U) << taken.error().message();
          EXPECT_TRUE(audit->flush().ok());  // nothing is left of what came after
        }
      }
    }
  }
}

TEST_F(BallotAudits, MayGoWhileBallotsAreChecked) {
  for (int i = 0; i < 20; ++i) {
    const auto audit = make(2, 1);
    for (std::size_t n = 0; n < 4; ++n) ASSERT_TRUE(take(*audit, n).ok());
  }
}

}  // namespace
}  // namespace viche::tally
