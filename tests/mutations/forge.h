#pragma once
// Builds the record of a small election while holding every key in it. A mutant changes the plan or
// sets a hook; everything downstream of the change is then computed from what the change left:
// signatures, prev, the order of batches, heads, proofs, totals, tiles, checkpoint, cosignatures.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ballot/layout.h"
#include "ballot/manifest.h"
#include "bulletin/log/election_keys.h"
#include "bulletin/log/entry.h"
#include "bulletin/log/merkle.h"
#include "tally/units.h"
#include "tests/mutations/plan.h"
#include "tests/mutations/record.h"
#include "tests/support/seeded_random.h"

namespace viche::mutations {

/// A ballot in its batch.
struct PostedBallot {
  std::string voter;
  BallotDraft draft;
  Bytes entry;
};

/// What a transcript covers, item by item.
using Items = std::vector<Bytes>;

/// Where a mutant may reach in, besides the plan and each ballot's cheat. Each is called when what
/// it is handed stands and before anything that follows from it is computed. May be empty.
struct Hooks {
  /// The coefficients of all trustees, by their number: c_ij0, c_ij1, ..., j major.
  std::function<void(std::map<std::uint16_t, std::vector<Scalar>>&)> coefficients;
  /// What dealer i puts into its box to t, and the box, made with the ephemeral secret.
  std::function<void(std::uint16_t i, std::uint16_t t, Bytes& plain)> shares_in_box;
  std::function<void(std::uint16_t i, std::uint16_t t, Bytes& box)> box;
  /// The items of a transcript of trustee `who` before they are hashed.
  std::function<void(std::string_view tag, std::uint16_t who, Items&)> transcript;
  /// The S_0 of one decrypted unit (counted from 0) as trustee t sums it up.
  std::function<void(std::uint16_t t, std::size_t unit, Point& S_0)> sum;
  /// The D_to of one decrypted unit before they are proved.
  std::function<void(std::uint16_t t, std::size_t unit, std::vector<Point>& D)> shares;
  /// a_1 and a_2 of one decrypted unit before their challenge is drawn.
  std::function<void(std::uint16_t t, std::size_t unit, std::vector<Point>& a)> commitments;
  /// A statement's body before it is signed, its signature, and its parts.
  std::function<void(log::EntryType, std::uint16_t signer, Bytes& body)> body;
  std::function<void(log::EntryType, std::uint16_t signer, Bytes64& signature)> signature;
  std::function<void(log::EntryType, std::uint16_t signer, std::vector<Bytes>& parts)> parts;
  /// A batch's own entry (left out if it is made empty) and its ballots in their order.
  std::function<void(std::size_t number, Bytes& entry, std::vector<PostedBallot>&)> batch;
  RecordHooks record;
};

class Forge {
 public:
  SigningKeys keys;
  test::SeededRandom random{2026};
  Plan plan{keys, random};
  Hooks hooks;

  /// Goes through the plan's script. Once.
  Record build();

  // For steps of a mutant's own, and for hooks; each speaks of the election as it stands.
  void append(Bytes entry);
  /// Gives the body that was said in the end.
  Bytes say(log::EntryType type, std::uint16_t signer, Bytes body);
  void run(const Step& step);
  /// A ballot as its voter would make it now, or after an entry with the leaf hash `prev`.
  PostedBallot make(const PlannedBallot& planned, std::optional<Bytes32> prev = std::nullopt);
  [[nodiscard]] log::TreeHead head() const { return frontier_.head(); }
  [[nodiscard]] const std::vector<Bytes>& entries() const { return entries_; }
  [[nodiscard]] const Bytes32& manifest_hash() const { return manifest_hash_; }
  [[nodiscard]] const Bytes32& election() const { return election_; }
  [[nodiscard]] const log::ElectionKeys& election_keys() const { return election_keys_; }
  /// From here on agreements, abstentions and decryptions name the next round.
  void open_next_round();
  /// The ephemeral secret of dealer i's box to t.
  [[nodiscard]] const Bytes32& box_secret(std::uint16_t i, std::uint16_t t) const {
    return box_secrets_.at({i, t});
  }
  [[nodiscard]] BallotSetting setting(std::uint16_t style) const;
  /// A voter's ballot that is in the log already.
  [[nodiscard]] const BallotDraft& ballot(std::size_t batch, const std::string& voter) const;
  /// The generator G scaled so that adding it to D of trustee t (one of the first k that decrypt)
  /// adds `votes` to the total.
  [[nodiscard]] Point share_shift(std::uint16_t t, std::int64_t votes) const;

