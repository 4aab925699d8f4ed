#include "apps/viche/signer_state.h"

#include "apps/common/cli.h"
#include "apps/common/key_file.h"
#include "apps/viche/passphrase_input.h"

namespace viche::app {
namespace {

void copy_secret(const std::filesystem::path& from, const std::filesystem::path& to) {
  const Secret<Bytes> bytes(read_input(from));
  write_new_secret(to, bytes.expose());
}

}  // namespace

std::filesystem::path SignerState::election(const Bytes32& manifest_hash) const {
  std::filesystem::path directory = directory_ / to_hex(manifest_hash);
  make_private_directory(directory);
  return directory;
}

bool SignerState::is_sealed() const {
  std::error_code ignored;
  return std::filesystem::exists(sealed_file(), ignored);
}

Result<Ed25519PublicKey> SignerState::create_unsealed(RandomSource& random) const {
  make_private_directory(directory_);
  if (is_sealed()) {
    throw EnvironmentError(sealed_file().string() + ": exists already and is not overwritten");
  }
  if (!std::filesystem::exists(identity_file())) VICHE_TRY(signing().create());
  return create_signing_key(identity_file(), random);
}

Result<Ed25519PublicKey> SignerState::create_sealed(const PassphraseCost& cost,
                                                    RandomSource& random) const {
  make_private_directory(directory_);
  for (const std::filesystem::path& file : {sealed_file(), identity_file()}) {
    if (std::filesystem::exists(file)) {
      throw EnvironmentError(file.string() + ": exists already and is not overwritten");
    }
  }
  VICHE_ASSIGN(const Secret<Bytes> passphrase,
               choose_passphrase(passphrase_file_, sealed_file().string()));
  VICHE_TRY(signing().create());
  VICHE_ASSIGN(const SealedSecrets made,
               SealedSecrets::create(sealed_file(), passphrase, cost, random));
  return made.public_key();
}

Result<SealedSecrets*> SignerState::unseal() const {
  if (!opened_) {
    if (std::filesystem::exists(identity_file())) {
      return Error{"holds an identity.json besides secrets.sealed: which one is meant?",
                   directory_.string()};
    }
    // What is no sealed file is refused before anybody types.
    VICHE_TRY(read_sealed_header(sealed_file()));
    VICHE_ASSIGN(const Secret<Bytes> passphrase,
                 read_passphrase(passphrase_file_, sealed_file().string()));
    VICHE_ASSIGN(SealedSecrets opened, SealedSecrets::open(sealed_file(), passphrase));
    opened_.emplace(std::move(opened));
  }
  return &*opened_;
}

Result<Ed25519PublicKey> SignerState::public_key() const {
  if (is_sealed()) {
    VICHE_ASSIGN(const SealedHeader header, read_sealed_header(sealed_file()));
    return header.public_key;
  }
  VICHE_ASSIGN(const Ed25519Signer signer, read_signing_key(identity_file()));
  return signer.public_key();
}

Result<Ed25519Signer> SignerState::identity() const {
  if (!is_sealed()) return read_signing_key(identity_file());
  VICHE_ASSIGN(const SealedSecrets* const secrets, unseal());
  return secrets->identity();
}

void SignerState::require_empty() const {
  make_private_directory(directory_);
  if (!std::filesystem::is_empty(directory_)) {
    throw EnvironmentError(directory_.string() + ": is not empty; a restored trustee starts anew");
  }
}

void SignerState::restore(const std::filesystem::path& identity, const std::filesystem::path& seed,
                          const Bytes32& manifest_hash) const {
  require_empty();
  copy_secret(seed, election(manifest_hash) / "seed.json");
  copy_secret(identity, identity_file());
}

void SignerState::restore(const std::filesystem::path& sealed) const {
  require_empty();
  copy_secret(sealed, sealed_file());
}

Result<Secret<Bytes32>> SignerState::first_seed(const Bytes32& manifest_hash,
                                                RandomSource& random) const {
  if (is_sealed()) {
    VICHE_ASSIGN(SealedSecrets* const secrets, unseal());
    if (!secrets->has_seed(manifest_hash)) {
      VICHE_TRY(ceremony(manifest_hash).create());
      VICHE_TRY(secrets->add_seed(manifest_hash, random));
    }
    return secrets->seed(manifest_hash);
  }
  const std::filesystem::path seed = election(manifest_hash) / "seed.json";
  if (!std::filesystem::exists(seed)) VICHE_TRY(ceremony(manifest_hash).create());
  return read_or_create_seed(seed, random);
}

Result<Secret<Bytes32>> SignerState::seed(const Bytes32& manifest_hash) const {
  if (!is_sealed()) {
    const std::filesystem::path seed = directory_ / to_hex(manifest_hash) / "seed.json";
    if (!std::filesystem::exists(seed)) return no_seed(manifest_hash, directory_);
    return read_seed(seed);
  }
  VICHE_ASSIGN(const SealedSecrets* const secrets, unseal());
  return secrets->seed(manifest_hash);
}

}  // namespace viche::app
