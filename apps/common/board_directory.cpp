#include "apps/common/board_directory.h"

#include "apps/common/cli.h"
#include "apps/common/files.h"
#include "apps/common/key_file.h"
#include "apps/common/record.h"

namespace viche::app {
namespace {

using store::SqliteLogStore;

constexpr std::chrono::seconds kLockWait(5);

/// Every failure to open the store is one of the environment.
std::unique_ptr<SqliteLogStore> open_database(const fs::path& directory, const std::string& origin,
                                              SqliteLogStore::Mode mode) {
  const fs::path path = directory / kStoreFile;
  auto store = SqliteLogStore::open(path, origin, mode, {{}, {}, kLockWait});
  if (store) return std::move(*store);
  const Error& error = store.error();
  if (error.where == path.string() + ".lock") {
    throw EnvironmentError(error.message() + " for more than 5 s: does another `viche board` run?");
  }
  throw EnvironmentError(error.message());
}

}  // namespace

Result<BoardIdentity> read_identity(const fs::path& manifest_file, const fs::path& log_key) {
  Bytes bytes = read_input(manifest_file);
  Result<ballot::Manifest> manifest = ballot::parse_manifest(bytes);
  if (!manifest) return manifest.error().at(manifest_file.string());
  VICHE_ASSIGN(const Ed25519Signer key, read_signing_key(log_key));
  if (key.public_key() != manifest->log_key) {
    return Error{"the manifest names another key for the log", log_key.string()};
  }
  const Bytes32 hash = ballot::manifest_hash(bytes);
  VICHE_ASSIGN(log::LogPolicy policy, policy_of(*manifest, hash));
  return BoardIdentity{std::move(bytes), std::move(*manifest), hash, std::move(policy), log_key};
}

Result<void> check_same_board(const fs::path& directory, const BoardIdentity& identity) {
  if (fs::exists(directory / kManifestFile) &&
      read_input(directory / kManifestFile) != identity.manifest_bytes) {
    return Error{"this is the board of another election", directory.string()};
  }
  return {};
}

void write_identity(const fs::path& directory, const BoardIdentity& identity) {
  write_output(directory / kManifestFile, identity.manifest_bytes);
  if (fs::exists(directory / kLogKeyFile)) return;
  Bytes key_bytes = read_input(identity.log_key);
  write_new_secret(directory / kLogKeyFile, key_bytes);
  wipe_memory(key_bytes.data(), key_bytes.size());
}

std::unique_ptr<SqliteLogStore> create_store(const fs::path& directory,
                                             const BoardIdentity& identity) {
  return open_database(directory, identity.policy.log().name,
                       SqliteLogStore::Mode::kCreateIfMissing);
}

Result<Ed25519Signer> create_board(const fs::path& directory, const BoardInputs& inputs) {
  VICHE_ASSIGN(const BoardIdentity identity, read_identity(inputs.manifest, inputs.log_key));
  VICHE_ASSIGN(Ed25519Signer registrar, read_signing_key(inputs.registrar_key));
  if (registrar.public_key() != identity.manifest.registrar.key) {
    return Error{"the manifest names another key for the registrar", inputs.registrar_key.string()};
  }
  VICHE_TRY(check_same_board(directory, identity));
  const bool has_signed = fs::exists(directory / kLogKeyFile);
  if (has_signed && !fs::exists(directory / kStoreFile)) {
    throw EnvironmentError((directory / kStoreFile).string() +
                           ": is missing, but this board has signed: its log is lost. A new log "
                           "would contradict the published one; bring the file back, or make it "
                           "again from the record with `viche board restore`.");
  }
  make_private_directory(directory);
  // The key comes after the log: where it is, the log has been there.
  if (!has_signed) create_store(directory, identity);
  write_identity(directory, identity);
  return registrar;
}

Result<OpenStore> open_store(const fs::path& directory) {
  const Bytes bytes = read_input(directory / kManifestFile);
  VICHE_ASSIGN(ballot::Manifest manifest, ballot::parse_manifest(bytes));
  const Bytes32 hash = ballot::manifest_hash(bytes);
  VICHE_ASSIGN(log::LogPolicy policy, policy_of(manifest, hash));
  std::string origin = log::election_origin(hash);
  auto store = open_database(directory, origin, SqliteLogStore::Mode::kExisting);
  return OpenStore{std::move(manifest), hash, std::move(policy), std::move(origin),
                   std::move(store)};
}

Result<OpenLog> open_log(const fs::path& directory, const fs::path& record,
                         const MakeCosigner& make_cosigner) {
  VICHE_ASSIGN(OpenStore opened, open_store(directory));
  VICHE_ASSIGN(Ed25519Signer key, read_signing_key(directory / kLogKeyFile));
  Result<store::Publisher> publisher = store::Publisher::open(record, opened.origin);
  if (!publisher) throw EnvironmentError(publisher.error().message());

  OpenLog log{std::move(opened.manifest),
              opened.manifest_hash,
              std::move(opened.policy),
              std::move(opened.store),
              std::make_unique<store::Publisher>(std::move(*publisher)),
              nullptr};
  const auto signer = std::make_shared<Ed25519Signer>(std::move(key));
  store::Sequencer::Options options;
  if (make_cosigner) options.cosigner = make_cosigner(log.policy);
  Result<store::Sequencer> sequencer = store::Sequencer::open(
      *log.store, *log.publisher, opened.origin,
      [signer](const log::Checkpoint& checkpoint) {
        return log::sign_checkpoint(checkpoint, *signer);
      },
      std::move(options));
  if (!sequencer) throw EnvironmentError(sequencer.error().message());
  log.sequencer = std::make_unique<store::Sequencer>(std::move(*sequencer));
  return log;
}

}  // namespace viche::app
