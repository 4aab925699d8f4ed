#include "tally/ceremony_memory.h"

#include <gtest/gtest.h>

#include "bulletin/log/durable_file.h"
#include "tally/ceremony.h"
#include "tests/tally/support/plain_file.h"
#include "tests/tally/support/tally_election.h"

namespace viche::tally {
namespace {

using log::EntryType;
using test::TallyElection;
using test::TemporaryDirectory;

// The trustees of the sample election.
constexpr std::uint16_t kDescending[] = {3, 2, 1};

/// What trustee 1 would sign in this log.
Result<log::RevealBody> reveal(TallyElection& election, CeremonyMemory& memory) {
  VICHE_ASSIGN(const log::RevealBody body,
               make_reveal(election.state(), 1, election.keys(1), election.random));
  return memory.reveal(body, election.state().shape());
}
Result<log::ConfirmBody> confirm(TallyElection& election, CeremonyMemory& memory) {
  VICHE_ASSIGN(const log::ConfirmBody body,
               make_confirm(election.state(), 1, election.keys(1), election.random));
  return memory.confirm(body, *election.state().commits_head(), election.state().shape());
}
Result<void> check_share(TallyElection& election, CeremonyMemory& memory) {
  return memory.check_share(*election.state().commits_head(), election.state().shape());
}

template <class T>
void expect_another_log(const Result<T>& result) {
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().reason.find("another log than before"), std::string::npos)
      << result.error().message();
}

/// Commits in descending order: as a board that rewound its log to the manifest takes them.
void commit_otherwise(TallyElection& election) {
  for (const std::uint16_t i : kDescending) {
    election.say(EntryType::kCommit, i,
                 make_commit(election.state(), i, election.keys(i))->encode());
  }
}

/// A trustee's memory in a directory that goes with the test.
struct Kept {
  TemporaryDirectory directory;
  CeremonyMemory memory{directory.path()};

  Kept() { EXPECT_TRUE(memory.create().ok()); }
};

TEST(CeremonyMemory, SaysTheSameAgain) {
  TallyElection election;
  Kept kept;
  election.say_manifest();
  election.commit();
  const auto revealed = reveal(election, kept.memory);
  ASSERT_TRUE(revealed.ok()) << revealed.error().message();
  CeremonyMemory restarted(kept.directory.path());
  EXPECT_EQ(*reveal(election, restarted), *revealed);  // the proof too, which is random
  election.reveal();
  EXPECT_TRUE(check_share(election, restarted).ok());
  election.share();
  const auto confirmed = confirm(election, restarted);
  ASSERT_TRUE(confirmed.ok()) << confirmed.error().message();
  EXPECT_EQ(*confirm(election, kept.memory), *confirmed);
}

TEST(CeremonyMemory, OtherCommitsAreRefused) {
  TallyElection election;
  Kept kept;
  election.say_manifest();
  const viche::test::SampleLog empty = election.log;
  election.commit();
  ASSERT_TRUE(reveal(election, kept.memory).ok());
  election.log = empty;
  commit_otherwise(election);
  expect_another_log(reveal(election, kept.memory));
  election.reveal();
  expect_another_log(check_share(election, kept.memory));
  election.share();
  expect_another_log(confirm(election, kept.memory));
}

TEST(CeremonyMemory, OtherSharesAreRefused) {
  TallyElection election;
  Kept kept;
  election.say_manifest();
  election.commit();
  ASSERT_TRUE(reveal(election, kept.memory).ok());
  election.reveal();
  const viche::test::SampleLog revealed = election.log;
  election.share();
  const auto confirmed = confirm(election, kept.memory);
  ASSERT_TRUE(confirmed.ok()) << confirmed.error().message();
  // The same boxes in another order: other bytes of the log, and another head.
  election.log = revealed;
  for (const std::uint16_t i : kDescending) {
    election.say(EntryType::kShare, i, make_share(election.state(), i, election.keys(i))->encode());
  }
  expect_another_log(confirm(election, kept.memory));
  log::ConfirmBody other_keys = *confirmed;
  other_keys.keys_root[0] ^= 1;
  EXPECT_FALSE(
      kept.memory.confirm(other_keys, *election.state().commits_head(), election.state().shape())
          .ok());
}

TEST(CeremonyMemory, LostMemorySaysNothing) {
  TallyElection election;
  const TemporaryDirectory directory;
  CeremonyMemory memory(directory.path());
  election.say_manifest();
  election.commit();
  const auto refused = reveal(election, memory);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().reason.find("restored from a backup"), std::string::npos);
  election.reveal();
  EXPECT_FALSE(check_share(election, memory).ok());
  election.share();
  EXPECT_FALSE(confirm(election, memory).ok());
  // An older copy, from before the reveal.
  ASSERT_TRUE(memory.create().ok());
  EXPECT_FALSE(check_share(election, memory).ok());
  EXPECT_FALSE(confirm(election, memory).ok());
}

