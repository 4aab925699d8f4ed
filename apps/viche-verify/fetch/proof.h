#pragma once
// What the root of a checkpoint says that a record's files must be: from the few tiles at the log's
// right edge, whose hashes give the root, down to each bundle.

#include <functional>
#include <vector>

#include "verifier/merkle.h"
#include "verifier/tiles.h"

namespace viche::fetch {

/// The name of a tile's file in a record of this size, and the most bytes that it can have.
std::string name_of(const verifier::TileId& tile, std::uint64_t size);
std::uint64_t limit_of(const verifier::TileId& tile);

/// The partial hash tiles of a log of this size, from the top.
std::vector<verifier::TileId> edge_of(std::uint64_t size);
/// The root of a log of this size from their contents, in that order; an error if one of them does
/// not have its length.
Result<Bytes32> root_of_edge(std::uint64_t size, const std::vector<Bytes>& tiles);

/// The tile that holds a tile's root, or a bundle's leaf hashes; nothing for one at the edge.
std::optional<verifier::TileId> parent_of(const verifier::TileId& tile, std::uint64_t size);
/// An error unless the bytes are those of the tile, by its parent's.
Result<void> check_tile(const verifier::TileId& tile, ByteView bytes, ByteView parent,
                        std::uint64_t size);

}  // namespace viche::fetch
