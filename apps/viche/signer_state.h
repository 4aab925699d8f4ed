#pragma once
// What a trustee, or another agreement signer, keeps. A directory with mode 0700:
//
//   identity.json                   its Ed25519 key
//   <manifest hash>/seed.json       a trustee's election seed: everything secret of the election
//   follows from it <manifest hash>/...             what it signed, and its audit of the log
//   (tally/)
//
// It must not be restored from a backup and then sign again: the backup may have forgotten what was
// signed.

#include <filesystem>

#include "crypto/group/random.h"
#include "crypto/proof/ed25519_sign.h"
#include "crypto/proof/secret.h"

namespace viche::app {

class SignerState {
 public:
  explicit SignerState(std::filesystem::path directory) : directory_(std::move(directory)) {}

  /// Makes the directory and the identity; refuses if there is one.
  Ed25519PublicKey create(RandomSource& random) const;
  [[nodiscard]] Result<Ed25519Signer> identity() const;

  /// The directory of one election, made if it is missing.
  [[nodiscard]] std::filesystem::path election(const Bytes32& manifest_hash) const;
  /// This election's seed; made on first use.
  [[nodiscard]] Result<Secret<Bytes32>> first_seed(const Bytes32& manifest_hash,
                                                   RandomSource& random) const;
  /// This election's seed, which must be there.
  [[nodiscard]] Result<Secret<Bytes32>> seed(const Bytes32& manifest_hash) const;

 private:
  std::filesystem::path directory_;
};

}  // namespace viche::app