TEST(CeremonyMemory, CreateForgetsNothing) {
  TallyElection election;
  Kept kept;
  ASSERT_TRUE(kept.memory.create().ok());
  election.say_manifest();
  election.commit();
  ASSERT_TRUE(reveal(election, kept.memory).ok());
  EXPECT_FALSE(kept.memory.create().ok());
}

TEST(CeremonyMemory, DamagedFileSaysNothing) {
  TallyElection election;
  Kept kept;
  election.say_manifest();
  election.commit();
  const auto body = make_reveal(election.state(), 1, election.keys(1), election.random);
  ASSERT_TRUE(kept.memory.reveal(*body, election.state().shape()).ok());
  const std::filesystem::path path = kept.directory.path() / "ceremony";
  const Bytes right = *log::read_file(path, 100000);
  for (std::size_t i = 0; i < right.size(); ++i) {
    Bytes changed = right;
    changed[i] ^= 1;
    test::write_plain(path, changed);
    EXPECT_FALSE(kept.memory.reveal(*body, election.state().shape()).ok()) << "byte " << i;
  }
  test::write_plain(path, Bytes());
  EXPECT_FALSE(kept.memory.reveal(*body, election.state().shape()).ok());
}

/// Where the ceremony stands.
CeremonyMemory::Place place(const TallyElection& election) {
  return {*election.state().commits_head(), *election.state().shares_head(),
          election.state().shape()};
}

/// Up to the shares, of which trustee 1 sent its own; what came before them.
viche::test::SampleLog share_all(TallyElection& election, CeremonyMemory& memory) {
  election.say_manifest();
  election.commit();
  EXPECT_TRUE(reveal(election, memory).ok());
  election.reveal();
  viche::test::SampleLog revealed = election.log;
  election.share();
  return revealed;
}

/// The same boxes in another order.
void share_otherwise(TallyElection& election, const viche::test::SampleLog& revealed) {
  election.log = revealed;
  for (const std::uint16_t i : kDescending) {
    election.say(EntryType::kShare, i, make_share(election.state(), i, election.keys(i))->encode());
  }
}

TEST(CeremonyMemory, WhoComplainedNeverConfirms) {
  TallyElection election;
  Kept kept;
  const viche::test::SampleLog revealed = share_all(election, kept.memory);
  ASSERT_TRUE(kept.memory.complain({2}, place(election)).ok());
  CeremonyMemory restarted(kept.directory.path());
  EXPECT_TRUE(restarted.complain({2}, place(election)).ok());  // again
  EXPECT_TRUE(restarted.complain({3}, place(election)).ok());
  EXPECT_TRUE(restarted.answer({3, {}}, place(election)).ok());
  for (const bool other : {false, true}) {
    if (other) share_otherwise(election, revealed);
    const auto refused = confirm(election, restarted);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().reason.find("confirms nothing"), std::string::npos);
  }
  expect_another_log(restarted.complain({2}, place(election)));
  expect_another_log(restarted.answer({3, {}}, place(election)));
}

TEST(CeremonyMemory, WhoConfirmedAnswersAndNeverComplains) {
  TallyElection election;
  Kept kept;
  const viche::test::SampleLog revealed = share_all(election, kept.memory);
  ASSERT_TRUE(confirm(election, kept.memory).ok());
  const auto refused = kept.memory.complain({2}, place(election));
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().reason.find("never complains"), std::string::npos);
  const CeremonyMemory::Place confirmed = place(election);
  share_otherwise(election, revealed);
  expect_another_log(kept.memory.answer({2, {}}, place(election)));
  EXPECT_TRUE(kept.memory.answer({2, {}}, confirmed).ok());
  EXPECT_TRUE(kept.memory.answer({2, {}}, confirmed).ok());
  EXPECT_FALSE(
      kept.memory.confirm({confirmed.shares_head, {}}, confirmed.commits_head, confirmed.shape)
          .ok());
}

TEST(CeremonyMemory, AnswersAndComplaintsNeedItsOwnReveal) {
  TallyElection election;
  Kept kept;
  const TemporaryDirectory directory;
  CeremonyMemory lost(directory.path());
  share_all(election, kept.memory);
  EXPECT_FALSE(lost.complain({2}, place(election)).ok());
  EXPECT_FALSE(lost.answer({2, {}}, place(election)).ok());
  ASSERT_TRUE(lost.create().ok());  // from before the reveal
  EXPECT_FALSE(lost.complain({2}, place(election)).ok());
  EXPECT_FALSE(lost.answer({2, {}}, place(election)).ok());
}

}  // namespace
}  // namespace viche::tally
