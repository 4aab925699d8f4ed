#pragma once
// A witness's decision, C2SP tlog-witness 1.0.0 `add-checkpoint`, apart from HTTP.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bulletin/log/add_checkpoint.h"
#include "bulletin/log/witness_state.h"

namespace viche::log {

/// Cosigns the checkpoints of known logs as long as each extends what it cosigned before. Not
/// thread-safe; two witnesses over one state are kept apart by compare_and_swap.
class Witness {
 public:
  using Clock = std::function<PosixTime()>;
  /// Called when the proof of a fork was kept.
  using OnFork = std::function<void(const Fork&)>;

  /// `logs` are keys of type 0x01 whose names are the origins. Fails on an illegal name or a log
  /// given twice.
  static Result<Witness> create(std::string name, Ed25519Signer signer,
                                std::vector<VerifierKey> logs, WitnessState& state, Clock clock,
                                OnFork on_fork = {});

  [[nodiscard]] const VerifierKey& key() const { return key_; }

  /// Decides one request. The state is swapped durably before anything is signed; what proves that
  /// the log forked is kept durably before it is refused. An error is a failure of the witness's
  /// own storage (HTTP 500); everything wrong with the request is an answer.
  Result<WitnessAnswer> add_checkpoint(std::string_view body);

 private:
  Witness(VerifierKey key, Ed25519Signer signer, std::vector<VerifierKey> logs, WitnessState& state,
          Clock clock, OnFork on_fork)
      : key_(std::move(key)),
        signer_(std::move(signer)),
        logs_(std::move(logs)),
        state_(&state),
        clock_(std::move(clock)),
        on_fork_(std::move(on_fork)) {}

  /// Keeps it if it proves that this log forked.
  Result<void> note_fork(const VerifierKey& log, const Fork& fork);

  VerifierKey key_;
  Ed25519Signer signer_;
  std::vector<VerifierKey> logs_;
  WitnessState* state_;
  Clock clock_;
  OnFork on_fork_;
};

}  // namespace viche::log
