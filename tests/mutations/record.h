#pragma once
// A record as files: entries, tiles, checkpoint with cosignatures (docs/protocol.md section 10).

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "bulletin/log/checkpoint.h"
#include "bulletin/log/merkle_proof.h"
#include "tests/mutations/plan.h"

namespace viche::mutations {

using Files = std::map<std::string, Bytes>;  // by path below the record's directory

/// As Hooks of the forge, for the way from entries to files.
struct RecordHooks {
  std::function<void(std::vector<Bytes>&)> entries;
  std::function<void(log::Checkpoint&)> checkpoint;  // before it is signed
  std::function<void(log::Note&)> note;              // with all signature lines
  std::function<void(Files&)> files;
};

struct Record {
  std::vector<Bytes> entries;
  std::string origin;
  Bytes32 election{};
  Files files;
};

/// Publishes entries: their tiles, a checkpoint signed by the log and cosigned by all witnesses.
Record publish(std::vector<Bytes> entries, const std::string& origin, const SigningKeys& keys,
               const RecordHooks& hooks);

/// The checkpoint of the log's first `size` entries, signed by the log and the first `witnesses`
/// witnesses.
log::Note checkpoint_note(const std::vector<Bytes>& entries, std::uint64_t size,
                          const std::string& origin, const SigningKeys& keys,
                          std::size_t witnesses);

/// A receipt of entry `index` under such a checkpoint.
std::string receipt(const Record& record, std::uint64_t index, std::uint64_t size,
                    const SigningKeys& keys, std::size_t witnesses);

void write(const Files& files, const std::filesystem::path& directory);

}  // namespace viche::mutations
