#include "bulletin/store/restore.h"

#include <algorithm>

#include "bulletin/log/log_reader.h"

namespace viche::store {

namespace {

using log::HashedEntry;
using log::HashTile;
using log::Tile;
using log::TreeHead;

// Entries in one transaction: a multiple of a tile's width.
constexpr std::size_t kChunk = 16 * log::kTileWidth;

class Restoration {
 public:
  Restoration(LogStore& store, const std::filesystem::path& directory, const TreeHead& head,
              RestoreOptions options)
      : store_(store), directory_(directory), head_(head), options_(std::move(options)) {
    std::sort(options_.known.begin(), options_.known.end(),
              [](const KnownHead& a, const KnownHead& b) { return a.head.size < b.head.size; });
  }

  Result<void> run() {
    VICHE_TRY(refuse_if_behind());
    log::EntryStream stream(directory_, head_);
    while (true) {
      VICHE_ASSIGN(const std::vector<HashedEntry> block, stream.next_block());
      if (block.empty()) return flush();
      VICHE_TRY(check_leaves(block));
      if (options_.visit) VICHE_TRY(options_.visit(block));
      for (const HashedEntry& entry : block) {
        edge_.append(entry.leaf);
        chunk_.emplace_back(entry.bytes.begin(), entry.bytes.end());
        VICHE_TRY(check_known());
      }
      if (chunk_.size() >= kChunk) VICHE_TRY(flush());
    }
  }

 private:
  Result<void> refuse_if_behind() const {
    if (options_.known.empty() || options_.known.back().head.size <= head_.size) return {};
    const KnownHead& last = options_.known.back();
    return Error{"the log had " + std::to_string(last.head.size) + " entries, but the record in " +
                     directory_.root().string() + " holds " + std::to_string(head_.size) +
                     ": it is older. Find a copy with all of them",
                 last.where};
  }

  /// The entries of one bundle against the hash tile above them, so that a damaged file is named.
  Result<void> check_leaves(std::span<const HashedEntry> block) {
    const std::uint64_t first = edge_.head().size;
    VICHE_ASSIGN(const Tile tile,
                 log::tile_at(Tile::Kind::kHashes, 0, first / log::kTileWidth, head_.size));
    VICHE_ASSIGN(const std::vector<log::Hash> leaves, directory_.hashes(tile));
    for (std::size_t i = 0; i < block.size(); ++i) {
      if (block[i].leaf == leaves[i]) continue;
      Tile bundle = tile;
      bundle.kind = Tile::Kind::kEntries;
      return Error{"entry " + std::to_string(first + i) + " does not have its hash in " +
                       tile.path() + ": one of the two files is damaged",
                   (directory_.root() / bundle.path()).string()};
    }
    return {};
  }

  Result<void> check_known() {
    for (; next_known_ < options_.known.size(); ++next_known_) {
      const KnownHead& known = options_.known[next_known_];
      if (known.head.size > edge_.head().size) return {};
      if (known.head.root != edge_.head().root) {
        return Error{"the record in " + directory_.root().string() + " had another root at " +
                         std::to_string(known.head.size) +
                         " entries: two histories of one log. Keep both as evidence, and go on "
                         "with neither",
                     known.where};
      }
    }
    return {};
  }

  Result<void> flush() {
    if (chunk_.empty()) return {};
    const std::vector<HashTile> tiles = edge_.take_changed();
    for (const HashTile& made : tiles) {
      // Those of the leaves were compared before; a partial one of a smaller size may be gone.
      if (made.tile.level == 0 || !(made.tile.is_full() || edge_.head() == head_)) continue;
      VICHE_ASSIGN(const std::vector<log::Hash> hashes, directory_.hashes(made.tile));
      if (hashes != made.hashes) {
        return Error{"does not follow from the entries",
                     (directory_.root() / made.tile.path()).string()};
      }
    }
    VICHE_TRY(store_.load(loaded_, chunk_, tiles, edge_.head()));
    loaded_ = edge_.head();
    chunk_.clear();
    return {};
  }

  LogStore& store_;
  log::LogDirectory directory_;
  TreeHead head_;
  RestoreOptions options_;
  log::TileEdge edge_;
  std::vector<Bytes> chunk_;  // of the last entries of edge_: those after loaded_
  TreeHead loaded_;
  std::size_t next_known_ = 0;
};

}  // namespace

Result<void> restore_store(LogStore& store, const std::filesystem::path& directory,
                           const SignedHead& newest, RestoreOptions options) {
  VICHE_TRY(Restoration(store, directory, newest.head, std::move(options)).run());
  VICHE_ASSIGN(const bool swapped, store.swap_checkpoint(std::nullopt, newest.head, newest.note));
  if (!swapped) return Error{"another writer signed a checkpoint", "store"};
  if (newest.cosigning == SignedHead::Cosigning::kPending) return {};
  return store.store_cosigned(newest.head, newest.note);
}

}  // namespace viche::store
