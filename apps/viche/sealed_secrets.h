#pragma once
// All secrets of a trustee, or of another agreement signer, in one file sealed with a passphrase:
//
//   "viche-sealed-secrets 1\n"
//   u32 MiB of memory || u32 passes || salt (16) || Ed25519 public key (32)
//   nonce (24) || sealed: identity seed (32) || u16 count || count x (manifest hash (32) ||
//   election seed (32)), no hash twice; the authenticator (16) covers all that stands before the
//   nonce too
//
// Mode 0600. A new election's seed makes the file anew, under the same key with a fresh nonce.

#include <filesystem>
#include <vector>

#include "crypto/group/random.h"
#include "crypto/proof/ed25519_sign.h"
#include "crypto/proof/passphrase.h"

namespace viche::app {

/// What stands outside the seal; believed only once the file was opened.
struct SealedHeader {
  PassphraseCost cost;
  PassphraseSalt salt{};
  Ed25519PublicKey public_key;
};
Result<SealedHeader> read_sealed_header(const std::filesystem::path& path);

/// That no seed of this election is in this file or directory.
Error no_seed(const Bytes32& manifest_hash, const std::filesystem::path& place);

class SealedSecrets {
 public:
  /// A fresh identity in a new file; an EnvironmentError if there is one.
  static Result<SealedSecrets> create(std::filesystem::path path, const Secret<Bytes>& passphrase,
                                      const PassphraseCost& cost, RandomSource& random);
  /// An Error that does not tell a wrong passphrase from a changed file.
  static Result<SealedSecrets> open(std::filesystem::path path, const Secret<Bytes>& passphrase);

  [[nodiscard]] const Ed25519PublicKey& public_key() const { return header_.public_key; }
  [[nodiscard]] Ed25519Signer identity() const { return Ed25519Signer(identity_); }
  /// A copy of this election's seed; an Error if there is none.
  [[nodiscard]] Result<Secret<Bytes32>> seed(const Bytes32& manifest_hash) const;
  [[nodiscard]] bool has_seed(const Bytes32& manifest_hash) const;
  /// Makes a seed for an election that has none; it is in the file, durably, when this returns.
  Result<void> add_seed(const Bytes32& manifest_hash, RandomSource& random);

 private:
  struct Seed {
    Bytes32 manifest_hash;
    Secret<Bytes32> seed;
  };
  SealedSecrets(std::filesystem::path path, Bytes stored, SealedHeader header, Secret<Bytes32> key,
                Secret<Bytes32> identity, std::vector<Seed> seeds);
  [[nodiscard]] Bytes sealed(RandomSource& random) const;

  std::filesystem::path path_;
  Bytes stored_;  // the file as it was read or written last
  SealedHeader header_;
  Secret<Bytes32> key_;
  Secret<Bytes32> identity_;
  std::vector<Seed> seeds_;
};

}  // namespace viche::app
