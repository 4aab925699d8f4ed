#include "apps/viche-verify/fetch/proof.h"

#include <algorithm>

namespace viche::fetch {
namespace {

using verifier::kTileWidth;
using verifier::TileId;

constexpr std::size_t kHash = 32;
constexpr unsigned kLevels = 8;

std::uint64_t width_of(const TileId& tile, std::uint64_t size) {
  const unsigned level = tile.kind == TileId::Kind::kEntries ? 0 : tile.level;
  return verifier::tile_width(tile.number, verifier::level_count(size, level));
}

std::vector<Bytes32> hashes_of(ByteView bytes) {
  std::vector<Bytes32> hashes(bytes.size() / kHash);
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    const ByteView hash = bytes.subspan(kHash * i, kHash);
    std::copy(hash.begin(), hash.end(), hashes[i].begin());
  }
  return hashes;
}

}  // namespace

std::string name_of(const TileId& tile, std::uint64_t size) {
  const std::uint64_t width = width_of(tile, size);
  return tile.kind == TileId::Kind::kEntries
             ? verifier::bundle_path(tile.number, width)
             : verifier::hash_tile_path(tile.level, tile.number, width);
}

std::uint64_t limit_of(const TileId& tile) {
  return tile.kind == TileId::Kind::kEntries ? verifier::kMaxBundle : kTileWidth * kHash;
}

std::vector<TileId> edge_of(std::uint64_t size) {
  std::vector<TileId> edge;
  for (unsigned level = kLevels; level-- > 0;) {
    const std::uint64_t count = verifier::level_count(size, level);
    if (count % kTileWidth == 0) continue;
    edge.push_back({TileId::Kind::kHashes, level, count / kTileWidth});
  }
  return edge;
}

Result<Bytes32> root_of_edge(std::uint64_t size, const std::vector<Bytes>& tiles) {
  verifier::Frontier frontier;
  const std::vector<TileId> edge = edge_of(size);
  for (std::size_t i = 0; i < edge.size(); ++i) {
    if (tiles[i].size() != width_of(edge[i], size) * kHash) {
      return Error{"does not have its length", name_of(edge[i], size)};
    }
    for (const Bytes32& hash : hashes_of(tiles[i])) frontier.add(hash, 8 * edge[i].level);
  }
  return frontier.root();
}

std::optional<TileId> parent_of(const TileId& tile, std::uint64_t size) {
  if (tile.kind == TileId::Kind::kEntries) return TileId{TileId::Kind::kHashes, 0, tile.number};
  if (width_of(tile, size) < kTileWidth) return std::nullopt;
  return TileId{TileId::Kind::kHashes, tile.level + 1, tile.number / kTileWidth};
}

Result<void> check_tile(const TileId& tile, ByteView bytes, ByteView parent, std::uint64_t size) {
  const std::vector<Bytes32> above = hashes_of(parent);
  if (tile.kind == TileId::Kind::kHashes) {
    const auto place = static_cast<std::size_t>(tile.number % kTileWidth);
    const bool same = bytes.size() == kTileWidth * kHash && place < above.size() &&
                      verifier::merkle_root(hashes_of(bytes)) == above[place];
    if (!same) return Error{"is not the tile that the checkpoint stands for", ""};
    return {};
  }
  const verifier::Bundle bundle = verifier::read_bundle(bytes, width_of(tile, size));
  if (bundle.fault) return *bundle.fault;
  std::vector<Bytes32> leaves;
  for (const ByteView entry : bundle.entries) leaves.push_back(verifier::leaf_hash(entry));
  if (leaves != above) return Error{"does not hold the entries that the checkpoint stands for", ""};
  return {};
}

}  // namespace viche::fetch
