#pragma once
// A ballot on the voter's device from its encryption on. Its tracker is shown before anybody knows
// whether it will be cast or challenged; then it is one of both, once.
//
//   kept = "viche ballot on a device v1\n" || election (32) || u32 size || entry || r (32) || m (n)
//   || SHA-256 of all that
//
// An entry without a signature has type, prev and signature zero. r and m are missing once the
// ballot was cast. These bytes stay on the device: they are no part of the protocol.

#include <variant>

#include "ballot/prover.h"

namespace viche::ballot {

class PreparedBallot {
 public:
  explicit PreparedBallot(Proven proven)
      : tracker_(proven.ballot.tracker()), stage_(std::move(proven)) {}

  [[nodiscard]] const Bytes32& tracker() const { return tracker_; }
  /// r and m; nothing once the ballot was cast.
  [[nodiscard]] const Opening* opening() const;

  /// Signs it as cast, wipes r and the vote, and gives the entry. Cast again: the same bytes,
  /// whatever `prev`. An error once it was challenged, and with another credential.
  Result<Bytes> cast(const Prover& prover, const Bytes32& prev, const Credential& credential,
                     RandomSource& random);
  /// Signs it as challenged: its opening may be given out. Again: the same bytes. An error once it
  /// was cast, and with another credential.
  Result<Bytes> challenge(const Prover& prover, const Bytes32& prev, const Credential& credential,
                          RandomSource& random);

  /// Whoever sees these bytes of a ballot that was not cast knows the vote.
  [[nodiscard]] Secret<Bytes> encode(const Bytes32& election) const;
  /// An error if they are damaged, of another election, or not what `encode` gives.
  static Result<PreparedBallot> decode(ByteView kept, const ElectionContext& context);

 private:
  struct Cast {
    Bytes entry;
  };
  using Stage = std::variant<Proven, Cast, Challenged>;

  PreparedBallot(const Bytes32& tracker, Stage stage)
      : tracker_(tracker), stage_(std::move(stage)) {}
  [[nodiscard]] ByteView entry() const;

  Bytes32 tracker_;
  Stage stage_;
};

}  // namespace viche::ballot
