#pragma once
// Encrypts a ballot, proves it legal and signs it (specification, section 7).

#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "ballot/ballot.h"
#include "ballot/credential.h"
#include "ballot/election_context.h"
#include "ballot/opening.h"
#include "ballot/prover_tables.h"
#include "crypto/group/scalar_lanes.h"

namespace viche::ballot {

/// An encrypted and proved ballot before it is decided whether it is cast or challenged: its
/// tracker can be shown.
class UnsignedBallot {
 public:
  [[nodiscard]] const Bytes32& tracker() const { return tracker_; }
  [[nodiscard]] BallotView view() const { return BallotView::of(entry_); }

 private:
  friend class Prover;
  friend class PreparedBallot;  // keeps it in a file
  UnsignedBallot(Bytes entry, const Bytes32& election)
      : entry_(std::move(entry)), tracker_(ballot::tracker(election, view())) {}
  /// With the tracker known.
  struct Tracked {
    Bytes entry;
    Bytes32 tracker;
  };
  explicit UnsignedBallot(Tracked tracked)
      : entry_(std::move(tracked.entry)), tracker_(tracked.tracker) {}
  /// The whole entry.
  Bytes finish(BallotType type, const Bytes32& prev, const Bytes64& signature) &&;

  Bytes entry_;  // type, prev and signature are still zero
  Bytes32 tracker_;
};

struct Proven {
  UnsignedBallot ballot;
  Opening opening;
};

struct Challenged {
  Bytes entry;
  Opening opening;
};

/// How many ballots of one style the prover computes at the same time.
inline constexpr std::size_t kProverLanes = ScalarLanes::kLanes;

/// A ballot to be proved in a batch; what it names outlives the call.
struct ProofRequest {
  const Credential* credential;
  const Secret<std::vector<std::uint8_t>>* m;
};

/// Makes ballots of one election. Immutable: threads may share it, each with its own RandomSource.
class Prover {
 public:
  /// Prepares tables for the given styles.
  Prover(std::shared_ptr<const ElectionContext> context, std::span<const StyleIndex> styles);
  /// For all styles.
  explicit Prover(const std::shared_ptr<const ElectionContext>& context);

  /// Draws r, encrypts m (one 0 or 1 a position, L m = b: encode_slots made it) and proves it, in
  /// time that does not depend on m, r, s or a. There is one proof for one r.
  [[nodiscard]] Proven prove(StyleIndex style, const Credential& credential,
                             const Secret<std::vector<std::uint8_t>>& m,
                             RandomSource& random) const;

  /// Signs a ballot as cast: the whole entry. The opening is wiped.
  [[nodiscard]] Bytes cast(Proven proven, const Bytes32& prev, const Credential& credential,
                           RandomSource& random) const;
  /// Signs it as challenged, and releases the opening.
  [[nodiscard]] Challenged challenge(Proven proven, const Bytes32& prev,
                                     const Credential& credential, RandomSource& random) const;

  /// Proves many ballots of one style, kProverLanes at a time on the active kernel: the same as
  /// `prove` for each in order, from the same randomness.
  [[nodiscard]] std::vector<Proven> prove_many(StyleIndex style,
                                               std::span<const ProofRequest> requests,
                                               RandomSource& random) const;
  /// Signs many as `cast` does, one prev and one credential for each. The openings are wiped.
  [[nodiscard]] std::vector<Bytes> cast_many(std::vector<Proven> proven,
                                             std::span<const Bytes32> prev,
                                             std::span<const Credential* const> credentials,
                                             RandomSource& random) const;

 private:
  [[nodiscard]] const ProverTables& tables_of(StyleIndex style) const;
  Bytes sign(UnsignedBallot&& ballot, BallotType type, const Bytes32& prev,
             const Credential& credential, RandomSource& random) const;

  std::shared_ptr<const ElectionContext> context_;
  std::map<StyleIndex, ProverTables> tables_;
};

}  // namespace viche::ballot
