#pragma once
// The witnesses that a board asks: all at once, for every checkpoint, without ever waiting long.

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "bulletin/log/checkpoint.h"
#include "bulletin/log/cosignature_request.h"

namespace viche::board {

/// A witness of the manifest, and how it is reached.
struct WitnessPeer {
  log::VerifierKey key;
  log::WitnessTransport transport;
};

struct WitnessEvent {
  enum class Kind { kFailing, kAnswering, kContradicting };
  Kind kind = Kind::kFailing;
  std::string witness;
  log::WitnessReply reply;
};

struct WitnessPoolOptions {
  std::chrono::milliseconds wait{1000};  // for the quorum of one checkpoint
  /// Before one that failed is asked again; twice as long after each failure.
  std::chrono::milliseconds first_pause{500}, longest_pause{10000};
  /// Called on the pool's threads, several at once.
  std::function<void(const WitnessEvent&)> on_event = {};
};

inline constexpr std::size_t kWitnessOutcomes = 6;
/// "cosigned", "unreachable", "refused", "other-root", "longer-log", "no-proof".
[[nodiscard]] std::string_view outcome_name(log::WitnessReply::Outcome outcome);

/// Numbers since the start.
struct WitnessNumbers {
  std::string witness;
  std::array<std::uint64_t, kWitnessOutcomes> outcomes{};  // by WitnessReply::Outcome
  bool contradicting = false;
};

/// A thread for each witness. One that failed, or that answers more slowly than `wait`, is asked in
/// the background and not waited for until it has answered in time again. One that contradicts the
/// log (it has another root or a longer log) is not asked again. Thread-safe.
class WitnessPool {
 public:
  /// `record` is the published log, for proofs from whatever size a witness has.
  WitnessPool(const log::LogPolicy& policy, std::vector<WitnessPeer> peers,
              std::filesystem::path record, WitnessPoolOptions options);
  WitnessPool(const WitnessPool&) = delete;
  WitnessPool& operator=(const WitnessPool&) = delete;
  /// Waits for the answers that are under way.
  ~WitnessPool();

  /// Asks all for this signed checkpoint, whose proofs `tree` gives, and returns the cosignatures
  /// that came until there was the quorum, all that are waited for had answered, or `wait` was
  /// over. One call at a time.
  std::vector<log::NoteSignature> cosign(const log::Note& checkpoint, log::HashReader& tree);
  /// At the start: asks all for the published checkpoint, which may have cosignatures, and returns
  /// when all have answered or `wait` is over.
  void resume(const log::Note& published);

  /// `changed` is called when cosignatures of a checkpoint came after its `cosign` had returned
  /// with less than the quorum, and when a witness contradicts. Empty: nobody is told any more;
  /// then no call is under way.
  void listen(std::function<void()> changed);
  /// All cosignatures of the checkpoint with this head that came; none of any other's.
  std::vector<log::NoteSignature> late(const log::TreeHead& head);

  /// Either as many witnesses contradict the log as make the quorum (then one of them is honest),
  /// or too few are left for a quorum.
  [[nodiscard]] bool contradicted() const { return contradicted_; }
  [[nodiscard]] std::vector<std::string> contradicting() const;
  [[nodiscard]] std::vector<WitnessNumbers> numbers() const;

 private:
  using Clock = std::chrono::steady_clock;

  struct Target {
    log::Note note;
    log::TreeHead head;
  };
  struct Peer {
    WitnessPeer witness;
    WitnessNumbers numbers;
    std::uint64_t known_size = 0;                   // that it has of this log
    std::optional<log::ProofFrom> proof;            // for the present target
    std::shared_ptr<const Target> settled;          // what it cosigned last
    std::optional<log::NoteSignature> cosignature;  // of the present target
    bool attached = false;                          // the cosignature was given away
    bool busy = false, failing = false;
    bool waited_for = true;  // its last answer came in time
    bool in_round = false;   // `cosign` waits for it now
    Clock::time_point next_try = {};
    std::chrono::milliseconds pause{0};
  };

  void run(Peer& peer);
  /// Waits until the peer is to be asked; null when the pool ends.
  std::shared_ptr<const Target> next_target(std::unique_lock<std::mutex>& lock, Peer& peer);
  void ask(std::unique_lock<std::mutex>& lock, Peer& peer,
           const std::shared_ptr<const Target>& target);
  /// What the reply means for the peer; what is to be told about it.
  std::optional<WitnessEvent::Kind> settle(Peer& peer, const std::shared_ptr<const Target>& target,
                                           const log::WitnessReply& reply);
  void set_target(std::shared_ptr<const Target> target,
                  std::vector<std::optional<log::ProofFrom>> proofs);
  void wait_for_round(std::unique_lock<std::mutex>& lock, std::size_t enough);
  std::vector<log::NoteSignature> give();
  [[nodiscard]] std::size_t attached() const;
  void count_contradicting();

  const std::size_t quorum_, witnesses_;  // of the manifest
  const std::filesystem::path record_;
  const WitnessPoolOptions options_;

  mutable std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Peer>> peers_;
  std::shared_ptr<const Target> target_;
  bool in_round_ = false;
  bool stopping_ = false;
  std::function<void()> listener_;
  std::atomic<bool> contradicted_{false};
  std::vector<std::thread> threads_;
};

}  // namespace viche::board
