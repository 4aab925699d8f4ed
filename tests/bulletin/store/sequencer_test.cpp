#include "bulletin/store/sequencer.h"

#include <gtest/gtest.h>

#include "bulletin/log/cosignature_request.h"
#include "bulletin/log/witness.h"
#include "tests/bulletin/support/failing_store.h"
#include "tests/bulletin/support/sample_log.h"

namespace viche::store {
namespace {

using log::test::sample_entries;
using test::OpenLog;

class SequencerTest : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path base() const { return directory_.path(); }
  std::unique_ptr<OpenLog> open(OpenLog::Parts parts = {}) {
    return OpenLog::open(base(), std::move(parts)).value();
  }
  Result<std::uint64_t> published() { return test::published_sample_size(base(), test::policy()); }

  log::test::TemporaryDirectory directory_;
};

TEST_F(SequencerTest, AppendsAndPublishes) {
  const auto log = open();
  EXPECT_FALSE(log->sequencer().newest().has_value());
  std::uint64_t size = 0;
  for (const std::uint64_t count : {1U, 255U, 1U, 300U, 256U}) {
    const Appended appended = log->sequencer().append(sample_entries(size, count)).value();
    EXPECT_EQ(appended.first, size);
    size += count;
    EXPECT_EQ(appended.head.size, size);
    EXPECT_EQ(log->sequencer().head(), appended.head);
    EXPECT_EQ(published().value(), size);
  }
}

TEST_F(SequencerTest, ContinuesAfterReopening) {
  for (std::uint64_t size = 0; size < 600; size += 120) {
    const auto log = open();
    EXPECT_EQ(log->sequencer().head().size, size);
    ASSERT_TRUE(log->sequencer().append(sample_entries(size, 120)).ok());
  }
  EXPECT_EQ(published().value(), 600U);
}

TEST_F(SequencerTest, BatchesThatAreNoBatches) {
  const auto log = open();
  EXPECT_FALSE(log->sequencer().append({}).ok());
  EXPECT_FALSE(log->sequencer().append({Bytes{1}, Bytes(log::kMaxEntrySize + 1)}).ok());
  EXPECT_EQ(log->sequencer().head().size, 0U);
  EXPECT_TRUE(log->sequencer().append(sample_entries(0, 2)).ok());
  EXPECT_TRUE(log->sequencer().append({Bytes(log::kMaxEntrySize)}).ok());
}

TEST_F(SequencerTest, ReceiptsAtOnce) {
  const auto log = open();
  EXPECT_FALSE(log->sequencer().receipt(0).ok());
  ASSERT_TRUE(log->sequencer().append(sample_entries(0, 300)).ok());
  for (const std::uint64_t index : {0U, 255U, 256U, 299U}) {
    const log::Receipt receipt = log->sequencer().receipt(index).value();
    EXPECT_TRUE(
        verify_receipt(receipt, log::hash_leaf(log::test::sample_entry(index)), test::policy())
            .ok());
  }
  EXPECT_FALSE(log->sequencer().receipt(300).ok());
}

TEST_F(SequencerTest, AnotherWriterStopsIt) {
  const auto log = open();
  ASSERT_TRUE(log->sequencer().append(sample_entries(0, 2)).ok());
  // Somebody else moves the store on behind its back.
  log::TileEdge edge = log::TileEdge::restore(log->store(), log->sequencer().head()).value();
  const log::TreeHead before = edge.head();
  edge.append(log::hash_leaf(log::test::sample_entry(2)));
  ASSERT_TRUE(
      log->store().stage(before, sample_entries(2, 1), edge.take_changed(), edge.head()).ok());
  ASSERT_TRUE(log->store().swap_checkpoint(2, edge.head(), "stolen").value());
  for (int i = 0; i < 2; ++i) {
    const Result<Appended> refused = log->sequencer().append(sample_entries(2, 1));
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().where.find("the log has stopped"), std::string::npos);
  }
  EXPECT_FALSE(log->sequencer().finish().ok());
}

TEST_F(SequencerTest, AFullDiskIsNotTheEnd) {
  const auto log = open();
  test::FailingStore store(log->store());
  Sequencer sequencer =
      Sequencer::open(store, log->publisher(), test::kOrigin, test::log_signer(), {}).value();
  const log::TreeHead before = sequencer.append(sample_entries(0, 300)).value().head;

  store.full = true;
  EXPECT_FALSE(sequencer.append(sample_entries(300, 5)).ok());
  EXPECT_EQ(sequencer.head(), before);  // they are not in
  EXPECT_TRUE(sequencer.receipt(299).ok());
  EXPECT_FALSE(sequencer.append(sample_entries(300, 7)).ok());

  store.full = false;
  EXPECT_EQ(sequencer.append(sample_entries(300, 7)).value().head.size, 307U);
  EXPECT_TRUE(verify_receipt(sequencer.receipt(306).value(),
                             log::hash_leaf(log::test::sample_entry(306)), test::policy())
                  .ok());
}

