#pragma once
// A log with its store, publication and witnesses, as the store's tests open and reopen it.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bulletin/log/log_reader.h"
#include "bulletin/store/sequencer.h"
#include "bulletin/store/sqlite_log_store.h"
#include "tests/bulletin/support/log_samples.h"

namespace viche::store::test {

inline constexpr const char* kOrigin = "viche/v1/sample";
/// Small logs too have their write-ahead log copied beside their commits.
inline constexpr int kFewPages = 4;

inline log::LogPolicy policy() {
  return log::LogPolicy::create(log::test::verifier_key(kOrigin, log::SignatureType::kEd25519, 1),
                                {}, 0)
      .value();
}

inline CheckpointSigner log_signer() {
  const auto key = std::make_shared<Ed25519Signer>(log::test::signer(1));
  return [key](const log::Checkpoint& checkpoint) { return sign_checkpoint(checkpoint, *key); };
}

/// What one process has open. `base` holds `log.db` and `public/`.
class OpenLog {
 public:
  struct Parts {
    CheckpointSigner signer = log_signer();
    Cosigner cosigner = {};
    FaultHook fault = {};
    std::string vfs = {};
  };

  static Result<std::unique_ptr<OpenLog>> open(const std::filesystem::path& base, Parts parts) {
    auto log = std::make_unique<OpenLog>();
    VICHE_ASSIGN(log->store_, SqliteLogStore::open(base / "log.db", kOrigin,
                                                   SqliteLogStore::Mode::kCreateIfMissing,
                                                   {parts.fault, parts.vfs, {}, kFewPages}));
    VICHE_ASSIGN(log->publisher_, Publisher::open(base / "public", kOrigin, parts.fault));
    VICHE_ASSIGN(log->sequencer_,
                 Sequencer::open(*log->store_, *log->publisher_, kOrigin, std::move(parts.signer),
                                 {std::move(parts.cosigner), std::move(parts.fault)}));
    return log;
  }
  static Result<std::unique_ptr<OpenLog>> open(const std::filesystem::path& base) {
    return open(base, Parts{});
  }

  SqliteLogStore& store() { return *store_; }
  Publisher& publisher() { return *publisher_; }
  Sequencer& sequencer() { return *sequencer_; }

 private:
  std::unique_ptr<SqliteLogStore> store_;
  std::optional<Publisher> publisher_;
  std::optional<Sequencer> sequencer_;
};

/// The size of the published log, all of whose entries are the sample's; fails if one is not or a
/// file is wrong.
inline Result<std::uint64_t> published_sample_size(const std::filesystem::path& base,
                                                   const log::LogPolicy& accepted) {
  VICHE_ASSIGN(const log::LogReader reader, log::LogReader::open(base / "public", accepted));
  log::EntryStream stream = reader.stream();
  while (true) {
    VICHE_ASSIGN(const std::optional<log::StreamedEntry> entry, stream.next());
    if (!entry) return reader.size();
    const Bytes expected = log::test::sample_entry(entry->index);
    if (!std::equal(expected.begin(), expected.end(), entry->bytes.begin(), entry->bytes.end())) {
      return Error{"another entry", std::to_string(entry->index)};
    }
  }
}

/// The relative paths of all files below a directory, sorted.
inline std::vector<std::string> files_below(const std::filesystem::path& directory) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_directory()) {
      files.push_back(entry.path().lexically_relative(directory).generic_string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace viche::store::test
