#include "bulletin/log/witness_state.h"

#include "bulletin/log/checkpoint.h"
#include "bulletin/log/durable_file.h"
#include "crypto/group/hash.h"

namespace viche::log {

namespace {

constexpr std::size_t kMaxStateSize = 8 * 1024;

}  // namespace

Result<FileWitnessState> FileWitnessState::open(const std::filesystem::path& directory) {
  VICHE_TRY(create_directories_durably(directory));
  VICHE_ASSIGN(FileLock lock, FileLock::acquire(directory / "lock"));
  return FileWitnessState(directory, std::move(lock));
}

std::filesystem::path FileWitnessState::file_of(std::string_view origin) const {
  return directory_ / to_hex(sha256(as_bytes(origin)));  // an origin is no file name
}

Result<std::optional<TreeHead>> FileWitnessState::latest(std::string_view origin) {
  const std::filesystem::path file = file_of(origin);
  std::error_code failure;
  const bool exists = std::filesystem::exists(file, failure);
  if (failure) return Error{failure.message(), file.string()};
  if (!exists) return std::optional<TreeHead>();
  VICHE_ASSIGN(const Bytes bytes, read_file(file, kMaxStateSize));
  const Result<Checkpoint> checkpoint = Checkpoint::decode(as_text(bytes));
  if (!checkpoint) return checkpoint.error().at(file.string());
  if (checkpoint->origin != origin) return Error{"the state of another log", file.string()};
  return std::optional<TreeHead>(checkpoint->head);
}

Result<bool> FileWitnessState::compare_and_swap(std::string_view origin,
                                                const std::optional<TreeHead>& expected,
                                                const TreeHead& next) {
  VICHE_ASSIGN(const std::optional<TreeHead> current, latest(origin));
  if (current != expected) return false;
  const Checkpoint record{std::string(origin), next};
  VICHE_TRY(write_file_durably(file_of(origin), as_bytes(record.text())));
  return true;
}

}  // namespace viche::log