TEST_F(SequencerTest, WhatWasStagedBeforeTheDiskWasFullIsSignedLater) {
  const auto log = open();
  test::FailingStore store(log->store());
  bool fills = true;
  const FaultHook fill = [&](FaultPoint point) {
    if (fills && point == FaultPoint::kSigned) store.full = true;
  };
  Sequencer sequencer =
      Sequencer::open(store, log->publisher(), test::kOrigin, test::log_signer(), {{}, fill})
          .value();
  EXPECT_FALSE(sequencer.append(sample_entries(0, 3)).ok());
  EXPECT_EQ(sequencer.head().size, 3U);  // they are in
  EXPECT_FALSE(log->publisher().published().has_value());
  EXPECT_FALSE(sequencer.finish().ok());

  fills = false;
  store.full = false;
  EXPECT_TRUE(sequencer.finish().ok());
  EXPECT_EQ(published().value(), 3U);
}

class WitnessedSequencerTest : public SequencerTest {
 protected:
  static constexpr const char* kWitness = "witness";

  Cosigner cosigner() {
    return [this](const log::Note& checkpoint,
                  log::HashReader& tree) -> Result<std::vector<log::NoteSignature>> {
      if (unreachable_) return Error{"no answer", kWitness};
      VICHE_ASSIGN(log::NoteSignature cosignature,
                   log::cosignature_of(log::request_cosignature(
                       [this](std::string_view body) { return witness_.add_checkpoint(body); },
                       witness_.key(), checkpoint, known_size_, tree)));
      ++cosigned_;
      return std::vector<log::NoteSignature>{cosignature};
    };
  }
  log::LogPolicy witnessed() {
    return log::LogPolicy::create(test::policy().log(), {witness_.key()}, 1).value();
  }

  bool unreachable_ = false;
  int cosigned_ = 0;
  std::uint64_t known_size_ = 0;
  log::test::TemporaryDirectory state_directory_;
  log::FileWitnessState state_ = log::FileWitnessState::open(state_directory_.path()).value();
  log::Witness witness_ =
      log::Witness::create(kWitness, log::test::signer(5), {test::policy().log()}, state_, [] {
        return log::PosixTime{1};
      }).value();
};

TEST_F(WitnessedSequencerTest, CheckpointsAreCosignedBeforeTheyArePublished) {
  const auto log = open({test::log_signer(), cosigner(), {}, {}});
  std::uint64_t size = 0;
  for (const std::uint64_t count : {3U, 300U, 5U}) {
    ASSERT_TRUE(log->sequencer().append(sample_entries(size, count)).ok());
    size += count;
    EXPECT_EQ(test::published_sample_size(base(), witnessed()).value(), size);
  }
  EXPECT_TRUE(verify_receipt(log->sequencer().receipt(1).value(),
                             log::hash_leaf(log::test::sample_entry(1)), witnessed())
                  .ok());
  EXPECT_EQ(cosigned_, 3);
  ASSERT_TRUE(log->sequencer().finish().ok());
  EXPECT_EQ(cosigned_, 3);  // once a checkpoint
}

TEST_F(WitnessedSequencerTest, WithoutTheWitnessNothingIsPublished) {
  auto log = open({test::log_signer(), cosigner(), {}, {}});
  ASSERT_TRUE(log->sequencer().append(sample_entries(0, 3)).ok());
  unreachable_ = true;
  EXPECT_FALSE(log->sequencer().append(sample_entries(3, 4)).ok());
  EXPECT_EQ(published().value(), 3U);
  EXPECT_FALSE(log->sequencer().append(sample_entries(7, 1)).ok());  // the batch before comes first
  EXPECT_EQ(log->sequencer().head().size, 7U);

  unreachable_ = false;
  log.reset();
  log = open({test::log_signer(), cosigner(), {}, {}});  // start-up finishes it
  EXPECT_EQ(test::published_sample_size(base(), witnessed()).value(), 7U);
  ASSERT_TRUE(log->sequencer().append(sample_entries(7, 1)).ok());
  EXPECT_EQ(test::published_sample_size(base(), witnessed()).value(), 8U);
}

TEST_F(WitnessedSequencerTest, ALateCosignatureIsStoredAndPublished) {
  auto log = open({test::log_signer(), {}, {}, {}});
  ASSERT_TRUE(log->sequencer().append(sample_entries(0, 3)).ok());
  const log::TreeHead head = log->sequencer().head();
  const auto cosigned = [&](std::uint8_t seed, const log::TreeHead& of) {
    return log::cosign_text(kWitness, log::test::signer(seed),
                            log::Checkpoint{test::kOrigin, of}.text(), 1);
  };
  EXPECT_FALSE(test::published_sample_size(base(), witnessed()).ok());
  const std::vector<log::NoteSignature> late{cosigned(5, head)};
  EXPECT_TRUE(log->sequencer().add_cosignatures(head, late).value());
  EXPECT_EQ(test::published_sample_size(base(), witnessed()).value(), 3U);
  // A witness's second one, and one for another head, change nothing.
  const std::string note = log->sequencer().newest()->note;
  const std::vector<log::NoteSignature> again{log::cosign_text(
      kWitness, log::test::signer(5), log::Checkpoint{test::kOrigin, head}.text(), 2)};
  EXPECT_FALSE(log->sequencer().add_cosignatures(head, again).value());
  EXPECT_FALSE(log->sequencer().add_cosignatures({2, head.root}, late).value());
  EXPECT_EQ(log->sequencer().newest()->note, note);
  log.reset();
  log = open({test::log_signer(), {}, {}, {}});
  EXPECT_EQ(log->sequencer().newest()->note, note);
  ASSERT_TRUE(log->sequencer().append(sample_entries(3, 1)).ok());
  EXPECT_FALSE(log->sequencer().add_cosignatures(head, again).value());
}

}  // namespace
}  // namespace viche::store
