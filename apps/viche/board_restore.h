#pragma once
// `viche board restore`: a board's directory from its published record, after its store is lost.

#include <filesystem>
#include <string>
#include <vector>

#include "bulletin/log/merkle.h"

namespace viche::app {

struct RestoreInputs {
  std::filesystem::path record, manifest, log_key;
  /// Each a checkpoint, a receipt, or what a witness remembers (its state's file); signed by the
  /// log.
  std::vector<std::filesystem::path> at_least;
};

struct Restored {
  log::TreeHead head;
  std::string state;  // as a person reads it
  std::size_t cosignatures = 0, quorum = 0;
};

/// Makes the directory's log again from the record, whose whole content is checked first: the log's
/// signature, every file against the checkpoint, and the legal order of all entries; ballots'
/// proofs and the trustees' mathematics are for `viche-verify`. The store ends exactly at the
/// record's checkpoint. Refuses a record that lacks a head of `at_least`, an EnvironmentError where
/// a store is. The store is there whole or not at all, and what was begun can be repeated.
Result<Restored> restore_board(const std::filesystem::path& directory, const RestoreInputs& inputs);

}  // namespace viche::app
