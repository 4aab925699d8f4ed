#pragma once
// The stages behind Service and what passes between them.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <variant>

#include "bulletin/service/bounded_queue.h"
#include "bulletin/service/receipt_maker.h"
#include "bulletin/service/screen.h"
#include "bulletin/service/service.h"
#include "bulletin/service/tracker_index.h"

namespace viche::board {

class Service::Line {
 public:
  Line(store::Sequencer& sequencer, ServiceOptions options);
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line() { drain(); }

  Result<void> open(store::LogStore& store, const Bytes32& manifest_hash);

  Taken submit_ballots(std::vector<Bytes> entries, BallotsDone done);
  Taken submit_statement(std::vector<Bytes> parts, StatementDone done);
  void hold_ballots(std::chrono::milliseconds time);
  [[nodiscard]] bool idle() const;
  Result<FoundBallot> find_ballot(const ballot::NotedTracker& noted) const;
  Result<std::optional<FoundCredential>> find_credential(const Bytes32& K) const;
  [[nodiscard]] std::shared_ptr<const ServiceStatus> status() const;
  [[nodiscard]] ServiceMetrics metrics() const;
  void drain();

 private:
  using Clock = std::chrono::steady_clock;

  /// How much of what is bounded a job holds until it is answered.
  struct Load {
    std::size_t ballots = 0;
    std::size_t bytes = 0;
    std::size_t statements = 0;
  };
  struct Ballots {
    std::vector<Bytes> entries;  // until they are collected
    std::size_t count;
    BallotsDone done;
  };
  struct Statement {
    std::vector<Bytes> parts;
    StatementDone done;
  };
  struct Job {
    std::variant<Ballots, Statement> work;
    Load load;
    Clock::time_point submitted;
  };

  /// What is collected into one batch and checked, or one statement.
  struct Checked {
    std::vector<Job> jobs;
    std::vector<std::optional<std::size_t>> places;  // as in Screened, of all jobs' ballots
    std::optional<Board::PendingBallots> pending;    // none: a statement
    Clock::time_point since;                         // when it was handed on
  };
  /// What is in the log, or refused.
  struct Settled {
    std::vector<Job> jobs;
    std::vector<Answer> answers;  // of all jobs' entries
    PublishedHead head;           // that proves those that are in
    Cosigned cosigned;            // that head
    Clock::time_point since;
  };

  Taken take(Job job);
  /// By the witnesses: then nothing is taken.
  [[nodiscard]] bool contradicted() const;
  /// What needs no place in the line.
  std::optional<Receipt> answer_at_once(const std::vector<Bytes>& parts);
  std::optional<Receipt> receipt_of_published(const std::vector<Bytes>& parts) const;
  /// One that is proved by what readers are told of.
  Result<ProvedEntry> published_entry(const ServiceStatus& shown, std::uint64_t index) const;
  [[nodiscard]] bool fits(const Load& load) const;

  void collect();                               // the first thread
  std::optional<std::vector<Job>> next_jobs();  // waits for them; nothing when all is done
  Checked check(std::vector<Job> jobs);
  void commit();  // the second; what has no jobs says that the witnesses have something new
  void take_from_witnesses();
  Settled settle(Checked checked);
  std::vector<Answer> settle_ballots(Checked& checked);
  Answer settle_statement(Job& job);
  void answer();  // the third
  void give_receipts(Settled settled);

  void note_applied(const log::Applied& applied);
  /// The store or the publication could not be written.
  void note_failure();
  /// Makes what was published what readers are told of.
  void show_published(bool writable);
  [[nodiscard]] LatencyHistogram& latency(Stage stage) {
    return latencies_[static_cast<std::size_t>(stage)];
  }

  const ServiceOptions options_;
  store::Sequencer& sequencer_;
  const std::filesystem::path directory_;  // of the published log
  TrackerIndex trackers_;
  std::optional<std::uint64_t> opening_index_;  // of the thread that appends
  bool in_opening_ = false;
  std::optional<Board> board_;

  mutable std::mutex reading_;
  mutable std::optional<ReceiptMaker> reader_;  // keeps the hashes that most proofs need

  mutable std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  std::size_t queued_ballots_ = 0;
  Load waiting_;  // of all jobs that are not answered
  std::size_t jobs_in_line_ = 0;
  bool stopping_ = false;
  bool witnesses_changed_ = false;
  std::optional<Clock::time_point> refused_until_;  // after a failure of the store
  std::optional<Clock::time_point> held_until_;     // ballots alone
  std::shared_ptr<const ServiceStatus> status_;
  ServiceMetrics counts_;  // but for the latencies and what is waiting

  std::array<LatencyHistogram, kStages> latencies_;
  Screen screen_;  // of the thread that collects, as the randomness
  SystemRandom random_;
  BoundedQueue<Checked> checked_{1};
  BoundedQueue<Settled> settled_{2};
  std::mutex draining_;
  std::vector<std::thread> threads_;
};

}  // namespace viche::board
