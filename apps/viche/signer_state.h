#pragma once
// What a trustee, or another agreement signer, keeps. A directory with mode 0700:
//
//   secrets.sealed         its Ed25519 key and the seeds of its elections, sealed with a passphrase
//                          (sealed_secrets.h): everything secret of an election follows from them
//   signed-heads           what it signed after the vote, made with the identity
//                          (tally/signing_state.h)
//   <manifest hash>/
//     ceremony             what it said in the ceremony, made before the seed
//                          (tally/ceremony_memory.h)
//     ...                  its audit of the log (tally/audit_summary.h)
//
// Unsealed, if so chosen: identity.json, and <manifest hash>/seed.json, instead of secrets.sealed.
// These may be kept as a backup: with them alone a trustee still decrypts, and signs no head and no
// abstention. The other files must not be restored: an old copy may have forgotten what was said.

#include <filesystem>
#include <optional>

#include "apps/viche/sealed_secrets.h"
#include "crypto/group/random.h"
#include "crypto/proof/ed25519_sign.h"
#include "crypto/proof/secret.h"
#include "tally/ceremony_memory.h"
#include "tally/signing_state.h"

namespace viche::app {

class SignerState {
 public:
  /// `passphrase_file`: where the passphrase of a sealed state is; empty: the terminal. It is asked
  /// for once, when a secret is first needed.
  explicit SignerState(std::filesystem::path directory, std::string passphrase_file = {})
      : directory_(std::move(directory)), passphrase_file_(std::move(passphrase_file)) {}

  /// Makes the directory, the memory of heads and the identity; refuses if there is an identity.
  [[nodiscard]] Result<Ed25519PublicKey> create_unsealed(RandomSource& random) const;
  /// The same, sealed with a passphrase that is chosen now.
  [[nodiscard]] Result<Ed25519PublicKey> create_sealed(const PassphraseCost& cost,
                                                       RandomSource& random) const;
  /// Without the passphrase, as the files say it.
  [[nodiscard]] Result<Ed25519PublicKey> public_key() const;
  [[nodiscard]] bool is_sealed() const;

  [[nodiscard]] Result<Ed25519Signer> identity() const;
  /// A new directory with copies of these two files and without memories: a trustee that only
  /// decrypts. An EnvironmentError if there is something in it.
  void restore(const std::filesystem::path& identity, const std::filesystem::path& seed,
               const Bytes32& manifest_hash) const;
  /// The same from a copy of secrets.sealed.
  void restore(const std::filesystem::path& sealed) const;

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
  void require_empty() const;
  [[nodiscard]] std::filesystem::path sealed_file() const { return directory_ / "secrets.sealed"; }
  [[nodiscard]] std::filesystem::path identity_file() const { return directory_ / "identity.json"; }
  /// The opened secrets of a sealed state.
  [[nodiscard]] Result<SealedSecrets*> unseal() const;

  std::filesystem::path directory_;
  std::string passphrase_file_;
  mutable std::optional<SealedSecrets> opened_;  // so that the passphrase is asked for once
};

}  // namespace viche::app
