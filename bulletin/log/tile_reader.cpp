#include "bulletin/log/tile_reader.h"

#include <algorithm>

#include "bulletin/log/durable_file.h"

namespace viche::log {

namespace {

constexpr std::size_t kMaxHashTileSize = kTileWidth * sizeof(Hash);
constexpr std::size_t kMaxBundleSize = kTileWidth * (sizeof(std::uint16_t) + kMaxEntrySize);

}  // namespace

Result<Hash> TileHashReader::subtree(unsigned level, std::uint64_t index) {
  const unsigned tile_level = level / kTileHeight;
  const unsigned height = level % kTileHeight;  // above the tile's own hashes
  const std::uint64_t first = index << height;
  const std::uint64_t count = std::uint64_t{1} << height;
  VICHE_ASSIGN(const Tile tile,
               tile_at(Tile::Kind::kHashes, tile_level, first / kTileWidth, size_));
  const std::uint64_t offset = first - tile.begin();
  if (offset + count > tile.width)
    return Error{"a subtree beyond the end of the tree", tile.path()};

  const bool last = tile.begin() + tile.width == level_width(tile_level, size_);
  CachedTile& cached = cache_[{tile_level, last}];
  if (cached.index != tile.index || cached.width != tile.width) {
    VICHE_ASSIGN(std::vector<Hash> hashes, tiles_->hashes(tile));
    if (hashes.size() != tile.width) return Error{"a tile of another width", tile.path()};
    cached = CachedTile{tile.index, tile.width, {}};
    cached.nodes[0] = std::move(hashes);
  }
  for (unsigned h = 1; h <= height; ++h) {
    if (!cached.nodes[h].empty()) continue;
    const std::vector<Hash>& below = cached.nodes[h - 1];
    for (std::size_t i = 0; i + 1 < below.size(); i += 2) {
      cached.nodes[h].push_back(hash_node(below[i], below[i + 1]));
    }
  }
  return cached.nodes[height][offset / count];
}

Result<Bytes> LogDirectory::read(const Tile& tile, std::size_t limit, Tile& found) const {
  found = tile;
  Result<Bytes> bytes = read_file(root_ / tile.path(), limit);
  std::error_code ignored;
  if (bytes || tile.is_full() || !std::filesystem::exists(root_ / tile.full().path(), ignored)) {
    return bytes;
  }
  found = tile.full();
  return read_file(root_ / found.path(), limit);
}

Result<std::vector<Hash>> LogDirectory::hashes(const Tile& tile) {
  Tile found;
  VICHE_ASSIGN(const Bytes bytes, read(tile, kMaxHashTileSize, found));
  Result<std::vector<Hash>> hashes = decode_hashes(bytes, found.width);
  if (!hashes) return hashes.error().at((root_ / found.path()).string());
  hashes->resize(tile.width);
  return hashes;
}

Result<EntryBundle> LogDirectory::entries(const Tile& tile) const {
  Tile found;
  VICHE_ASSIGN(Bytes bytes, read(tile, kMaxBundleSize, found));
  Result<std::vector<ByteView>> entries = decode_bundle(bytes, found.width);
  if (!entries) return entries.error().at((root_ / found.path()).string());
  entries->resize(tile.width);
  return EntryBundle(std::move(bytes), std::move(*entries));
}

Result<std::string> LogDirectory::checkpoint() const {
  VICHE_ASSIGN(const Bytes bytes, read_file(root_ / kCheckpointFile, kMaxCheckpointSize));
  return std::string(as_text(bytes));
}

}  // namespace viche::log
