#include "bulletin/log/tile.h"

#include <gtest/gtest.h>

#include "tests/bulletin/support/log_samples.h"

namespace viche::log {
namespace {

using Kind = Tile::Kind;

TEST(Tile, Paths) {
  const struct {
    Tile tile;
    const char* path;
  } examples[] = {
      {{Kind::kHashes, 0, 1234067, 256}, "tile/0/x001/x234/067"},  // C2SP tlog-tiles
      {{Kind::kHashes, 0, 0, 256}, "tile/0/000"},
      {{Kind::kHashes, 0, 999, 256}, "tile/0/999"},
      {{Kind::kHashes, 0, 1000, 256}, "tile/0/x001/000"},
      {{Kind::kHashes, 1, 273, 112}, "tile/1/273.p/112"},
      {{Kind::kHashes, 63, 5, 1}, "tile/63/005.p/1"},
      {{Kind::kEntries, 0, 123456078, 255}, "tile/entries/x123/x456/078.p/255"},
      {{Kind::kEntries, 0, 3057500, 256}, "tile/entries/x003/x057/500"},
  };
  for (const auto& example : examples) {
    EXPECT_EQ(example.tile.path(), example.path);
    const Result<Tile> parsed = Tile::parse(example.path);
    ASSERT_TRUE(parsed.ok()) << parsed.error().message();
    EXPECT_EQ(*parsed, example.tile);
  }
}

TEST(Tile, OtherSpellingsAreRefused) {
  for (const char* path : {"",
                           "tile",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "tile//000",
                           "tile/00/000",
                           "tile/64/000",
                           "tile/-1/000",
                           "tile/0x/000",
                           "tile/entries",
                           "tile/entries/",
                           "tile/data/000",
                           "tile/0/0",
                           "tile/0/00",
                           "tile/0/0000",
                           "tile/0/x000/000",
                           "tile/0/x001",
                           "tile/0/x001/",
                           "tile/0/001/000",
                           "tile/0/x001/x000",
                           "tile/0/x1/000",
                           "tile/0/000/",
                           "tile/0/000.p",
                           "tile/0/000.p/",
                           "tile/0/000.p/0",
                           "tile/0/000.p/256",
                           "tile/0/000.p/01",
                           "tile/0/000.p/1/",
                           "tile/0/000.p/1.p/1",
                           "/tile/0/000",
                           "tile/0/000 ",
                           "tile/0/+00",
                           "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
                           "checkpoint"}) {
    EXPECT_FALSE(Tile::parse(path).ok()) << path;
  }
}

TEST(Tile, EveryBitFlipOfAPathIsRefusedOrAnotherTile) {
  test::for_each_bit_flip("tile/1/x001/x234/067.p/25",
                          [](const std::string& flipped, std::size_t bit) {
                            const Result<Tile> tile = Tile::parse(flipped);
                            if (tile) {
                              EXPECT_EQ(tile->path(), flipped) << bit;
                            }
                          });
}

// The example of C2SP tlog-tiles: a tree of 70,000.
TEST(Tile, TilesOfSeventyThousand) {
  const std::vector<Tile> tiles = tiles_of(70000);
  std::size_t entries = 0;
  std::size_t full[3] = {};
  std::vector<Tile> partial;
  for (const Tile& tile : tiles) {
    entries += tile.kind == Kind::kEntries ? 1 : 0;
    if (tile.kind == Kind::kHashes && tile.is_full()) ++full[tile.level];
    if (!tile.is_full()) partial.push_back(tile);
  }
  EXPECT_EQ(entries, 274U);
  EXPECT_EQ(full[0], 273U);
  EXPECT_EQ(full[1], 1U);
  EXPECT_EQ(full[2], 0U);
  const std::vector<Tile> expected{{Kind::kEntries, 0, 273, 112},
                                   {Kind::kHashes, 0, 273, 112},
                                   {Kind::kHashes, 1, 1, 17},
                                   {Kind::kHashes, 2, 0, 1}};
  EXPECT_EQ(partial, expected);
  EXPECT_EQ(partial_tiles_of(70000), expected);
}

TEST(Tile, SmallTrees) {
  EXPECT_TRUE(tiles_of(0).empty());
  EXPECT_EQ(tiles_of(1), (std::vector<Tile>{{Kind::kEntries, 0, 0, 1}, {Kind::kHashes, 0, 0, 1}}));
  EXPECT_EQ(tiles_of(256), (std::vector<Tile>{{Kind::kEntries, 0, 0, 256},
                                              {Kind::kHashes, 0, 0, 256},
                                              {Kind::kHashes, 1, 0, 1}}));
}

TEST(Tile, NewTilesAreExactlyTheDifference) {
  for (const std::uint64_t size :
       {1ULL, 255ULL, 256ULL, 257ULL, 512ULL, 600ULL, 65536ULL, 65537ULL, 66000ULL}) {
    for (const std::uint64_t old_size :
         {0ULL, 1ULL, 255ULL, 256ULL, 300ULL, 511ULL, 65535ULL, 65536ULL}) {
      if (old_size > size) continue;
      const std::vector<Tile> old_tiles = tiles_of(old_size);
      std::vector<Tile> expected;
      for (const Tile& tile : tiles_of(size)) {
        if (std::find(old_tiles.begin(), old_tiles.end(), tile) == old_tiles.end())
          expected.push_back(tile);
      }
      EXPECT_EQ(new_tiles(old_size, size), expected) << old_size << " to " << size;
    }
  }
}

TEST(Tile, TileAt) {
  EXPECT_EQ(tile_at(Kind::kHashes, 0, 1, 300).value().width, 44U);
  EXPECT_EQ(tile_at(Kind::kHashes, 0, 0, 300).value().width, 256U);
  EXPECT_FALSE(tile_at(Kind::kHashes, 0, 2, 300).ok());
  EXPECT_FALSE(tile_at(Kind::kHashes, 0, 1, 256).ok());
  EXPECT_FALSE(tile_at(Kind::kHashes, 2, 0, 300).ok());
  EXPECT_FALSE(tile_at(Kind::kHashes, 0, ~std::uint64_t{0}, 300).ok());
  EXPECT_EQ(level_width(63, kMaxTreeSize), 0U);
}

TEST(Bundle, RoundTrip) {
  const std::vector<std::vector<Bytes>> samples{
      {}, {{}}, {{1}}, {Bytes(kMaxEntrySize, 7)}, test::sample_entries(0, 256), {{}, {1, 2}, {}}};
  for (const std::vector<Bytes>& entries : samples) {
    const Bytes bundle = encode_bundle(entries);
    const Result<std::vector<ByteView>> decoded = decode_bundle(bundle, entries.size());
    ASSERT_TRUE(decoded.ok());
    ASSERT_EQ(decoded->size(), entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      EXPECT_EQ(Bytes((*decoded)[i].begin(), (*decoded)[i].end()), entries[i]);
    }
    EXPECT_FALSE(decode_bundle(bundle, entries.size() + 1).ok());
    if (!entries.empty()) {
      EXPECT_FALSE(decode_bundle(bundle, entries.size() - 1).ok());
    }
  }
}

TEST(Bundle, TruncatedOrChanged) {
  const Bytes bundle = encode_bundle(test::sample_entries(0, 9));
  for (std::size_t size = 0; size < bundle.size(); ++size) {
    EXPECT_FALSE(decode_bundle(ByteView(bundle).first(size), 9).ok()) << size;
  }
  test::for_each_bit_flip(
      std::string(as_text(bundle)), [](const std::string& flipped, std::size_t bit) {
        const Result<std::vector<ByteView>> decoded = decode_bundle(as_bytes(flipped), 9);
        if (!decoded) return;
        std::vector<Bytes> entries;
        for (const ByteView entry : *decoded) entries.emplace_back(entry.begin(), entry.end());
        EXPECT_EQ(as_text(encode_bundle(entries)), flipped) << bit;
      });
}

TEST(HashTileCodec, ExactSizes) {
  const std::vector<Hash> leaves = test::sample_leaves(3);
  const Bytes bytes = encode_hashes(leaves);
  EXPECT_EQ(bytes.size(), 96U);
  EXPECT_EQ(decode_hashes(bytes, 3).value(), leaves);
  EXPECT_FALSE(decode_hashes(bytes, 2).ok());
  EXPECT_FALSE(decode_hashes(bytes, 4).ok());
  EXPECT_FALSE(decode_hashes(ByteView(bytes).first(95), 3).ok());
}

}  // namespace
}  // namespace viche::log
