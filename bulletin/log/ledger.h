#pragma once
// The credentials of one election: who may vote, and what each has in the log so far
// (docs/protocol.md section 6, section 7, 'Legal entries', and section 8.1). Memory is bounded by
// the records and the ballots' C_0.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ballot/ballot.h"
#include "ballot/manifest.h"
#include "bulletin/log/roll_bodies.h"

namespace viche::log {

struct LedgerEntry {
  Bytes32 C_0{};
  std::uint64_t index = 0;  // in the log
};

struct Credential {
  Bytes32 K{};
  ballot::StyleIndex style;
  std::uint32_t weight = 1;
  bool cancelled = false;  // by a cancellation
  bool voided = false;
  Hash latest{};  // leaf hash of the latest entry; zero if there is none
  std::optional<std::uint64_t> effective_cast;  // index of the last cast's entry
  std::vector<LedgerEntry> entries;             // casts and challenges, in the log's order

  [[nodiscard]] bool counts() const { return effective_cast.has_value() && !cancelled && !voided; }
  /// The entry with this C_0, or null.
  [[nodiscard]] const LedgerEntry* find(const Bytes32& C_0) const;
};

class Ledger {
 public:
  Ledger() = default;
  Ledger(ballot::Revote revote, std::uint32_t max_ballots)
      : revote_(revote), max_ballots_(max_ballots) {}

  /// Refuses a credential that is here already. The records are sorted (as decoded).
  Result<void> check_records(std::span<const VoterRecord> records) const;
  void add_records(std::span<const VoterRecord> records);  // checked before

  /// The rules of section 7 but the order inside batches, and the ballot's credential; an error
  /// names the rule and the legal value.
  Result<const Credential*> check_ballot(const ballot::BallotView& ballot) const;
  /// The same without the rule about prev: what a ballot must meet that may yet wait for its
  /// predecessor.
  Result<const Credential*> check_standing(const ballot::BallotView& ballot) const;
  /// Takes a ballot that check_ballot allows, for the credential that it gave; gives the index of
  /// the cast that it supersedes.
  std::optional<std::uint64_t> add_ballot(const Credential& known, const ballot::BallotView& ballot,
                                          std::uint64_t index,
                                          const Hash& leaf);  // leaf: the entry's hash

  /// K is here and not void, and its replacement is the identity or nobody's here. How many
  /// credentials of a style may be void is for the manifest's holder.
  Result<void> check_void(const VoidBody& body) const;
  /// Checked before. Registers the replacement, without adding to the total weight.
  void void_credential(const VoidBody& body);

  /// Each K needs a cast and no earlier cancellation, and is not void.
  Result<void> check_cancellations(std::span<const Bytes32> keys) const;
  void cancel(std::span<const Bytes32> keys);  // checked before

  /// How many credentials of this style are void.
  [[nodiscard]] std::uint64_t voided(ballot::StyleIndex style) const;
  [[nodiscard]] const Credential* find(const Bytes32& K) const;  // null if unknown
  /// In the order of registration.
  [[nodiscard]] const std::vector<Credential>& credentials() const { return credentials_; }
  /// Of the roll and all admissions: a replacement's weight stands in for that of the void one.
  [[nodiscard]] std::uint64_t total_weight() const { return total_weight_; }

 private:
  /// A credential's place among all: the first eight bytes of K decide nearly every comparison, so
  /// that a search stays within this compact table.
  struct Place {
    std::uint64_t begin = 0;       // of K, as a big-endian number
    std::uint32_t credential = 0;  // index into credentials_
  };
  /// Position in by_key_ of the first credential that is not below K.
  [[nodiscard]] std::size_t lower_bound(const Bytes32& K) const;
  [[nodiscard]] Credential& at(const Bytes32& K);
  /// One of credentials_, to be changed.
  [[nodiscard]] Credential& own(const Credential& known);
  /// Sorts the credentials from `first` on, which ascend, into by_key_.
  void index_from(std::size_t first);

  ballot::Revote revote_ = ballot::Revote::kLast;
  std::uint32_t max_ballots_ = 0;
  std::uint64_t total_weight_ = 0;
  std::vector<Credential> credentials_;
  std::vector<std::uint64_t> voided_;  // for each style, as far as there are any
  std::vector<Place> by_key_;          // by ascending K
};

}  // namespace viche::log
