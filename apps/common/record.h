#pragma once
// A published log as the verbs read it: its manifest, a checkpoint they believe, and the state
// after its entries.

#include <filesystem>
#include <optional>
#include <string>

#include "ballot/election_context.h"
#include "bulletin/log/election_state.h"
#include "bulletin/log/log_reader.h"

namespace viche::app {

/// How many cosignatures a reader asks of the checkpoint.
enum class Quorum { kNone, kManifest };

struct Record {
  Bytes manifest_bytes;
  ballot::Manifest manifest;
  Bytes32 manifest_hash{};
  log::LogPolicy policy;  // the log's key and the witnesses, with the manifest's quorum
  log::LogReader reader;
};

/// The log's key and the witnesses of a manifest, with its quorum.
Result<log::LogPolicy> policy_of(const ballot::Manifest& manifest, const Bytes32& manifest_hash);

/// The witness of a policy that has this key; null if there is none.
const log::VerifierKey* find_witness(const log::LogPolicy& policy, const Ed25519PublicKey& key);

/// An EnvironmentError if there is no record.
void require_record(const std::filesystem::path& directory);

/// Opens a record by the manifest in its first entries; the checkpoint must be signed by that
/// manifest's log (and, if asked, its quorum of witnesses). An EnvironmentError if there is no
/// record.
Result<Record> open_record(const std::filesystem::path& directory, Quorum quorum);

/// As open_record, but refuses a record of another manifest than the one with this hash.
Result<Record> open_record_of(const std::filesystem::path& directory, Quorum quorum,
                              const Bytes32& expected_manifest_hash);

/// Applies all entries and checks the root: every rule but the ballots' proofs and the trustees'
/// mathematics.
Result<log::ElectionState> read_state(const Record& record);

/// What a device checks before it encrypts anything (docs/protocol.md sections 5 and 6): the
/// manifest is the one that the voter was told, under a checkpoint with the witness quorum; all
/// trustees' confirmations are of the keys that follow from the reveals; so is the opening.
struct DeviceView {
  Record record;
  log::ElectionState state;  // just after the opening
  std::shared_ptr<const ballot::ElectionContext> context;
};
Result<DeviceView> open_for_device(const std::filesystem::path& directory,
                                   const Bytes32& expected_manifest_hash);

}  // namespace viche::app
