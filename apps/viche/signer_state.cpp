#include "apps/viche/signer_state.h"

#include "apps/common/cli.h"
#include "apps/common/key_file.h"

namespace viche::app {

std::filesystem::path SignerState::election(const Bytes32& manifest_hash) const {
  std::filesystem::path directory = directory_ / to_hex(manifest_hash);
  make_private_directory(directory);
  return directory;
}

Result<Ed25519PublicKey> SignerState::create(RandomSource& random) const {
  make_private_directory(directory_);
  if (!std::filesystem::exists(directory_ / "identity.json")) VICHE_TRY(signing().create());
  return create_signing_key(directory_ / "identity.json", random);
}

Result<Ed25519Signer> SignerState::identity() const {
  return read_signing_key(directory_ / "identity.json");
}

void SignerState::restore(const std::filesystem::path& identity, const std::filesystem::path& seed,
                          const Bytes32& manifest_hash) const {
  make_private_directory(directory_);
  if (!std::filesystem::is_empty(directory_)) {
    throw EnvironmentError(directory_.string() + ": is not empty; a restored trustee starts anew");
  }
  const auto copy = [](const std::filesystem::path& from, const std::filesystem::path& to) {
    const Secret<Bytes> bytes(read_input(from));
    write_new_secret(to, bytes.expose());
  };
  copy(seed, election(manifest_hash) / "seed.json");
  copy(identity, directory_ / "identity.json");
}

Result<Secret<Bytes32>> SignerState::first_seed(const Bytes32& manifest_hash,
                                                RandomSource& random) const {
  const std::filesystem::path seed = election(manifest_hash) / "seed.json";
  if (!std::filesystem::exists(seed)) VICHE_TRY(ceremony(manifest_hash).create());
  return read_or_create_seed(seed, random);
}

Result<Secret<Bytes32>> SignerState::seed(const Bytes32& manifest_hash) const {
  return read_seed(election(manifest_hash) / "seed.json");
}

}  // namespace viche::app
