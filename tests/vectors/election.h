#pragma once
// A small election that is the same every time it is made: all keys and all randomness come from
// one seeded stream. For test vectors only: whoever knows the seed knows every secret.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ballot/credential.h"
#include "ballot/election_context.h"
#include "ballot/prover.h"
#include "bulletin/log/election_keys.h"
#include "bulletin/log/election_state.h"
#include "tally/decryption.h"
#include "tally/trustee_keys.h"
#include "tests/support/seeded_random.h"

namespace viche::test {

/// An Ed25519 key by its role: "registrar", "log", "witness-1", "trustee-1", ..., "other-1".
struct RoleKey {
  Bytes32 seed{};
  std::shared_ptr<const Ed25519Signer> signer;
};

struct VectorVoter {
  ballot::Credential credential;
  std::uint32_t weight = 1;
  Bytes32 latest{};  // leaf hash of the latest entry
};

/// A ballot as it was made.
struct VectorBallot {
  std::size_t voter = 0;
  Bytes entry;
  std::vector<std::uint8_t> m;
  Bytes32 prev{};
};

class VectorElection {
 public:
  /// Runs the whole election: three trustees of whom two decrypt, five voters, a re-vote, a
  /// challenge, a cancellation.
  explicit VectorElection(std::uint64_t seed);

  [[nodiscard]] const std::string& manifest() const { return manifest_; }
  [[nodiscard]] const std::map<std::string, RoleKey>& keys() const { return keys_; }
  [[nodiscard]] const std::vector<Bytes32>& election_seeds() const { return election_seeds_; }
  [[nodiscard]] const std::vector<VectorVoter>& voters() const { return voters_; }
  [[nodiscard]] const log::ElectionState& state() const { return state_; }
  [[nodiscard]] const log::ElectionKeys& election_keys() const { return *election_keys_; }
  [[nodiscard]] const ballot::ElectionContext& context() const { return *context_; }
  [[nodiscard]] const std::vector<VectorBallot>& ballots() const { return ballots_; }
  [[nodiscard]] const VectorBallot& challenged() const { return challenged_; }
  [[nodiscard]] const std::string& opening() const { return opening_; }  // of the challenged ballot
  [[nodiscard]] const tally::EncryptedTally& tally() const { return *tally_; }
  /// The secrets x_t1, ..., x_tJ of each trustee.
  [[nodiscard]] const std::vector<std::vector<Scalar>>& shares() const { return shares_; }

  /// The record: path -> bytes.
  [[nodiscard]] std::map<std::string, Bytes> record() const;

 private:
  void make_keys();
  void ceremony();
  void open();
  void vote();
  void close_and_tally();

  void append(ByteView entry);
  void state_it(log::EntryType type, std::uint16_t signer, Bytes body);
  VectorBallot make_ballot(std::size_t voter, std::vector<std::uint8_t> m, ballot::BallotType type);
  void post(std::vector<Bytes> batch);

  SeededRandom random_;
  std::string manifest_;
  std::map<std::string, RoleKey> keys_;
  std::vector<Bytes32> election_seeds_;
  std::vector<tally::TrusteeKeys> trustees_;
  std::vector<VectorVoter> voters_;
  std::vector<Bytes> entries_;
  log::ElectionState state_;
  std::optional<log::ElectionKeys> election_keys_;
  std::shared_ptr<const ballot::ElectionContext> context_;
  std::unique_ptr<ballot::Prover> prover_;
  std::vector<VectorBallot> ballots_;
  VectorBallot challenged_;
  std::string opening_;
  std::optional<tally::EncryptedTally> tally_;
  std::vector<std::vector<Scalar>> shares_;
};

}  // namespace viche::test
