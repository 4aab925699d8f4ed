#pragma once
// A board that works on files: `viche board ...`. Its directory (mode 0700) holds manifest.json,
// log-key.json and log.sqlite; what it publishes is the record.

#include <filesystem>
#include <memory>

#include "ballot/manifest.h"
#include "bulletin/board.h"
#include "bulletin/log/checkpoint.h"
#include "bulletin/store/publisher.h"
#include "bulletin/store/sequencer.h"
#include "bulletin/store/sqlite_log_store.h"
#include "crypto/proof/ed25519_sign.h"

namespace viche::app {

/// What a board's directory holds.
inline constexpr const char* kManifestFile = "manifest.json";
inline constexpr const char* kLogKeyFile = "log-key.json";
inline constexpr const char* kStoreFile = "log.sqlite";

/// The election that a board is for, and the key that signs its log.
struct BoardIdentity {
  Bytes manifest_bytes;
  ballot::Manifest manifest;
  Bytes32 manifest_hash{};
  log::LogPolicy policy;
  std::filesystem::path log_key;  // whose public part the manifest names
};
Result<BoardIdentity> read_identity(const std::filesystem::path& manifest,
                                    const std::filesystem::path& log_key);
/// Refuses the directory of another election's board.
Result<void> check_same_board(const std::filesystem::path& directory,
                              const BoardIdentity& identity);
/// Copies manifest and log key into the directory, unless they are there.
void write_identity(const std::filesystem::path& directory, const BoardIdentity& identity);
/// An empty store in the directory, or the one there is.
std::unique_ptr<store::SqliteLogStore> create_store(const std::filesystem::path& directory,
                                                    const BoardIdentity& identity);

/// What an official gives to start a board.
struct BoardInputs {
  std::filesystem::path manifest, log_key, registrar_key;
};

/// Makes the directory for an election, with an empty log; gives the registrar's signer. Nothing is
/// created unless the manifest names both keys. Doing it again with the same manifest is no error,
/// but an EnvironmentError where a board has lost its log: a new log under the same key would
/// contradict what was published.
Result<Ed25519Signer> create_board(const std::filesystem::path& directory,
                                   const BoardInputs& inputs);

/// A board's log, locked against other processes, nothing changed yet.
struct OpenStore {
  ballot::Manifest manifest;
  Bytes32 manifest_hash{};
  log::LogPolicy policy;  // whom readers of this log believe
  std::string origin;
  std::unique_ptr<store::SqliteLogStore> store;
};

/// Opens the store of a board; an EnvironmentError if it is missing or unusable, or if another
/// process keeps it for longer than a few seconds.
Result<OpenStore> open_store(const std::filesystem::path& directory);

/// The store, the publication and the one writer of a board's log.
struct OpenLog {
  ballot::Manifest manifest;
  Bytes32 manifest_hash{};
  log::LogPolicy policy;
  std::unique_ptr<store::SqliteLogStore> store;
  std::unique_ptr<store::Publisher> publisher;
  std::unique_ptr<store::Sequencer> sequencer;
};

/// Makes the cosigner (as in store::Sequencer) for a log that is opened; it or its result may be
/// empty: none.
using MakeCosigner = std::function<store::Cosigner(const log::LogPolicy&)>;

/// Opens the log of a board to write and finishes what a killed process left: what is not published
/// yet is published into `record`, which is created if it is missing. An EnvironmentError if store
/// or record cannot be used.
Result<OpenLog> open_log(const std::filesystem::path& directory,
                         const std::filesystem::path& record,
                         const MakeCosigner& make_cosigner = {});

}  // namespace viche::app
