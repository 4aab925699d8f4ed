#include "bulletin/log/witness_state.h"

#include <algorithm>

#include "bulletin/log/durable_file.h"
#include "crypto/group/hash.h"

namespace viche::log {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxStateSize = 8 * 1024;
constexpr const char* kForks = "forks";
constexpr std::size_t kMaxForkSize = 256 * 1024;
/// Whoever has the log's key could make any number.
constexpr std::size_t kForksOfOneLog = 16;

/// A text that is no file name.
std::string name_of(std::string_view text) { return to_hex(sha256(as_bytes(text))); }

Result<std::vector<Fork>> read_forks(const fs::path& directory) {
  std::vector<Fork> forks;
  std::error_code failure;
  if (!fs::exists(directory, failure)) return forks;
  std::vector<fs::path> files;
  fs::recursive_directory_iterator entry(directory, failure);
  for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
    if (entry->is_regular_file(failure) && !is_temporary_name(entry->path())) {
      files.push_back(entry->path());
    }
  }
  if (failure) return Error{failure.message(), directory.string()};
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    VICHE_ASSIGN(const Bytes bytes, read_file(file, kMaxForkSize));
    Result<Fork> fork = Fork::decode(as_text(bytes));
    if (!fork) return fork.error().at(file.string());
    forks.push_back(std::move(*fork));
  }
  return forks;
}

}  // namespace

Result<FileWitnessState> FileWitnessState::open(const fs::path& directory) {
  VICHE_TRY(create_directories_durably(directory));
  VICHE_ASSIGN(FileLock lock, FileLock::acquire(directory / "lock"));
  FileWitnessState state(directory, std::move(lock));
  VICHE_ASSIGN(state.forks_, read_forks(directory / kForks));
  return state;
}

fs::path FileWitnessState::file_of(std::string_view origin) const {
  return directory_ / name_of(origin);
}

Result<std::optional<SeenCheckpoint>> FileWitnessState::latest(std::string_view origin) {
  const fs::path file = file_of(origin);
  std::error_code failure;
  const bool exists = fs::exists(file, failure);
  if (failure) return Error{failure.message(), file.string()};
  if (!exists) return std::optional<SeenCheckpoint>();
  VICHE_ASSIGN(const Bytes bytes, read_file(file, kMaxStateSize));
  Result<Note> note = Note::decode(as_text(bytes));
  if (!note) return note.error().at(file.string());
  const Result<Checkpoint> checkpoint = Checkpoint::decode(note->text);
  if (!checkpoint) return checkpoint.error().at(file.string());
  if (checkpoint->origin != origin) return Error{"the state of another log", file.string()};
  return std::optional(SeenCheckpoint{checkpoint->head, std::move(*note)});
}

Result<bool> FileWitnessState::compare_and_swap(std::string_view origin,
                                                const std::optional<TreeHead>& expected,
                                                const SeenCheckpoint& next) {
  VICHE_ASSIGN(const std::optional<SeenCheckpoint> current, latest(origin));
  if ((current ? std::optional(current->head) : std::nullopt) != expected) return false;
  VICHE_TRY(write_file_durably(file_of(origin), as_bytes(next.note.encode())));
  return true;
}

Result<bool> FileWitnessState::keep_fork(std::string_view origin, const Fork& fork) {
  const fs::path directory = directory_ / kForks / name_of(origin);
  VICHE_TRY(create_directories_durably(directory));
  const fs::path file = directory / name_of(fork.other.checkpoint.text);
  std::error_code failure;
  const bool known = fs::exists(file, failure);
  const auto kept = std::distance(fs::directory_iterator(directory, failure), {});
  if (failure) return Error{failure.message(), directory.string()};
  if (known || kept >= static_cast<std::ptrdiff_t>(kForksOfOneLog)) return false;
  VICHE_TRY(write_file_durably(file, as_bytes(fork.encode())));
  forks_.push_back(fork);
  return true;
}

}  // namespace viche::log
