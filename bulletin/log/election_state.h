#pragma once
// The one state machine of an election's log: which entry may come next, by docs/protocol.md
// sections 4.3, 7 ('Legal entries') and 8.1. The board asks it before it appends, trustees and
// auditors when they read a log.
//
// It checks shape, signer, signature, order, the heads that statements name, the exact form of
// every body, the roll, and every rule about a credential's ballots. It does not check ballot
// proofs (ballot::Checker does, in batches) nor the trustees' mathematics: h_i, proofs,
// boxes, keys_root, decryptions and totals are for the auditor in tally/. A trustee's false content
// in the log is evidence.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "ballot/layout.h"
#include "ballot/manifest.h"
#include "bulletin/log/bodies.h"
#include "bulletin/log/complaints.h"
#include "bulletin/log/envelope.h"
#include "bulletin/log/ledger.h"
#include "bulletin/log/merkle.h"
#include "bulletin/log/phase.h"
#include "bulletin/log/rounds.h"
#include "bulletin/log/statement.h"

namespace viche::log {

/// What one entry did.
struct Applied {
  std::uint64_t index = 0;
  EntryType type = EntryType::kManifest;
  Hash leaf{};                              // its Merkle leaf hash
  std::optional<std::uint16_t> signer;      // of a statement, with its last part
  std::optional<std::uint64_t> superseded;  // index of the cast that this cast replaces
  std::uint32_t weight = 0;                 // of a ballot: its credential's
  Bytes32 tracker{};                        // of a ballot
};

class ElectionState {
 public:
  ElectionState() = default;

  /// Takes the entry with index size(). All or nothing: after an error nothing has changed.
  Result<Applied> apply(ByteView entry);
  /// The same for an entry that was hashed before: leaf = hash_leaf(entry).
  Result<Applied> apply(ByteView entry, const Hash& leaf);
  /// The same, believing the tracker too if there is one.
  Result<Applied> apply(const HashedEntry& entry);

  /// Told of an entry that was taken, before the next one is; an error ends the reading.
  using Take = std::function<Result<void>(const Applied&, ByteView entry)>;
  /// The same for one entry after another, up to the first error. Cheaper for many than one by one:
  /// trackers are hashed several at a time.
  Result<void> apply_all(std::span<const HashedEntry> entries, const Take& take);

  /// Whether all parts of this statement could be appended now. The board asks before it appends
  /// the first part.
  Result<void> check_statement(const Statement& statement) const;

  [[nodiscard]] Phase phase() const { return phase_; }
  /// For people: what the log holds and what it waits for.
  [[nodiscard]] std::string describe() const;
  /// Whether nothing is missing: no parts of a statement, no ballots of a batch.
  [[nodiscard]] bool between_entries() const { return !parts_.pending() && ballots_left() == 0; }
  [[nodiscard]] std::uint64_t size() const { return frontier_.size(); }
  [[nodiscard]] TreeHead head() const { return frontier_.head(); }

  // From the manifest on.
  [[nodiscard]] bool has_manifest() const { return setup_ != nullptr; }
  [[nodiscard]] const ballot::Manifest& manifest() const { return setup().manifest; }
  [[nodiscard]] const Bytes& manifest_bytes() const { return setup().bytes; }
  [[nodiscard]] const ballot::Layout& layout() const { return setup().layout; }
  [[nodiscard]] const Bytes32& manifest_hash() const { return setup().hash; }
  [[nodiscard]] const CeremonyShape& shape() const { return setup().shape; }

  // The ceremony: at index i - 1 what trustee i said, if it did.
  [[nodiscard]] const std::vector<std::optional<CommitBody>>& commits() const { return commits_; }
  [[nodiscard]] const std::vector<std::optional<RevealBody>>& reveals() const { return reveals_; }
  [[nodiscard]] const std::vector<std::optional<ShareBody>>& shares() const { return shares_; }
  [[nodiscard]] const std::vector<std::optional<ConfirmBody>>& confirms() const {
    return confirms_;
  }
  /// If there are any, the ceremony has ended.
  [[nodiscard]] const std::vector<Complaint>& complaints() const { return complaints_.all(); }
  [[nodiscard]] const std::optional<TreeHead>& commits_head() const { return commits_head_; }
  [[nodiscard]] const std::optional<TreeHead>& shares_head() const { return shares_head_; }

