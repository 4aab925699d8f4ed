#include "bulletin/log/entry_lookup.h"

#include <gtest/gtest.h>

#include "bulletin/log/log_reader.h"
#include "tests/bulletin/support/published_log.h"

namespace viche::log {
namespace {

using test::PublishedLog;

LogReader open(const PublishedLog& log) {
  return LogReader::open(log.path(), test::no_witnesses()).value();
}

Bytes entry_at(EntryLookup& lookup, std::uint64_t index) {
  const Result<ByteView> entry = lookup.entry(index);
  EXPECT_TRUE(entry.ok()) << entry.error().message();
  return entry ? Bytes(entry->begin(), entry->end()) : Bytes();
}

TEST(EntryLookup, EveryEntryOfEverySizeInEveryOrder) {
  for (const std::uint64_t size : {1U, 2U, 3U, 255U, 256U, 257U, 300U, 512U, 777U}) {
    const PublishedLog log(size);
    const LogReader reader = open(log);
    EntryLookup lookup = reader.lookup();
    for (std::uint64_t i = 0; i < size; ++i) {
      ASSERT_EQ(entry_at(lookup, i), test::sample_entry(i)) << i << " of " << size;
    }
    for (std::uint64_t i = 0; i < size; ++i) {
      const std::uint64_t far = i * 257 % size;
      ASSERT_EQ(entry_at(lookup, far), test::sample_entry(far)) << far << " of " << size;
    }
    for (const std::uint64_t beyond : {size, size + 1, size + 256}) {
      EXPECT_FALSE(lookup.entry(beyond).ok()) << beyond << " of " << size;
      EXPECT_EQ(entry_at(lookup, size - 1), test::sample_entry(size - 1));
    }
  }
}

TEST(EntryLookup, AnEmptyLogHasNone) {
  const PublishedLog log(0);
  EXPECT_FALSE(open(log).lookup().entry(0).ok());
}

// Whichever hash is false, no entry of the tile is proved by it: also none that is right itself.
TEST(EntryLookup, EveryFalseHashIsFound) {
  for (const std::uint64_t size : {300U, 512U}) {
    PublishedLog log(size);
    const LogReader reader = open(log);
    for (const std::uint64_t index : {0U, 1U}) {
      const Tile tile = tile_at(Tile::Kind::kHashes, 0, index, size).value();
      const std::vector<Hash> right = log.tree().hashes(tile).value();
      for (std::size_t i = 0; i < right.size(); ++i) {
        std::vector<Hash> hashes = right;
        hashes[i][i % 32] ^= 1;
        log.write(tile, encode_hashes(hashes));
        EXPECT_FALSE(reader.lookup().entry(tile.begin()).ok()) << tile.path() << ", hash " << i;
        EXPECT_FALSE(reader.lookup().entry(tile.begin() + 40).ok()) << tile.path();
      }
      log.write(tile, encode_hashes(right));
    }
    EXPECT_TRUE(reader.lookup().entry(0).ok());
  }
}

TEST(EntryLookup, AnotherEntryInTheBundleIsFound) {
  const PublishedLog log(300);
  const LogReader reader = open(log);
  const Tile tile = tile_at(Tile::Kind::kEntries, 0, 1, 300).value();
  std::vector<Bytes> entries = test::sample_entries(tile.begin(), tile.width);
  entries[7].push_back(1);
  std::swap(entries[20], entries[21]);
  log.write(tile, encode_bundle(entries));
  EntryLookup lookup = reader.lookup();
  for (std::uint64_t i = 0; i < tile.width; ++i) {
    EXPECT_EQ(lookup.entry(256 + i).ok(), i != 7 && i != 20 && i != 21) << i;
  }
  const Result<ByteView> wrong = lookup.entry(263);
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().where, "entry 263");
}

TEST(EntryLookup, GoesOnAfterAnError) {
  const PublishedLog log(600);
  const LogReader reader = open(log);
  const Tile tile = tile_at(Tile::Kind::kEntries, 0, 1, 600).value();
  std::filesystem::remove(log.path() / tile.path());
  EntryLookup lookup = reader.lookup();
  EXPECT_EQ(entry_at(lookup, 3), test::sample_entry(3));
  for (int i = 0; i < 2; ++i) {
    const Result<ByteView> missing = lookup.entry(300);
    ASSERT_FALSE(missing.ok());
    EXPECT_NE(missing.error().message().find(tile.path()), std::string::npos);
  }
  EXPECT_EQ(entry_at(lookup, 599), test::sample_entry(599));
}

}  // namespace
}  // namespace viche::log
