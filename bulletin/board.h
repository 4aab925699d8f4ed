#pragma once
// The admission service: takes what officials and voters submit, checks it against the log, and
// appends it. Nothing that breaks a rule gets into the log; what is there already is answered as
// the first time.
//
// Statements are admitted by signer, order and form (ElectionState), and the opening's keys_root
// too, since ballots are checked with those keys; the rest of the trustees' mathematics is for
// BoardOptions::check_contents and for the auditors.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

#include "ballot/election_context.h"
#include "bulletin/ballot_proofs.h"
#include "bulletin/log/election_keys.h"
#include "bulletin/log/election_state.h"
#include "bulletin/reason.h"
#include "bulletin/store/log_store.h"
#include "bulletin/store/sequencer.h"
#include "crypto/group/random.h"

namespace viche::board {

enum class Outcome {
  kAppended,
  kKnown,  // the same bytes are in the log already
  kRefused,
};

/// What became of one submission.
struct Answer {
  Outcome outcome = Outcome::kRefused;
  std::uint64_t index = 0;  // unless refused: of the entry, or of a statement's first part
  std::string reason;       // if refused
  Reason code = Reason::kNone;

  friend bool operator==(const Answer&, const Answer&) = default;
};

struct BoardOptions {
  unsigned threads = 1;  // for ballot proofs
  /// Called while the log is read at the start: entries read, and all.
  std::function<void(std::uint64_t, std::uint64_t)> progress = {};
  /// Asked last before a statement is appended, for what the board itself cannot judge (decryptions
  /// and result), with the state that it is to follow, which is published by then; an error refuses
  /// the statement.
  std::function<Result<void>(const log::ElectionState&, const log::Statement&)> check_contents = {};
  /// Told of every entry of the log, those that are read at the start too, when the state has it.
  std::function<void(const log::Applied&)> applied = {};
};

/// The state after the store's entries up to `head`, whose root they must have, without checking
/// ballot proofs again. `visit` (if any) is told each entry, `progress` (if any) as in
/// BoardOptions.
Result<log::ElectionState> stored_state(
    store::LogStore& store, const log::TreeHead& head,
    const std::function<void(const log::Applied&)>& visit,
    const std::function<void(std::uint64_t, std::uint64_t)>& progress);

/// The only writer of one election's log. One thread at a time may use it, but while one appends,
/// one other may begin ballots and any may ask for what is said to be thread-safe.
class Board {
 public:
  /// Rebuilds the state from the store's entries, without checking ballot proofs again. `store` and
  /// `sequencer` are of the same log and outlive the board; `manifest_hash` is the election's,
  /// whose manifest alone is admitted.
  static Result<Board> open(store::LogStore& store, store::Sequencer& sequencer,
                            const Bytes32& manifest_hash, BoardOptions options);

  [[nodiscard]] const log::ElectionState& state() const { return state_; }

  /// The credential's last cast, if K is a credential that has one. Thread-safe.
  [[nodiscard]] std::optional<std::uint64_t> effective_cast(const Bytes32& K) const;
  /// What the log has of the credential K, if it is one. Thread-safe.
  [[nodiscard]] std::optional<log::Credential> credential(const Bytes32& K) const;
  /// From the opening on, else null.
  [[nodiscard]] const std::shared_ptr<const ballot::ElectionContext>& context() const {
    return context_;
  }

  /// What no state of this log will admit: parts that are no statement, or, once the manifest is
  /// in, one that is not signed by the signer that it names. Thread-safe.
  [[nodiscard]] std::optional<Answer> refuse_at_once(const std::vector<Bytes>& parts) const;
  /// Where the log has a statement whose first part this is. Thread-safe.
  [[nodiscard]] std::optional<std::uint64_t> place_of_statement(const Bytes& first_part) const;

  /// All parts of one statement. An error is one of storage or publication, after which the
  /// statement may yet be in the log: submit it again.
  Result<Answer> post_statement(const std::vector<Bytes>& parts);

  /// Ballots whose proofs are being checked. What is said of them is final with finish_ballots.
  class PendingBallots {
   public:
    PendingBallots(PendingBallots&&) = default;
    PendingBallots& operator=(PendingBallots&&) = delete;