 private:
  /// A credential's standing in the log.
  struct Standing {
    const Voter* voter = nullptr;
    Bytes32 latest{};
    std::uint64_t casts = 0;
    bool is_void = false;
    bool cancelled = false;  // by a void or a cancellation
    BallotDraft effective;

    [[nodiscard]] bool counts() const { return casts > 0 && !cancelled; }
  };
  /// One decrypted unit.
  struct Target {
    std::size_t unit = 0;  // in units_
    Point S_0;
    std::vector<Scalar> totals;
  };

  // forge.cpp
  void say_manifest();
  void say_commit(std::uint16_t i);
  void say_reveal(std::uint16_t i);
  void say_share(std::uint16_t i);
  void say_confirm(std::uint16_t i);
  void say_complaint(std::uint16_t t, std::uint16_t dealer);
  void say_answer(std::uint16_t i, std::uint16_t t);
  void say_opening();
  void say_notice(std::uint16_t number);
  [[nodiscard]] Scalar challenge(std::string_view tag, std::uint16_t who, Items items) const;
  void draw_coefficients();
  void make_keys();

  // forge_ballots.cpp
  void say_records(log::EntryType type);
  void say_void(const PlannedVoid& planned);
  void say_cancellations();
  void append_batch(std::size_t number);
  void enter(const PostedBallot& posted);

  // forge_tally.cpp
  void say_seal();
  void say_agreement(std::uint16_t signer);
  void say_abstention(std::uint16_t t);
  void say_decryption(std::uint16_t t);
  void say_result();
  [[nodiscard]] std::vector<tally::UnitBallots> counted() const;
  [[nodiscard]] Target make_target(std::size_t unit) const;
  [[nodiscard]] std::uint32_t round_of(std::uint16_t t) const;
  [[nodiscard]] Bytes decrypt(std::uint16_t t, std::size_t index);
  [[nodiscard]] Scalar secret(std::uint16_t t, std::size_t slot) const;

  std::vector<Bytes> entries_;
  log::Frontier frontier_;
  ballot::Manifest manifest_;
  std::unique_ptr<ballot::Layout> layout_;
  Bytes32 manifest_hash_{};
  // The ceremony, by trustee.
  std::map<std::uint16_t, std::vector<Scalar>> coefficients_;
  std::map<std::uint16_t, Bytes> commits_;
  std::map<std::uint16_t, std::vector<Point>> points_;  // E_i
  std::map<std::uint16_t, Secret<Bytes32>> receiving_;
  std::map<std::pair<std::uint16_t, std::uint16_t>, Bytes32> box_secrets_;  // by dealer, trustee
  std::set<std::uint16_t> shared_;
  log::TreeHead last_commit_, last_share_;
  log::ElectionKeys election_keys_;
  bool opened_ = false;
  Bytes32 election_{};
  // The vote.
  std::map<Bytes32, Standing> standings_;
  std::map<std::pair<std::size_t, std::string>, BallotDraft> ballots_;
  log::BallotCounts counts_;
  // The tally.
  std::optional<log::TreeHead> tally_head_;
  std::vector<tally::FinalUnit> units_;
  std::vector<Target> targets_;
  std::uint32_t open_round_ = 1;
  std::set<std::uint16_t> abstained_;  // in the open round
};

}  // namespace viche::mutations
