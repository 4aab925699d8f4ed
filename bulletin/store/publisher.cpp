#include "bulletin/store/publisher.h"

#include <algorithm>
#include <set>
#include <vector>

#include "bulletin/log/durable_file.h"

namespace viche::store {

namespace {

namespace fs = std::filesystem;
using log::Tile;
using log::TreeHead;

// What is held in memory while tiles are written: their syncs run side by side.
constexpr std::size_t kFilesAtOnce = 32;
constexpr std::size_t kBytesAtOnce = std::size_t{32} << 20;

Result<Bytes> contents_of(LogStore& store, const Tile& tile) {
  if (tile.kind == Tile::Kind::kEntries) {
    VICHE_ASSIGN(const std::vector<Bytes> entries, store.entries(tile.begin(), tile.width));
    return log::encode_bundle(entries);
  }
  VICHE_ASSIGN(const std::vector<log::Hash> hashes, store.hashes(tile));
  return log::encode_hashes(hashes);
}

/// Creates `directory`, which is below `root`, and adds it and its parents up to `root` to those to
/// be synced.
Result<void> make_directories(const fs::path& directory, const fs::path& root,
                              std::set<fs::path>& to_sync) {
  if (!to_sync.insert(directory).second) return {};
  if (directory != root) VICHE_TRY(make_directories(directory.parent_path(), root, to_sync));
  std::error_code failure;
  fs::create_directory(directory, failure);
  if (failure) return Error{"cannot create: " + failure.message(), directory.string()};
  return {};
}

/// All files below a directory, none if there is no such directory.
Result<std::vector<fs::path>> files_below(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code failure;
  if (!fs::exists(directory, failure)) return files;
  fs::recursive_directory_iterator entry(directory, failure);
  for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
    if (!entry->is_directory(failure)) files.push_back(entry->path());
  }
  if (failure) return Error{failure.message(), directory.string()};
  return files;
}

Result<void> remove_file(const fs::path& path) {
  std::error_code failure;
  fs::remove(path, failure);
  if (failure) return Error{"cannot remove: " + failure.message(), path.string()};
  return {};
}

}  // namespace

Result<Publisher> Publisher::open(const fs::path& directory, std::string_view origin,
                                  FaultHook fault) {
  VICHE_TRY(log::create_directories_durably(directory));
  VICHE_ASSIGN(const std::vector<fs::path> files, files_below(directory));
  for (const fs::path& file : files) {
    if (log::is_temporary_name(file)) VICHE_TRY(remove_file(file));
  }
  Publisher publisher(directory, std::move(fault));
  const fs::path checkpoint_file = directory / log::kCheckpointFile;
  if (std::find(files.begin(), files.end(), checkpoint_file) != files.end()) {
    VICHE_ASSIGN(publisher.published_note_, log::LogDirectory(directory).checkpoint());
    Result<log::Note> note = log::Note::decode(publisher.published_note_);
    if (!note) return note.error().at(checkpoint_file.string());
    Result<log::Checkpoint> checkpoint = log::Checkpoint::decode(note->text);
    if (!checkpoint) return checkpoint.error().at(checkpoint_file.string());
    if (checkpoint->origin != origin) {
      return Error{"the directory holds another log: " + checkpoint->origin,
                   checkpoint_file.string()};
    }
    publisher.published_ = checkpoint->head;
  }
  return publisher;
}

Result<void> Publisher::check_prefix(LogStore& store, const TreeHead& next) const {
  if (!published_) return {};
  const auto refuse = [&](const char* reason) {
    return Error{reason, (directory_ / log::kCheckpointFile).string()};
  };
  if (published_->size > next.size) return refuse("the directory is ahead of the store");
  log::TileHashReader tree(store, next.size);
  VICHE_ASSIGN(const log::Frontier frontier, log::read_frontier(tree, published_->size));
  if (frontier.root() != published_->root) return refuse("the directory's root is not the store's");
  return {};
}

Result<void> Publisher::write_tiles(LogStore& store, std::uint64_t old_size,
                                    std::uint64_t size) const {
  std::set<fs::path> directories;
  std::vector<log::FileContents> files;
  std::size_t pending = 0;  // bytes
  const auto write_pending = [&]() -> Result<void> {
    VICHE_TRY(log::replace_files(files, [&] { reach(fault_, FaultPoint::kFileWritten); }));
    files.clear();
    pending = 0;
    return {};
  };
  for (const Tile& tile : log::new_tiles(old_size, size)) {
    const fs::path path = directory_ / tile.path();
    VICHE_TRY(make_directories(path.parent_path(), directory_, directories));
    VICHE_ASSIGN(Bytes bytes, contents_of(store, tile));
    pending += bytes.size();
    files.push_back({path, std::move(bytes)});
    if (files.size() == kFilesAtOnce || pending >= kBytesAtOnce) VICHE_TRY(write_pending());
  }
  VICHE_TRY(write_pending());
  const std::vector<fs::path> changed(directories.begin(), directories.end());
  VICHE_TRY(log::sync_directories(changed));
  reach(fault_, FaultPoint::kTilesPublished);
  return {};
}

Result<void> Publisher::remove_completed_partials(std::uint64_t old_size,
                                                  std::uint64_t size) const {
  for (const Tile& old_tile : log::partial_tiles_of(old_size)) {
    VICHE_ASSIGN(const Tile now, log::tile_at(old_tile.kind, old_tile.level, old_tile.index, size));
    if (!now.is_full()) continue;
    const fs::path partials = (directory_ / old_tile.path()).parent_path();  // .../067.p
    std::error_code failure;
    fs::remove_all(partials, failure);
    if (failure) return Error{"cannot remove: " + failure.message(), partials.string()};
    reach(fault_, FaultPoint::kPartialRemoved);
  }
  return {};
}

Result<void> Publisher::publish(LogStore& store, const SignedHead& head) {
  if (published_ == head.head && published_note_ == head.note) return {};
  VICHE_TRY(check_prefix(store, head.head));
  const std::uint64_t old_size = published_ ? published_->size : 0;
  VICHE_TRY(write_tiles(store, old_size, head.head.size));
  VICHE_TRY(log::write_file_durably(directory_ / log::kCheckpointFile, as_bytes(head.note)));
  published_ = head.head;
  published_note_ = head.note;
  reach(fault_, FaultPoint::kCheckpointPublished);
  return remove_completed_partials(old_size, head.head.size);
}

Result<void> Publisher::prune() {
  if (!published_) return Error{"nothing has been published", directory_.string()};
  std::set<std::string> needed{std::string(log::kCheckpointFile)};
  for (const Tile& tile : log::tiles_of(published_->size)) needed.insert(tile.path());

  VICHE_ASSIGN(const std::vector<fs::path> files, files_below(directory_));
  std::set<fs::path> emptied;
  for (const fs::path& file : files) {
    const std::string name = file.lexically_relative(directory_).generic_string();
    if (needed.erase(name) == 1) continue;
    const Result<Tile> tile = Tile::parse(name);
    if (!tile || tile->is_full()) return Error{"the file is no part of this log", file.string()};
    VICHE_TRY(remove_file(file));
    emptied.insert(file.parent_path());
  }
  if (!needed.empty()) return Error{"the file is missing", (directory_ / *needed.begin()).string()};
  for (const fs::path& directory : emptied) {
    std::error_code not_empty;  // a partial tile that is needed lives there: it stays
    fs::remove(directory, not_empty);
    VICHE_TRY(log::sync_directory(directory.parent_path()));
  }
  return {};
}

}  // namespace viche::store
