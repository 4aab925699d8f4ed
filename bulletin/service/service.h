#pragma once
// The running board: takes submissions from many threads, puts them through one line of stages with
// bounded queues, and answers each with its place in the log and a proof of it.
//
//   submit -> [waiting] -> collect for an interval, refuse what the rules forbid, check proofs
//          -> [checked] -> order, commit, sign, publish -> [published] -> make receipts, answer
//
// Each of the three stages behind `submit` is one thread (and the threads of the proof check), so
// that one batch is checked while the one before is committed and the one before that is answered.
// Nothing about who submitted what, or when, is kept.

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ballot/noted_tracker.h"
#include "bulletin/board.h"
#include "bulletin/log/phase.h"
#include "bulletin/reason.h"
#include "bulletin/service/latency.h"
#include "bulletin/service/witness_pool.h"
#include "bulletin/store/log_store.h"
#include "bulletin/store/sequencer.h"

namespace viche::board {

struct ServiceOptions {
  unsigned check_threads = 1;  // for ballot proofs, beside the service's own three threads
  /// How long submissions are collected into one batch; the ticks are the same for all. Where the
  /// line was busy at a tick, the batch begins as soon as it is not.
  std::chrono::milliseconds interval{200};
  std::size_t batch_ballots = 8192;  // a batch ends early when it has as many
  // Bounds of what was taken and is not answered yet; beyond them `submit` says kFull.
  std::size_t waiting_ballots = 32768;
  std::size_t waiting_bytes = std::size_t{96} << 20;
  std::size_t waiting_statements = 64;
  /// Ballots of one credential in one batch; others are refused with kBusy.
  std::size_t batch_per_credential = 4;
  /// A credential with as many ballots of bad proof within an interval of refused_window is a
  /// suspect until it ends: of all suspects' ballots, suspects_per_batch are checked with each
  /// batch, chosen at random, and the others are refused with kBusy. So many that they take less
  /// than a third of a thread (docs/performance.md, where ballots are bad), and enough that voters
  /// are served while bad ballots come in the names of the whole roll.
  std::size_t refused_proofs = 3;
  std::chrono::seconds refused_window{10};
  std::size_t suspects_per_batch = 256;
  /// After a failure of the store: how long new submissions are refused before the next one is
  /// tried.
  std::chrono::milliseconds retry_storage{1000};
  /// As BoardOptions::check_contents.
  std::function<Result<void>(const log::ElectionState&, const log::Statement&)> check_contents = {};
  /// As BoardOptions::progress.
  std::function<void(std::uint64_t, std::uint64_t)> progress = {};
  /// Whom the sequencer's cosigner asks, to hear what comes late; outlives the service. Null:
  /// nobody is asked.
  WitnessPool* witnesses = nullptr;
};

/// How many of the manifest's witnesses cosigned a checkpoint, and how many its readers ask for.
struct Cosigned {
  std::size_t witnesses = 0;
  std::size_t quorum = 0;
  [[nodiscard]] bool enough() const { return witnesses >= quorum; }
};

/// What became of one ballot or statement.
struct Receipt {
  Answer answer;
  /// C2SP tlog-proof: index, inclusion proof and checkpoint with its cosignatures. For a statement,
  /// of its first part. Empty if refused.
  std::string proof;
  Cosigned cosigned = {};  // the checkpoint in it
};

enum class Taken {
  kQueued,
  kFull,          // as much is waiting as is allowed, or more is submitted than ever may wait, or
                  // ballots are held
  kUnwritable,    // the store failed a moment ago, for example because the disk is full
  kStopping,      // drain was called
  kContradicted,  // the witnesses have another log: WitnessPool::contradicted
};

enum class Stage { kWait, kCheck, kCommit, kAnswer, kWhole };  // kWhole: from submit to done
inline constexpr std::size_t kStages = 5;
/// "wait", "check", "commit", "answer", "whole".
[[nodiscard]] std::string_view stage_name(Stage stage);

/// What the board serves readers: all of it is published, so nothing in it is ahead of `head`.
struct ServiceStatus {
  std::string origin;
  Bytes32 manifest_hash{};
  log::Phase phase = log::Phase::kManifest;
  std::string description;                     // ElectionState::describe
  log::TreeHead head;                          // of the published log
  std::string checkpoint;                      // the signed note; empty before the first entry
  std::optional<Bytes32> election;             // the fingerprint, once the vote was opened
  std::optional<std::uint64_t> opening_index;  // of the opening's first part
  log::BallotCounts counts;
  std::shared_ptr<const Bytes> manifest;                   // null before it is in the log
  std::shared_ptr<const ballot::ElectionContext> context;  // from the opening on: layout, keys
  bool writable = true;                      // false after a failure of the store, until it works
  std::size_t quorum = 0;                    // of the manifest
  std::vector<std::string> cosigned_by;      // witnesses, the checkpoint
  std::vector<std::string> contradicted_by;  // witnesses that have another log
  bool contradicted = false;                 // so many that nothing is taken any more

