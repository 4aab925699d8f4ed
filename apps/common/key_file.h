#pragma once
// Files with secrets: Ed25519 keys of officials, log and witnesses; voters' credentials; a
// trustee's election seed.
// {"viche_key": 1, "kind": "ed25519" | "credential" | "election-seed", "public": hex, "secret":
// hex}; an election seed has no public part. Mode 0600, never overwritten; with another mode that
// lets others read it a file is not used (an EnvironmentError).

#include <optional>
#include <string_view>

#include "apps/common/files.h"
#include "ballot/credential.h"
#include "crypto/group/random.h"
#include "crypto/proof/ed25519_sign.h"

namespace viche::app {

/// An EnvironmentError if others may read this file. A missing file is left to its reader.
void require_private(const fs::path& path);

/// A fresh Ed25519 key in a new file.
Ed25519PublicKey create_signing_key(const fs::path& path, RandomSource& random);
Result<Ed25519Signer> read_signing_key(const fs::path& path);

/// Writes a credential into a new file.
void write_credential(const fs::path& path, const ballot::Credential& credential);
Result<ballot::Credential> read_credential(const fs::path& path);

/// The seed in this file, made and written first if there is none.
Result<Secret<Bytes32>> read_or_create_seed(const fs::path& path, RandomSource& random);
Result<Secret<Bytes32>> read_seed(const fs::path& path);

/// The public part of a key file of any kind.
struct KeyDescription {
  std::string kind;
  std::optional<std::string> public_hex;
};
Result<KeyDescription> describe_key(const fs::path& path);

}  // namespace viche::app
