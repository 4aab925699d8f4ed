#include "bulletin/log/tile_edge.h"

#include <algorithm>
#include <utility>

namespace viche::log {

Result<TileEdge> TileEdge::restore(HashTiles& tiles, const TreeHead& head) {
  TileEdge edge;
  TileHashReader tree(tiles, head.size);
  VICHE_ASSIGN(edge.frontier_, read_frontier(tree, head.size));
  if (edge.frontier_.root() != head.root) {
    return Error{"the stored hashes do not have the stored root",
                 "tree of " + std::to_string(head.size)};
  }
  for (const Tile& tile : partial_tiles_of(head.size)) {
    if (tile.kind != Tile::Kind::kHashes) continue;
    edge.partial_.resize(std::max<std::size_t>(edge.partial_.size(), tile.level + 1));
    VICHE_ASSIGN(edge.partial_[tile.level], tiles.hashes(tile));
  }
  edge.taken_size_ = head.size;
  return edge;
}

void TileEdge::append(const Hash& leaf_hash) {
  push(0, leaf_hash);
  frontier_.append(leaf_hash);
}

void TileEdge::push(unsigned level, const Hash& hash) {
  if (level >= partial_.size()) partial_.resize(level + 1);
  partial_[level].push_back(hash);
  if (partial_[level].size() < kTileWidth) return;
  // frontier_ has not counted this leaf yet: the number of full tiles before this one.
  const std::uint64_t index = level_width(level + 1, frontier_.size());
  const Hash root = merkle_root(partial_[level]);
  completed_.push_back(
      {Tile{Tile::Kind::kHashes, level, index, kTileWidth}, std::exchange(partial_[level], {})});
  push(level + 1, root);
}

std::vector<HashTile> TileEdge::take_changed() {
  std::vector<HashTile> changed = std::exchange(completed_, {});
  const std::uint64_t size = frontier_.size();
  for (unsigned level = 0; level < partial_.size(); ++level) {
    const std::uint64_t width = level_width(level, size);
    if (partial_[level].empty() || width == level_width(level, taken_size_)) continue;
    const Tile tile{Tile::Kind::kHashes, level, width / kTileWidth,
                    static_cast<unsigned>(width % kTileWidth)};
    changed.push_back({tile, partial_[level]});
  }
  taken_size_ = size;
  return changed;
}

}  // namespace viche::log
