#pragma once
// A small election whose officials' keys a test holds: two contests, two styles, and statements and
// ballots that are right for a given state of its log.

#include <cstdint>
#include <string>
#include <vector>

#include "ballot/ballot.h"
#include "bulletin/log/election_state.h"
#include "crypto/proof/ed25519_sign.h"
#include "crypto/proof/secret.h"
#include "tests/support/seeded_random.h"

namespace viche::test {

struct SampleOptions {
  std::uint32_t n = 3, k = 2, others = 1;
  std::string revote = "last";
  std::uint32_t max_ballots = 20;
  std::string id = "sample";
  std::uint32_t replacements = 2;  // of each style
  std::uint32_t choices = 3;       // of contest 1
};

/// Trustee i holds real coefficients c_iju, so that the keys are real; boxes and proofs hold no
/// more than the right number of bytes. Styles: 1 holds contest 1 (choose 1 of `choices`), 2 holds
/// contests 1 and 2 (score 0 to 5, two options).
class SampleElection {
 public:
  explicit SampleElection(SampleOptions options = {}, std::uint64_t seed = 1);

  [[nodiscard]] const Bytes& manifest() const { return manifest_; }
  [[nodiscard]] const Bytes32& manifest_hash() const { return hash_; }
  [[nodiscard]] const SampleOptions& options() const { return options_; }
  /// 0 the registrar, 1..n trustees, n+1..N others.
  [[nodiscard]] const Ed25519Signer& signer(std::uint16_t number) const { return signers_[number]; }
  [[nodiscard]] const Ed25519Signer& log_signer() const { return log_signer_; }

  [[nodiscard]] log::Statement sign(log::EntryType type, std::uint16_t signer, Bytes body) const;
  /// A statement of this type by this signer with a body that is right for the state, if there is
  /// one, and otherwise has at least the right signature. `salt` varies what can be varied.
  [[nodiscard]] log::Statement statement(const log::ElectionState& state, log::EntryType type,
                                         std::uint16_t signer, std::uint32_t salt = 0) const;
  [[nodiscard]] log::RevealBody reveal(const log::ElectionState& state, std::uint16_t i) const;

  /// Voter v's key pair: k = 1000 + v; styles alternate 1, 2; weight 1 + v mod 3.
  static Scalar voter_secret(std::uint32_t v) { return Scalar::from_u64(1000 + v); }
  static Bytes32 voter_key(std::uint32_t v) { return multiply_base(voter_secret(v)).encode(); }
  /// Records of voters [first, first + count), sorted.
  static log::RecordsBody records(std::uint32_t first, std::uint32_t count);
  static constexpr std::uint32_t kRollVoters = 8;

  /// Bytes of a ballot in form alone: right length, key, style and prev, everything else random.
  [[nodiscard]] Bytes formal_ballot(const log::ElectionState& state, std::uint32_t voter,
                                    ballot::BallotType type, std::uint32_t salt = 0) const;

 private:
  SampleOptions options_;
  Bytes manifest_;
  Bytes32 hash_{};
  std::vector<Ed25519Signer> signers_;
  Ed25519Signer log_signer_;
};

/// A log under construction: its entries and their state.
struct SampleLog {
  log::ElectionState state;
  std::vector<Bytes> entries;

  /// Both fail the test if the state refuses.
  log::Applied append(const Bytes& entry);
  void append(const log::Statement& statement);
  /// A batch entry and these ballots, sorted by tracker.
  void append_batch(std::vector<Bytes> ballots);
  /// All statements up to the first state in this phase; batches are left out.
  void advance(const SampleElection& election, log::Phase phase);
};

/// Ascending by tracker, as a batch wants them.
void sort_by_tracker(const log::ElectionState& state, std::vector<Bytes>& ballots);

}  // namespace viche::test
