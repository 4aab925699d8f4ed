#include "apps/viche/board_directory.h"

#include "apps/viche/files.h"
#include "apps/viche/key_file.h"
#include "apps/viche/record.h"

namespace viche::app {
namespace {

constexpr const char* kManifestFile = "manifest.json";
constexpr const char* kLogKeyFile = "log-key.json";
constexpr const char* kStoreFile = "log.sqlite";

}  // namespace

Result<void> create_board(const fs::path& directory, const fs::path& manifest,
                          const fs::path& log_key) {
  const Bytes bytes = read_input(manifest);
  const Result<ballot::Manifest> parsed = ballot::parse_manifest(bytes);
  if (!parsed) return parsed.error().at(manifest.string());
  VICHE_ASSIGN(const Ed25519Signer key, read_signing_key(log_key));
  if (key.public_key() != parsed->log_key) {
    return Error{"the manifest names another key for the log", log_key.string()};
  }
  make_private_directory(directory);
  if (fs::exists(directory / kManifestFile)) {
    if (read_input(directory / kManifestFile) != bytes) {
      return Error{"this is the board of another election", directory.string()};
    }
  } else {
    write_output(directory / kManifestFile, bytes);
  }
  if (!fs::exists(directory / kLogKeyFile)) {
    Bytes key_bytes = read_input(log_key);
    write_new_secret(directory / kLogKeyFile, key_bytes);
    wipe_memory(key_bytes.data(), key_bytes.size());
  }
  return {};
}

Result<log::LogPolicy> board_policy(const fs::path& directory) {
  const Bytes bytes = read_input(directory / kManifestFile);
  VICHE_ASSIGN(const ballot::Manifest manifest, ballot::parse_manifest(bytes));
  return policy_of(manifest, ballot::manifest_hash(bytes));
}

Result<OpenLog> open_log(const fs::path& directory, const fs::path& record,
                         store::Cosigner cosigner) {
  const Bytes manifest_bytes = read_input(directory / kManifestFile);
  VICHE_ASSIGN(ballot::Manifest manifest, ballot::parse_manifest(manifest_bytes));
  const Bytes32 hash = ballot::manifest_hash(manifest_bytes);
  VICHE_ASSIGN(log::LogPolicy policy, policy_of(manifest, hash));
  VICHE_ASSIGN(Ed25519Signer key, read_signing_key(directory / kLogKeyFile));
  const std::string origin = log::election_origin(hash);
  VICHE_ASSIGN(auto store, store::SqliteLogStore::open(directory / kStoreFile, origin));
  VICHE_ASSIGN(store::Publisher publisher, store::Publisher::open(record, origin));

  OpenLog log{std::move(manifest),
              hash,
              std::move(policy),
              std::move(store),
              std::make_unique<store::Publisher>(std::move(publisher)),
              nullptr};
  const auto signer = std::make_shared<Ed25519Signer>(std::move(key));
  VICHE_ASSIGN(store::Sequencer sequencer, store::Sequencer::open(
                                               *log.store, *log.publisher, origin,
                                               [signer](const log::Checkpoint& checkpoint) {
                                                 return log::sign_checkpoint(checkpoint, *signer);
                                               },
                                               store::Sequencer::Options{std::move(cosigner), {}}));
  log.sequencer = std::make_unique<store::Sequencer>(std::move(sequencer));
  return log;
}

}  // namespace viche::app
