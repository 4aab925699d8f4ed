#pragma once
// The right edge of a growing log's hash tiles: takes leaf hashes, gives the root and the tiles to
// write.

#include <cstdint>
#include <vector>

#include "bulletin/log/tile_reader.h"

namespace viche::log {

/// A hash tile and its contents.
struct HashTile {
  Tile tile;
  std::vector<Hash> hashes;
};

/// Holds the last, partial tile of every level and the frontier: O(log n) memory and work per leaf.
class TileEdge {
 public:
  TileEdge() = default;
  /// The edge of a tree of `size` leaves, read from its tiles. Fails if they do not have this root.
  static Result<TileEdge> restore(HashTiles& tiles, const TreeHead& head);

  void append(const Hash& leaf_hash);

  [[nodiscard]] TreeHead head() const { return frontier_.head(); }
  /// Every tile that changed since the last call, with the width it has now; full ones first.
  [[nodiscard]] std::vector<HashTile> take_changed();

 private:
  void push(unsigned level, const Hash& hash);

  Frontier frontier_;
  std::vector<std::vector<Hash>> partial_;  // by level; fewer than 256 hashes each
  std::vector<HashTile> completed_;
  std::uint64_t taken_size_ = 0;
};

}  // namespace viche::log
