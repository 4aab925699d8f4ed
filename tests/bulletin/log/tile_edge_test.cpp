#include "bulletin/log/tile_edge.h"

#include <gtest/gtest.h>

#include "tests/bulletin/support/log_samples.h"

namespace viche::log {
namespace {

/// The tiles a store would hold: each at its latest width.
class StoredTiles final : public HashTiles {
 public:
  void put(const std::vector<HashTile>& changed) {
    for (const HashTile& tile : changed) {
      EXPECT_EQ(tile.hashes.size(), tile.tile.width);
      tiles_[{tile.tile.level, tile.tile.index}] = tile.hashes;
    }
  }
  Result<std::vector<Hash>> hashes(const Tile& tile) override {
    const auto found = tiles_.find({tile.level, tile.index});
    if (found == tiles_.end() || found->second.size() < tile.width)
      return Error{"missing", tile.path()};
    return std::vector<Hash>(found->second.begin(), found->second.begin() + tile.width);
  }

 private:
  std::map<std::pair<unsigned, std::uint64_t>, std::vector<Hash>> tiles_;
};

TEST(TileEdge, ChangedTilesAreThoseThatANewSizeNeeds) {
  constexpr std::uint64_t kSizes[] = {1,   2,    255,   256,   257,   600,
                                      601, 1024, 65535, 65536, 65600, 66100};
  const std::vector<Hash> leaves = test::sample_leaves(66100);
  TileEdge edge;
  StoredTiles stored;
  std::uint64_t size = 0;
  for (const std::uint64_t next : kSizes) {
    const std::uint64_t before = size;
    for (; size < next; ++size) edge.append(leaves[size]);
    const std::vector<HashTile> changed = edge.take_changed();
    std::vector<std::string> paths;
    for (const HashTile& tile : changed) paths.push_back(tile.tile.path());
    std::vector<std::string> expected;
    for (const Tile& tile : new_tiles(before, next)) {
      if (tile.kind == Tile::Kind::kHashes) expected.push_back(tile.path());
    }
    std::sort(paths.begin(), paths.end());
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(paths, expected) << next;
    stored.put(changed);

    const TreeHead head{next, test::defined_root(std::span<const Hash>(leaves).first(next))};
    EXPECT_EQ(edge.head(), head);
    const Result<TileEdge> restored = TileEdge::restore(stored, head);
    ASSERT_TRUE(restored.ok()) << restored.error().message();
    EXPECT_EQ(restored->head(), head);
    edge = *restored;  // goes on from what was stored
  }
  EXPECT_TRUE(edge.take_changed().empty());
}

TEST(TileEdge, RestoreRefusesAnotherRoot) {
  TileEdge edge;
  StoredTiles stored;
  for (const Hash& leaf : test::sample_leaves(300)) edge.append(leaf);
  stored.put(edge.take_changed());
  TreeHead head = edge.head();
  head.root[0] ^= 1;
  EXPECT_FALSE(TileEdge::restore(stored, head).ok());
  head.size = 301;
  EXPECT_FALSE(TileEdge::restore(stored, head).ok());
  EXPECT_TRUE(TileEdge::restore(stored, TreeHead{}).ok());
}

TEST(TileHashReader, ProofsFromTilesEqualProofsFromLeaves) {
  constexpr std::uint64_t kSize = 1300;
  test::MemoryTree tree(test::sample_leaves(kSize));
  for (const std::uint64_t size : {1ULL, 2ULL, 255ULL, 256ULL, 257ULL, 768ULL, 1300ULL}) {
    TileHashReader reader(tree, size);
    for (std::uint64_t index = 0; index < size; index += 83) {
      EXPECT_EQ(inclusion_proof(reader, index, size).value(),
                inclusion_proof(tree, index, size).value());
      EXPECT_EQ(consistency_proof(reader, index, size).value(),
                consistency_proof(tree, index, size).value());
    }
  }
  TileHashReader reader(tree, 300);
  EXPECT_FALSE(reader.subtree(0, 300).ok());
  EXPECT_FALSE(reader.subtree(3, 37).ok());  // leaves 296 to 303
  EXPECT_FALSE(reader.subtree(8, 1).ok());
}

TEST(TileHashReader, KeepsTheLastTileOfALevel) {
  test::MemoryTree tree(test::sample_leaves(600));
  TileHashReader reader(tree, 600);
  for (std::uint64_t index = 0; index < 256; ++index) ASSERT_TRUE(reader.subtree(0, index).ok());
  EXPECT_EQ(tree.tiles_read, 1);
}

}  // namespace
}  // namespace viche::log