    /// Returns when the proofs have been checked.
    void wait() const { check_.wait(); }
    /// After `wait`: the places of those whose proofs do not hold.
    [[nodiscard]] std::vector<std::size_t> bad_proofs() const;
    /// After `wait`: of how many the proofs were checked.
    [[nodiscard]] std::size_t checked() const { return check_.faults().size(); }
    [[nodiscard]] const std::vector<Bytes>& entries() const { return *entries_; }

   private:
    friend class Board;
    PendingBallots(std::vector<Bytes> entries, std::vector<log::Hash> leaves)
        : entries_(std::make_unique<const std::vector<Bytes>>(std::move(entries))),
          leaves_(std::move(leaves)),
          answers_(entries_->size()) {}

    std::unique_ptr<const std::vector<Bytes>> entries_;  // where the check reads them
    std::vector<log::Hash> leaves_;                      // of the entries
    std::vector<Answer> answers_;
    std::vector<std::size_t> unsettled_;  // known or refused: the stored bytes tell
    ProofCheck check_;                    // of those that have no answer yet
  };

  /// Begins to check casts and challenges, on threads of their own, so that the board can append
  /// earlier ones meanwhile. What the rules forbid whatever else happens is refused first, before
  /// any point arithmetic. `random` is not drawn from by others until finish_ballots.
  PendingBallots begin_ballots(std::vector<Bytes> entries, RandomSource& random) const;
  /// The same for entries that were hashed before: leaves[i] = hash_leaf(entries[i]).
  PendingBallots begin_ballots(std::vector<Bytes> entries, std::vector<log::Hash> leaves,
                               RandomSource& random) const;
  /// One answer each, in order. Ballots whose proofs hold and that the rules allow are appended in
  /// as few batches as keep two of one credential apart (so that of a chain of ballots each follows
  /// its predecessor); no batch if there is none. A refused ballot does the others no harm. Errors
  /// as for post_statement.
  Result<std::vector<Answer>> finish_ballots(PendingBallots pending);

 private:
  Board(store::LogStore& store, store::Sequencer& sequencer, const Bytes32& manifest_hash,
        BoardOptions options)
      : store_(&store),
        sequencer_(&sequencer),
        manifest_hash_(manifest_hash),
        options_(std::move(options)) {}

  Result<void> replay();
  /// Remembers where a statement begins, and tells BoardOptions::applied.
  void note_applied(const log::Applied& applied);
  Result<log::ElectionKeys> keys_of_reveals() const;
  /// From the opening on.
  Result<void> prepare_context();
  /// Appends entries that the state was asked about before, and applies them. `trackers` are those
  /// of the last ones.
  Result<void> append(std::span<const Bytes> entries, std::span<const log::Hash> leaves,
                      std::span<const Bytes32> trackers);
  Result<void> check_statement(const log::Statement& statement) const;

  Result<std::optional<std::uint64_t>> find_statement(const std::vector<Bytes>& parts) const;
  /// The entry of its credential that has this ballot's C_0, if there is one.
  [[nodiscard]] const log::LedgerEntry* same_C_0(const ballot::BallotView& view) const;
  /// Known, or refused by a rule that no other ballot can change; else nothing. Where only the
  /// stored bytes can tell, `known_by_bytes` is asked about the index.
  using KnownByBytes = std::function<Result<std::optional<Answer>>(std::uint64_t index)>;
  Result<std::optional<Answer>> answer_at_once(const Bytes& entry, const log::Hash& leaf,
                                               const KnownByBytes& known_by_bytes) const;
  /// The same, asking the store: for the thread that appends.
  Result<std::optional<Answer>> answer_from_store(const Bytes& entry, const log::Hash& leaf) const;
  /// Appends one batch of as many open entries (whose proofs hold) as go together. Those, and what
  /// is settled, are no longer open afterwards.
  Result<void> append_batch(PendingBallots& pending, std::vector<std::size_t>& open);

  store::LogStore* store_;
  store::Sequencer* sequencer_;
  Bytes32 manifest_hash_;
  BoardOptions options_;
  /// Held shared where another thread than the appending one reads what follows, and alone while
  /// that changes.
  std::unique_ptr<std::shared_mutex> mutex_ = std::make_unique<std::shared_mutex>();
  log::ElectionState state_;
  std::shared_ptr<const ballot::ElectionContext> context_;  // from the opening on
  bool in_statement_ = false;
  std::map<log::Hash, std::uint64_t> statements_;  // leaf of the first part -> its index
};

}  // namespace viche::board
