#pragma once
// What a trustee, or another agreement signer, keeps. A directory with mode 0700:
//
//   identity.json          its Ed25519 key
//   signed-heads           what it signed after the vote, made with the identity
//                          (tally/signing_state.h)
//   <manifest hash>/
//     seed.json            a trustee's election seed: everything secret of the election follows
//     ceremony             what it said in the ceremony, made before the seed
//                          (tally/ceremony_memory.h)
//     ...                  its audit of the log (tally/audit_summary.h)
//
// identity.json and seed.json may be kept as a backup: with them alone a trustee still decrypts,
// and signs no head and no abstention. The other files must not be restored: an old copy may have
// forgotten what was said.

#include <filesystem>

#include "crypto/group/random.h"
#include "crypto/proof/ed25519_sign.h"
#include "crypto/proof/secret.h"
#include "tally/ceremony_memory.h"
#include "tally/signing_state.h"

namespace viche::app {

class SignerState {
 public:
  explicit SignerState(std::filesystem::path directory) : directory_(std::move(directory)) {}

  /// Makes the directory, the memory of heads and the identity; refuses if there is an identity.
  [[nodiscard]] Result<Ed25519PublicKey> create(RandomSource& random) const;
  [[nodiscard]] Result<Ed25519Signer> identity() const;
  /// A new directory with copies of these two files and without memories: a trustee that only
  /// decrypts. An EnvironmentError if there is something in it.
  void restore(const std::filesystem::path& identity, const std::filesystem::path& seed,
               const Bytes32& manifest_hash) const;

  /// The directory of one election, made if it is missing.
  [[nodiscard]] std::filesystem::path election(const Bytes32& manifest_hash) const;
  /// What it signed in all elections.
  [[nodiscard]] tally::SigningState signing() const { return tally::SigningState(directory_); }
  /// What this trustee said in the ceremony of one election.
  [[nodiscard]] tally::CeremonyMemory ceremony(const Bytes32& manifest_hash) const {
    return tally::CeremonyMemory(election(manifest_hash));
  }
  /// This election's seed; on first use it is made, after the memory of the ceremony.
  [[nodiscard]] Result<Secret<Bytes32>> first_seed(const Bytes32& manifest_hash,
                                                   RandomSource& random) const;
  /// This election's seed, which must be there.
  [[nodiscard]] Result<Secret<Bytes32>> seed(const Bytes32& manifest_hash) const;

 private:
  std::filesystem::path directory_;
};

}  // namespace viche::app
