#pragma once
// A witness in this process that a test can have hang, fail, or know another history.

#include <condition_variable>
#include <mutex>
#include <string>

#include "bulletin/log/witness.h"
#include "bulletin/service/witness_pool.h"
#include "tests/bulletin/support/log_samples.h"

namespace viche::test {

class TestWitness {
 public:
  TestWitness(const std::string& name, std::uint8_t seed, const log::VerifierKey& log)
      : witness_(log::Witness::create(name, log::test::signer(seed), {log}, state_, [] {
                   return log::PosixTime{7};
                 }).value()) {}

  [[nodiscard]] const log::VerifierKey& key() const { return witness_.key(); }
  [[nodiscard]] board::WitnessPeer peer() {
    return {witness_.key(), [this](std::string_view body) { return answer(body); }};
  }
  void hang(bool hanging) { set(hanging_, hanging); }
  void fail(bool failing) { set(failing_, failing); }
  [[nodiscard]] int asked() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  /// It cosigns this checkpoint, the first that it sees of its log.
  void begin_with(const log::Note& checkpoint) {
    const auto answered = witness_.add_checkpoint(log::AddCheckpoint{0, {}, checkpoint}.encode());
    EXPECT_EQ(answered->status, log::WitnessStatus::kCosigned) << answered->body;
  }

 private:
  Result<log::WitnessAnswer> answer(std::string_view body) {
    std::unique_lock lock(mutex_);
    ++asked_;
    changed_.wait(lock, [&] { return !hanging_; });
    if (failing_) return Error{"connection refused", "test"};
    return witness_.add_checkpoint(body);
  }
  void set(bool& which, bool value) {
    const std::lock_guard lock(mutex_);
    which = value;
    changed_.notify_all();
  }

  log::test::TemporaryDirectory directory_;
  log::FileWitnessState state_ = log::FileWitnessState::open(directory_.path()).value();
  log::Witness witness_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool hanging_ = false, failing_ = false;
  int asked_ = 0;
};

}  // namespace viche::test