  // The vote.
  [[nodiscard]] const std::optional<OpeningBody>& opening() const { return opening_; }
  [[nodiscard]] const std::optional<Bytes32>& election() const {
    return election_;
  }  // the fingerprint
  [[nodiscard]] const Ledger& ledger() const { return ledger_; }
  [[nodiscard]] std::uint32_t batches() const { return batch_.number; }
  [[nodiscard]] std::uint32_t ballots_left() const { return batch_.count - batch_taken_; }
  [[nodiscard]] std::uint32_t notices() const { return notices_; }  // number of the latest
  [[nodiscard]] const BallotCounts& counts() const { return counts_; }
  /// Indexes of the casts that a later one of their credential replaced, in the order in which that
  /// happened.
  [[nodiscard]] const std::vector<std::uint64_t>& superseded() const { return superseded_; }

  // The tally. At index signer - 1 what that signer said, if it did.
  [[nodiscard]] const std::optional<TreeHead>& tally_head() const { return tally_head_; }
  [[nodiscard]] const Rounds& rounds() const { return rounds_; }
  /// Bodies of decryptions.
  [[nodiscard]] const std::vector<std::optional<Bytes>>& decryptions() const {
    return decryptions_;
  }
  [[nodiscard]] std::size_t decrypted() const;  // how many there are
  [[nodiscard]] const std::optional<ResultBody>& result() const { return result_; }

 private:
  /// What follows from the manifest; shared, never changed.
  struct Setup {
    ballot::Manifest manifest;
    ballot::Layout layout;
    Bytes bytes;
    Bytes32 hash{};
    CeremonyShape shape;
  };

  /// A decoded body whose statement may stand here.
  using Body = std::variant<std::shared_ptr<const Setup>, CommitBody, RevealBody, ShareBody,
                            ConfirmBody, ComplaintBody, AnswerBody, RecordsBody, OpeningBody,
                            NoticeBody, HeadBody, VoidBody, CancellationsBody, AgreementBody,
                            AbstentionBody, RoundHead, ResultBody>;

  [[nodiscard]] const Setup& setup() const;

  [[nodiscard]] std::string describe_sealed() const;

  // Each checks without changing anything; `before` is the head before the statement.
  Result<void> check_place(EntryType type) const;
  Result<Body> examine(const Statement& statement, const TreeHead& before) const;
  Result<Body> examine_manifest(const Statement& statement) const;
  Result<Body> examine_body(const Statement& statement, const TreeHead& before) const;
  Result<Body> examine_records(const Statement& statement) const;
  Result<Body> examine_void(const Statement& statement) const;
  Result<Body> examine_round(const Statement& statement) const;
  Result<void> check_not_repeated(EntryType type, const Signer& signer) const;

  // Each takes an entry that is legal here up to what it checks itself, all or nothing.
  /// Of these entries, as far as they have the form of ballots. From the opening on.
  std::vector<std::optional<Bytes32>> trackers_of(std::span<const HashedEntry> entries) const;
  Result<Applied> apply_entry(const HashedEntry& entry, EntryType type);
  Result<Applied> apply_part(const HashedEntry& entry, EntryType type);
  Result<Applied> apply_batch(const HashedEntry& entry);
  Result<Applied> apply_ballot(const HashedEntry& entry, EntryType type);
  Applied append(const Hash& leaf, EntryType type);
  void accept(const Statement& statement, Body body);

  std::shared_ptr<const Setup> setup_;
  Phase phase_ = Phase::kManifest;
  Frontier frontier_;
  StatementAssembler parts_;
  TreeHead head_before_;  // before the first part of the statement that is being read

  std::vector<std::optional<CommitBody>> commits_;
  std::vector<std::optional<RevealBody>> reveals_;
  std::vector<std::optional<ShareBody>> shares_;
  std::vector<std::optional<ConfirmBody>> confirms_;
  std::optional<TreeHead> commits_head_, shares_head_;
  Complaints complaints_;

  Ledger ledger_;
  std::optional<OpeningBody> opening_;
  std::optional<Bytes32> election_;
  Batch batch_;                    // the latest
  std::uint64_t batch_index_ = 0;  // its entry
  std::uint32_t batch_taken_ = 0;
  Bytes32 last_tracker_{};
  std::uint32_t notices_ = 0;
  BallotCounts counts_;
  std::vector<std::uint64_t> superseded_;

  std::optional<TreeHead> tally_head_;
  Rounds rounds_;
  std::vector<std::optional<Bytes>> decryptions_;
  std::optional<ResultBody> result_;
};

}  // namespace viche::log
