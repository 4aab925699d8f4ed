#include "apps/common/record.h"

#include "apps/common/cli.h"
#include "bulletin/log/checkpoint.h"
#include "tally/ceremony.h"

namespace viche::app {
namespace {

namespace fs = std::filesystem;

/// The manifest's bytes from the first entries, unproved.
Result<Bytes> first_statement(const fs::path& directory) {
  const log::LogDirectory log(directory);
  VICHE_ASSIGN(const std::string text, log.checkpoint());
  VICHE_ASSIGN(const log::Note note, log::Note::decode(text));
  VICHE_ASSIGN(const log::Checkpoint checkpoint, log::Checkpoint::decode(note.text));
  VICHE_ASSIGN(const log::Tile tile,
               log::tile_at(log::Tile::Kind::kEntries, 0, 0, checkpoint.head.size));
  VICHE_ASSIGN(const log::EntryBundle bundle, log.entries(tile));
  log::StatementAssembler assembler;
  for (const ByteView entry : bundle.entries) {
    VICHE_ASSIGN(std::optional<log::Statement> statement, assembler.add(entry));
    if (!statement) continue;
    if (statement->type != log::EntryType::kManifest) break;
    return std::move(statement->body);
  }
  return Error{"the first entries are not a manifest", ""};
}

Result<Record> open_with_manifest(const fs::path& directory, Quorum quorum) {
  VICHE_ASSIGN(Bytes bytes, first_statement(directory));
  VICHE_ASSIGN(ballot::Manifest manifest, ballot::parse_manifest(bytes));
  const Bytes32 hash = ballot::manifest_hash(bytes);
  VICHE_ASSIGN(log::LogPolicy policy, policy_of(manifest, hash));
  VICHE_ASSIGN(const log::LogPolicy asked,
               policy.with_quorum(quorum == Quorum::kManifest ? policy.quorum() : 0));
  VICHE_ASSIGN(log::LogReader reader, log::LogReader::open(directory, asked));
  return Record{std::move(bytes), std::move(manifest), hash, std::move(policy), std::move(reader)};
}

}  // namespace

Result<log::LogPolicy> policy_of(const ballot::Manifest& manifest, const Bytes32& manifest_hash) {
  VICHE_ASSIGN(log::VerifierKey log_key,
               log::VerifierKey::create(log::election_origin(manifest_hash),
                                        log::SignatureType::kEd25519, manifest.log_key));
  std::vector<log::VerifierKey> witnesses;
  for (const ballot::Official& witness : manifest.witnesses.members) {
    VICHE_ASSIGN(
        log::VerifierKey key,
        log::VerifierKey::create(witness.name, log::SignatureType::kCosignature, witness.key));
    witnesses.push_back(std::move(key));
  }
  return log::LogPolicy::create(std::move(log_key), std::move(witnesses),
                                manifest.witnesses.quorum);
}

const log::VerifierKey* find_witness(const log::LogPolicy& policy, const Ed25519PublicKey& key) {
  const log::VerifierKey* found = nullptr;
  for (const log::VerifierKey& known : policy.keys()) {
    if (known.type == log::SignatureType::kCosignature && known.key == key) found = &known;
  }
  return found;
}

void require_record(const fs::path& directory) {
  std::error_code ignored;
  if (!fs::is_regular_file(directory / log::kCheckpointFile, ignored)) {
    throw EnvironmentError(directory.string() + ": no record here (no file `checkpoint`)");
  }
}

Result<Record> open_record(const fs::path& directory, Quorum quorum) {
  require_record(directory);
  Result<Record> record = open_with_manifest(directory, quorum);
  if (!record) return record.error().at(directory.string());
  return record;
}

Result<Record> open_record_of(const fs::path& directory, Quorum quorum,
                              const Bytes32& expected_manifest_hash) {
  VICHE_ASSIGN(Record record, open_record(directory, quorum));
  if (record.manifest_hash != expected_manifest_hash) {
    return Error{"the record is of another manifest, " + to_hex(record.manifest_hash) + ", not " +
                     to_hex(expected_manifest_hash),
                 directory.string()};
  }
  return record;
}

Result<log::ElectionState> read_state(const Record& record) {
  log::ElectionState state;
  log::EntryStream stream = record.reader.stream();
  while (true) {
    VICHE_ASSIGN(const std::vector<log::HashedEntry> block, stream.next_block());
    if (block.empty()) return state;
    VICHE_TRY(state.apply_all(block, [](const auto&, ByteView) { return Result<void>(); }));
  }
}

Result<DeviceView> open_for_device(const fs::path& directory,
                                   const Bytes32& expected_manifest_hash) {
  VICHE_ASSIGN(Record record, open_record_of(directory, Quorum::kManifest, expected_manifest_hash));
  log::ElectionState state;
  log::EntryStream stream = record.reader.stream();
  while (state.phase() < log::Phase::kVoting) {
    VICHE_ASSIGN(const std::optional<log::StreamedEntry> entry, stream.next());
    if (!entry) return Error{"the election has not been opened yet", directory.string()};
    const Result<log::Applied> applied = state.apply(entry->bytes, entry->leaf_hash);
    if (!applied) return applied.error().at("entry " + std::to_string(entry->index));
  }
  VICHE_ASSIGN(const log::TreeHead head, record.reader.head_at(state.size()));
  if (head != state.head()) {
    return Error{"its entries are not those of its checkpoint", directory.string()};
  }
  VICHE_ASSIGN(log::ElectionKeys keys, tally::election_keys(state));
  VICHE_TRY(tally::check_confirms(state, keys));
  if (state.opening()->keys_root != keys.root()) {
    return Error{"the opening names other keys than the trustees confirmed", directory.string()};
  }
  auto context = std::make_shared<const ballot::ElectionContext>(*state.election(), state.layout(),
                                                                 std::move(keys.Y));
  return DeviceView{std::move(record), std::move(state), std::move(context)};
}

}  // namespace viche::app