  [[nodiscard]] Cosigned cosigned() const { return {cosigned_by.size(), quorum}; }
};

/// Numbers since the start.
struct ServiceMetrics {
  std::size_t waiting_ballots = 0;  // taken and not answered
  std::size_t waiting_bytes = 0;
  std::size_t waiting_statements = 0;
  std::uint64_t ballots_appended = 0, ballots_known = 0;
  std::array<std::uint64_t, kReasons> ballots_refused{};  // by Reason
  std::uint64_t proofs_checked = 0;
  std::uint64_t statements_appended = 0, statements_known = 0, statements_refused = 0;
  std::uint64_t not_taken_full = 0, not_taken_unwritable = 0, not_taken_stopping = 0;
  std::uint64_t not_taken_contradicted = 0;  // as the three: ballots
  std::uint64_t batches = 0;
  std::array<Latencies, kStages> latencies{};  // by Stage: each ballot's, or each statement's
  std::vector<WitnessNumbers> witnesses;
};

struct FoundBallot {
  enum class Status {
    kUnknown,     // not in the published log
    kIncluded,    // and no later cast of its credential replaced it
    kSuperseded,  // a cast that a later one replaced
  };
  Status status = Status::kUnknown;
  std::uint64_t index = 0;
  std::optional<std::uint64_t> superseded_by;  // index of the cast that counts in its place
  std::string proof;                           // as in Receipt; empty if unknown
  Cosigned cosigned = {};
  Bytes entry = {};  // its bytes in the log; empty if unknown
};

/// A credential as the published log has it.
struct FoundCredential {
  /// An entry of the log and what proves it.
  struct Entry {
    std::uint64_t index = 0;
    Bytes bytes;
    std::string proof;  // as in Receipt
  };
  ballot::StyleIndex style;
  bool voided = false;
  std::size_t ballots = 0;                      // casts and challenges
  std::optional<std::uint64_t> effective_cast;  // index of the last cast
  std::optional<Entry> latest;                  // the last of the casts and challenges
  Cosigned cosigned = {};                       // the checkpoint of the proof
};

/// Thread-safe.
class Service {
 public:
  /// Reads the log and starts the threads. `store` and `sequencer` are of the same log, outlive the
  /// service, and are used by nothing else meanwhile.
  static Result<std::unique_ptr<Service>> open(store::LogStore& store, store::Sequencer& sequencer,
                                               const Bytes32& manifest_hash,
                                               ServiceOptions options);
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  /// Drains.
  ~Service();

  /// Called once, on a thread of the service, which it must not keep for long, with a receipt for
  /// each entry in their order.
  using BallotsDone = std::function<void(std::vector<Receipt>)>;
  /// Takes ballots, which are answered together. Never waits. Unless kQueued, `done` is not called.
  /// No more than ServiceOptions::batch_ballots at once.
  Taken submit_ballots(std::vector<Bytes> entries, BallotsDone done);

  using StatementDone = std::function<void(Receipt)>;
  /// Takes all parts of one statement. It stands after all ballots that were taken before it. What
  /// anybody could send, a statement without its signer's signature or one that is published, is
  /// answered before this returns, on the caller's thread: it has no place in the line, where a
  /// statement ends a batch of ballots.
  Taken submit_statement(std::vector<Bytes> parts, StatementDone done);

  /// Takes no ballots (kFull) for this long from now, or until it is called again, with 0 to go on:
  /// an official's statement that names the head of the log, as the close does, needs a log that
  /// rests while it is made. What was taken before goes into the log yet: `idle` tells when it is
  /// there.
  void hold_ballots(std::chrono::milliseconds time);
  /// Nothing that was taken is without its answer.
  [[nodiscard]] bool idle() const;

  /// What the published log has of the ballot with this tracker. An error is one of reading the
  /// published files.
  Result<FoundBallot> find_ballot(const ballot::NotedTracker& noted) const;
  Result<FoundBallot> find_ballot(const Bytes32& tracker) const {
    return find_ballot(ballot::NotedTracker::of(tracker));
  }
  /// What the published log has of the credential K; none if it has no such credential. What it
  /// says is all as of one checkpoint, but for what was voided since. Errors as for find_ballot.
  Result<std::optional<FoundCredential>> find_credential(const Bytes32& K) const;

  /// As of the latest publication; never null.
  [[nodiscard]] std::shared_ptr<const ServiceStatus> status() const;
  [[nodiscard]] ServiceMetrics metrics() const;

  /// Refuses new submissions, finishes what was taken, and returns when all of it is answered.
  void drain();

 private:
  class Line;
  explicit Service(std::unique_ptr<Line> line);

  std::unique_ptr<Line> line_;
};

}  // namespace viche::board
