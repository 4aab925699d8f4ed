#include "bulletin/service/witness_pool.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/bulletin/support/sample_log.h"
#include "tests/bulletin/support/test_witness.h"

namespace viche::board {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Outcome = log::WitnessReply::Outcome;
namespace samples = log::test;
using viche::test::TestWitness;

class WitnessPoolTest : public testing::Test {
 protected:
  ~WitnessPoolTest() override {
    for (TestWitness* witness : {&a_, &b_, &c_}) witness->hang(false);
    log_.reset();
    pool_.reset();
  }

  [[nodiscard]] log::LogPolicy policy(std::size_t quorum) const {
    return log::LogPolicy::create(store::test::policy().log(), {a_.key(), b_.key(), c_.key()},
                                  quorum)
        .value();
  }
  /// A log whose checkpoints these witnesses are asked to cosign.
  void open(std::size_t quorum, std::vector<WitnessPeer> peers,
            std::chrono::milliseconds wait = 5000ms) {
    log_.reset();
    WitnessPoolOptions options;
    options.wait = wait;
    options.first_pause = 20ms;
    options.longest_pause = 100ms;
    options.on_event = [this](const WitnessEvent& event) {
      const std::lock_guard lock(mutex_);
      events_.push_back({event.kind, event.witness});
    };
    pool_ = std::make_unique<WitnessPool>(policy(quorum), std::move(peers),
                                          directory_.path() / "public", std::move(options));
    log_ = store::test::OpenLog::open(directory_.path(),
                                      {store::test::log_signer(),
                                       [this](const log::Note& note, log::HashReader& tree) {
                                         return Result(pool_->cosign(note, tree));
                                       },
                                       {},
                                       {}})
               .value();
  }
  void append(std::uint64_t count) {
    const std::uint64_t size = log_->sequencer().head().size;
    ASSERT_TRUE(log_->sequencer().append(samples::sample_entries(size, count)).ok());
  }
  /// As the published checkpoint has them, all verified.
  [[nodiscard]] std::vector<std::string> cosigners() const {
    const std::string text = log::LogDirectory(directory_.path() / "public").checkpoint().value();
    const auto opened = log::open_checkpoint(text, policy(0));
    EXPECT_TRUE(opened.ok()) << opened.error().message();
    std::vector<std::string> names;
    for (const log::Cosignature& cosignature : opened->cosignatures) {
      names.push_back(policy(0).keys()[1 + cosignature.witness].name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  /// Takes what came late until the published checkpoint has these, at most for a while.
  void expect_healed(const std::vector<std::string>& names) {
    for (int i = 0; i < 1000 && cosigners() != names; ++i) {
      std::this_thread::sleep_for(5ms);
      const log::TreeHead head = log_->sequencer().head();
      ASSERT_TRUE(log_->sequencer().add_cosignatures(head, pool_->late(head)).ok());
    }
    EXPECT_EQ(cosigners(), names);
  }
  template <class Condition>
  static bool soon(Condition condition) {
    for (int i = 0; i < 2000 && !condition(); ++i) std::this_thread::sleep_for(5ms);
    return condition();
  }
  [[nodiscard]] std::uint64_t count(std::size_t witness, Outcome outcome) const {
    return pool_->numbers()[witness].outcomes[static_cast<std::size_t>(outcome)];
  }
  [[nodiscard]] bool happened(WitnessEvent::Kind kind, const std::string& witness) {
    const std::lock_guard lock(mutex_);
    return std::count(events_.begin(), events_.end(), std::pair(kind, witness)) == 1;
  }

  samples::TemporaryDirectory directory_;
  TestWitness a_{"a", 11, store::test::policy().log()}, b_{"b", 12, store::test::policy().log()},
      c_{"c", 13, store::test::policy().log()};
  std::mutex mutex_;
  std::vector<std::pair<WitnessEvent::Kind, std::string>> events_;
  std::unique_ptr<WitnessPool> pool_;
  std::unique_ptr<store::test::OpenLog> log_;
};

using Names = std::vector<std::string>;

log::Note other_history(const log::TreeHead& head) {
  return log::sign_checkpoint({store::test::kOrigin, head}, samples::signer(1));
}

TEST_F(WitnessPoolTest, EveryCheckpointHasTheQuorum) {
  open(2, {a_.peer(), b_.peer()});
  for (const std::uint64_t count : {1U, 4U, 300U, 1U}) {
    append(count);
    EXPECT_EQ(cosigners(), (Names{"a", "b"}));
  }
  EXPECT_EQ(count(0, Outcome::kCosigned), 4U);
  EXPECT_EQ(a_.asked(), 4);  // the proofs were from the right sizes
}

TEST_F(WitnessPoolTest, TheThirdIsNotWaitedFor) {
  c_.hang(true);
  open(2, {a_.peer(), b_.peer(), c_.peer()}, 60s);
  append(3);
  append(3);
  EXPECT_EQ(cosigners(), (Names{"a", "b"}));
}

TEST_F(WitnessPoolTest, OneThatHangsCostsOneWait) {
  b_.hang(true);
  open(2, {a_.peer(), b_.peer()}, 2000ms);
  const auto start = Clock::now();
  for (int i = 0; i < 20; ++i) append(2);
  EXPECT_LT(Clock::now() - start, 20s);  // not 20 times 2 s
  EXPECT_EQ(cosigners(), Names{"a"});
  // The answer to the first checkpoint is not attached to the newest.
  EXPECT_EQ(b_.asked(), 1);
  b_.hang(false);
  expect_healed({"a", "b"});
  append(2);
  EXPECT_TRUE(soon([&] { return cosigners().size() >= 1; }));
}

TEST_F(WitnessPoolTest, OneThatFailsIsAskedInTheBackgroundUntilItAnswers) {
  b_.fail(true);
  open(2, {a_.peer(), b_.peer()});
  append(5);
  EXPECT_EQ(cosigners(), Names{"a"});
  EXPECT_TRUE(soon([&] { return b_.asked() > 3; }));
  EXPECT_TRUE(happened(WitnessEvent::Kind::kFailing, "b"));
  EXPECT_GE(count(1, Outcome::kUnreachable), 3U);
  std::atomic<int> told = 0;
  pool_->listen([&] { ++told; });
  b_.fail(false);
  EXPECT_TRUE(soon([&] { return told == 1; }));
  expect_healed({"a", "b"});
  EXPECT_TRUE(soon([&] { return happened(WitnessEvent::Kind::kAnswering, "b"); }));
  pool_->listen({});
  append(5);  // it is waited for again
  EXPECT_EQ(cosigners(), (Names{"a", "b"}));
}

TEST_F(WitnessPoolTest, CosignaturesOfAnOlderCheckpointAreNeverGiven) {
  b_.fail(true);
  open(2, {a_.peer(), b_.peer()});
  append(5);
  const log::TreeHead before = log_->sequencer().head();
  append(5);
  EXPECT_TRUE(pool_->late(before).empty());
  const log::NoteSignature old = log::cosign_text(
      "b", samples::signer(12), log::Checkpoint{store::test::kOrigin, before}.text(), 7);
  EXPECT_FALSE(*log_->sequencer().add_cosignatures(before, std::span(&old, 1)));
  EXPECT_EQ(cosigners(), Names{"a"});
}

TEST_F(WitnessPoolTest, AfterARestartThePublishedCheckpointIsCompleted) {
  b_.fail(true);
  open(2, {a_.peer(), b_.peer()});
  append(5);
  b_.fail(false);
  open(2, {a_.peer(), b_.peer()});
  pool_->resume(log::Note::decode(log_->sequencer().newest()->note).value());
  expect_healed({"a", "b"});
  append(3);
  EXPECT_EQ(cosigners(), (Names{"a", "b"}));
}

TEST_F(WitnessPoolTest, AWitnessWithAnotherRootContradicts) {
  a_.begin_with(other_history({3, log::Hash{1}}));
  open(2, {a_.peer(), b_.peer(), c_.peer()});
  append(3);
  EXPECT_TRUE(soon([&] { return pool_->contradicting() == Names{"a"}; }));
  EXPECT_TRUE(soon([&] { return happened(WitnessEvent::Kind::kContradicting, "a"); }));
  EXPECT_FALSE(pool_->contradicted());  // two may be left for a quorum, and one may lie
  append(1);
  EXPECT_EQ(cosigners(), (Names{"b", "c"}));
  EXPECT_EQ(count(0, Outcome::kOtherRoot), 1U);
}

TEST_F(WitnessPoolTest, AsManyAsTheQuorumStopTheLog) {
  a_.begin_with(other_history({30, log::Hash{1}}));
  b_.begin_with(other_history({30, log::Hash{1}}));
  open(2, {a_.peer(), b_.peer(), c_.peer()});
  std::atomic<int> told = 0;
  pool_->listen([&] { ++told; });
  append(3);
  EXPECT_TRUE(soon([&] { return pool_->contradicted(); }));
  EXPECT_EQ(pool_->contradicting(), (Names{"a", "b"}));
  EXPECT_EQ(told, 2);
  EXPECT_EQ(count(1, Outcome::kLongerLog), 1U);
  pool_->listen({});
}

TEST_F(WitnessPoolTest, SoDoesOneWithoutWhichThereIsNoQuorum) {
  a_.begin_with(other_history({30, log::Hash{1}}));
  open(3, {a_.peer(), b_.peer(), c_.peer()});
  append(3);
  EXPECT_TRUE(soon([&] { return pool_->contradicted(); }));
}

}  // namespace
}  // namespace viche::board
