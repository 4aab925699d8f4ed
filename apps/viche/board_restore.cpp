#include "apps/viche/board_restore.h"

#include "apps/common/board_directory.h"
#include "apps/common/cli.h"
#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/common/record.h"
#include "bulletin/log/durable_file.h"
#include "bulletin/log/proof.h"
#include "bulletin/store/restore.h"

namespace viche::app {
namespace {

constexpr const char* kUnfinished = "restoring";

/// The checkpoint's head, under the log's signature.
Result<log::TreeHead> read_known_head(const fs::path& file, const log::LogPolicy& log_alone) {
  const Bytes bytes = read_input(file, std::size_t{1} << 20);
  std::string text(as_text(bytes));
  if (const auto receipt = log::Receipt::decode(text)) text = receipt->checkpoint.encode();
  VICHE_ASSIGN(const log::VerifiedCheckpoint opened, log::open_checkpoint(text, log_alone));
  return opened.checkpoint.head;
}

Result<std::vector<store::KnownHead>> read_known_heads(const std::vector<fs::path>& files,
                                                       const log::LogPolicy& log_alone) {
  std::vector<store::KnownHead> heads;
  for (const fs::path& file : files) {
    const Result<log::TreeHead> head = read_known_head(file, log_alone);
    if (!head) return head.error().at(file.string());
    heads.push_back({*head, file.string()});
  }
  return heads;
}

/// As the store keeps it. Below the quorum the log's signature alone is kept: witnesses are asked
/// again.
store::SignedHead signed_head(const log::VerifiedCheckpoint& checkpoint,
                              const log::LogPolicy& policy) {
  using Cosigning = store::SignedHead::Cosigning;
  if (policy.quorum() > 0 && checkpoint.cosignatures.size() >= policy.quorum()) {
    return {checkpoint.checkpoint.head, checkpoint.note.encode(), Cosigning::kDone};
  }
  log::Note note = checkpoint.note;
  std::erase_if(note.signatures, [&](const log::NoteSignature& signature) {
    return !log::is_by(signature, policy.log());
  });
  return {checkpoint.checkpoint.head, note.encode(), Cosigning::kPending};
}

/// The store in `directory`, closed again: the state after its entries.
Result<log::ElectionState> fill_store(const fs::path& directory, const BoardIdentity& identity,
                                      const log::LogReader& record,
                                      const fs::path& record_directory,
                                      std::vector<store::KnownHead> known) {
  log::ElectionState state;
  Progress progress("reading the record", record.size());
  store::RestoreOptions options;
  options.known = std::move(known);
  options.visit = [&](std::span<const log::HashedEntry> entries) -> Result<void> {
    VICHE_TRY(state.apply_all(entries, [](const auto&, ByteView) { return Result<void>(); }));
    progress.update(state.size());
    return {};
  };
  const Result<void> restored =
      store::restore_store(*create_store(directory, identity), record_directory,
                           signed_head(record.checkpoint(), identity.policy), std::move(options));
  if (!restored) return restored.error();
  const auto refuse = [&](const std::string& reason) {
    return Error{reason, record_directory.string()};
  };
  if (state.manifest_hash() != identity.manifest_hash) {
    return refuse("its first entry is another manifest");
  }
  if (!state.between_entries()) return refuse("it ends where " + state.describe());
  if (fs::exists((directory / kStoreFile).string() + "-wal")) {
    throw EnvironmentError((directory / kStoreFile).string() + ": SQLite could not finish it");
  }
  return state;
}

}  // namespace

Result<Restored> restore_board(const fs::path& directory, const RestoreInputs& inputs) {
  VICHE_ASSIGN(const BoardIdentity identity, read_identity(inputs.manifest, inputs.log_key));
  VICHE_TRY(check_same_board(directory, identity));
  if (fs::exists(directory / kStoreFile)) {
    throw EnvironmentError((directory / kStoreFile).string() +
                           ": exists already; a store is made again only where it is lost");
  }
  const log::LogPolicy& policy = identity.policy;
  VICHE_ASSIGN(const log::LogPolicy log_alone, policy.with_quorum(0));
  VICHE_ASSIGN(std::vector<store::KnownHead> known, read_known_heads(inputs.at_least, log_alone));
  require_record(inputs.record);
  VICHE_ASSIGN(const log::LogReader record, log::LogReader::open(inputs.record, log_alone));

  make_private_directory(directory);
  const fs::path unfinished = directory / kUnfinished;
  fs::remove_all(unfinished);
  make_private_directory(unfinished);
  Result<log::ElectionState> state =
      fill_store(unfinished, identity, record, inputs.record, std::move(known));
  if (!state) {
    fs::remove_all(unfinished);
    return state.error();
  }
  write_identity(directory, identity);
  // The store comes last: without it nothing starts, and this can be repeated.
  fs::rename(unfinished / kStoreFile, directory / kStoreFile);
  if (const auto synced = log::sync_directory(directory); !synced) {
    throw EnvironmentError(synced.error().message());
  }
  fs::remove_all(unfinished);
  return Restored{state->head(), state->describe(), record.checkpoint().cosignatures.size(),
                  policy.quorum()};
}

}  // namespace viche::app
