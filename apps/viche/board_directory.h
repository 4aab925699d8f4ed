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

namespace viche::app {

/// Makes the directory for an election: the manifest, and the log's key, whose public part the
/// manifest must name. Doing it again with the same manifest is no error.
Result<void> create_board(const std::filesystem::path& directory,
                          const std::filesystem::path& manifest,
                          const std::filesystem::path& log_key);

/// Whom readers of this board's log believe.
Result<log::LogPolicy> board_policy(const std::filesystem::path& directory);

/// The store, the publication and the one writer of a board's log.
struct OpenLog {
  ballot::Manifest manifest;
  Bytes32 manifest_hash{};
  log::LogPolicy policy;
  std::unique_ptr<store::SqliteLogStore> store;
  std::unique_ptr<store::Publisher> publisher;
  std::unique_ptr<store::Sequencer> sequencer;
};

/// Opens the log of a board and finishes what a killed process left. `cosigner` as in
/// store::Sequencer.
Result<OpenLog> open_log(const std::filesystem::path& directory,
                         const std::filesystem::path& record, store::Cosigner cosigner = {});

}  // namespace viche::app
