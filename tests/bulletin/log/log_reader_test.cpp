#include "bulletin/log/log_reader.h"

#include <gtest/gtest.h>

#include "bulletin/log/durable_file.h"
#include "tests/bulletin/support/published_log.h"
#include "tests/support/damage.h"

namespace viche::log {
namespace {

namespace fs = std::filesystem;

using test::no_witnesses;
using test::PublishedLog;

Result<std::uint64_t> count_entries(EntryStream stream) {
  std::uint64_t count = 0;
  while (true) {
    VICHE_ASSIGN(const std::optional<StreamedEntry> entry, stream.next());
    if (!entry) return count;
    ++count;
  }
}

TEST(LogReader, StreamsEverySize) {
  for (const std::uint64_t size : {0U, 1U, 2U, 255U, 256U, 257U, 512U, 777U}) {
    PublishedLog log(size);
    const LogReader reader = LogReader::open(log.path(), no_witnesses()).value();
    EXPECT_EQ(reader.size(), size);
    EntryStream stream = reader.stream();
    for (std::uint64_t index = 0; index < size; ++index) {
      ASSERT_EQ(stream.head(), log.tree().head(index));
      const Result<std::optional<StreamedEntry>> entry = stream.next();
      ASSERT_TRUE(entry.ok() && entry->has_value());
      EXPECT_EQ((*entry)->index, index);
      EXPECT_EQ(Bytes((*entry)->bytes.begin(), (*entry)->bytes.end()), test::sample_entry(index));
      EXPECT_EQ((*entry)->leaf_hash, hash_leaf(test::sample_entry(index)));
    }
    for (int i = 0; i < 2; ++i) EXPECT_FALSE(stream.next().value().has_value());
  }
}

TEST(LogReader, StreamsBlocks) {
  for (const std::uint64_t size : {0U, 1U, 255U, 256U, 257U, 777U}) {
    const PublishedLog log(size);
    const LogReader reader = LogReader::open(log.path(), no_witnesses()).value();
    for (const std::uint64_t singles : {0U, 1U, 40U}) {  // read one by one before
      EntryStream stream = reader.stream();
      std::uint64_t index = 0;
      for (; index < std::min(singles, size); ++index) ASSERT_TRUE(stream.next().ok());
      while (index < size) {
        const Result<std::vector<HashedEntry>> block = stream.next_block();
        ASSERT_TRUE(block.ok() && !block->empty());
        for (const HashedEntry& entry : *block) {
          EXPECT_EQ(Bytes(entry.bytes.begin(), entry.bytes.end()), test::sample_entry(index));
          EXPECT_EQ(entry.leaf, hash_leaf(test::sample_entry(index)));
          ++index;
        }
        EXPECT_TRUE(index == size || index % kTileWidth == 0);
      }
      for (int i = 0; i < 2; ++i) EXPECT_TRUE(stream.next_block().value().empty());
    }
  }
}

TEST(LogReader, BlocksEndInTheRoot) {
  const PublishedLog log(300);
  const LogReader reader = LogReader::open(log.path(), no_witnesses()).value();
  const Tile tile = tile_at(Tile::Kind::kEntries, 0, 1, 300).value();
  std::vector<Bytes> entries = test::sample_entries(256, 44);
  std::swap(entries[3], entries[5]);
  log.write(tile, encode_bundle(entries));
  EntryStream stream = reader.stream();
  for (int i = 0; i < 2; ++i) ASSERT_FALSE(stream.next_block().value().empty());
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(stream.next_block().ok());
}

TEST(LogReader, ReceiptsAndHeads) {
  PublishedLog log(600);
  const LogReader reader = LogReader::open(log.path(), no_witnesses()).value();
  for (const std::uint64_t index : {0U, 1U, 255U, 256U, 511U, 512U, 599U}) {
    const Receipt receipt = reader.receipt(index).value();
    EXPECT_TRUE(verify_receipt(receipt, hash_leaf(test::sample_entry(index)), no_witnesses()).ok());
    EXPECT_EQ(reader.head_at(index).value(), log.tree().head(index));
  }
  EXPECT_EQ(reader.head_at(600).value(), reader.head());
  EXPECT_FALSE(reader.receipt(600).ok());
  EXPECT_FALSE(reader.head_at(601).ok());
}

TEST(LogReader, OtherKeysAreRefused) {
  PublishedLog log(3);
  const LogPolicy other =
      LogPolicy::create(test::verifier_key("log", SignatureType::kEd25519, 2), {}, 0).value();
  EXPECT_FALSE(LogReader::open(log.path(), other).ok());
  EXPECT_FALSE(LogReader::open(log.path() / "missing", no_witnesses()).ok());
}

TEST(LogReader, EveryBitFlipOfABundleIsFound) {
  PublishedLog log(9);
  const LogReader reader = LogReader::open(log.path(), no_witnesses()).value();
  const Tile tile = tile_at(Tile::Kind::kEntries, 0, 0, 9).value();
  const Bytes bundle = encode_bundle(test::sample_entries(0, 9));
  test::for_each_bit_flip(std::string(as_text(bundle)),
                          [&](const std::string& flipped, std::size_t bit) {
                            log.write(tile, Bytes(flipped.begin(), flipped.end()));
                            EXPECT_FALSE(count_entries(reader.stream()).ok()) << bit;
                          });
  log.write(tile, bundle);
  EXPECT_EQ(count_entries(reader.stream()).value(), 9U);
}

TEST(LogReader, AFlippedHashTileIsFoundByProofs) {
  PublishedLog log(300);
  const LogReader reader = LogReader::open(log.path(), no_witnesses()).value();
  const Tile tile = tile_at(Tile::Kind::kHashes, 0, 1, 300).value();
  std::vector<Hash> hashes = log.tree().hashes(tile).value();
  hashes[3][0] ^= 1;
  log.write(tile, encode_hashes(hashes));
  EXPECT_FALSE(reader.receipt(257).ok());
  EXPECT_FALSE(reader.receipt(5).ok());
  EXPECT_FALSE(reader.head_at(261).ok());
}

/// All that a reader does with a log: the first error.
Result<void> read_everything(const fs::path& directory) {
  VICHE_ASSIGN(const LogReader reader, LogReader::open(directory, no_witnesses()));
  VICHE_TRY(count_entries(reader.stream()));
  EntryLookup lookup = reader.lookup();
  for (std::uint64_t index = 0; index < reader.size(); index += 29) {
    VICHE_TRY(lookup.entry(index));
    VICHE_TRY(reader.receipt(index));
    VICHE_TRY(reader.head_at(index));
  }
  VICHE_TRY(reader.receipt(reader.size() - 1));
  return {};
}

TEST(LogReader, EveryDamagedFileIsAnErrorWithItsPathOrAnotherTree) {
  PublishedLog log(300);
  ASSERT_TRUE(read_everything(log.path()).ok());
  std::vector<std::string> names{std::string(kCheckpointFile)};
  for (const Tile& tile : tiles_of(300)) names.push_back(tile.path());
  for (const std::string& name : names) {
    const fs::path path = log.path() / name;
    const Bytes bytes = read_file(path, 1 << 20).value();
    for (const viche::test::Damage& damage : viche::test::damages()) {
      SCOPED_TRACE(name + ", " + damage.name);
      damage.apply(path, bytes);
      const Result<void> read = read_everything(log.path());
      // Level 1 of a log of 300 entries has one hash, with which a reader proves heads below 256.
      ASSERT_FALSE(read.ok());
      // Right lengths, wrong bytes: what is named is what does not hash to the root.
      const bool framed =
          damage.name == "zeros" || damage.name == "ones" || damage.name == "ends swapped";
      if (framed) continue;
      EXPECT_NE(read.error().message().find(name), std::string::npos) << read.error().message();
    }
    viche::test::write_anew(path, bytes);
  }
  EXPECT_TRUE(read_everything(log.path()).ok());
}

TEST(LogReader, ABundleCutAnywhereIsAnErrorWithItsPath) {
  PublishedLog log(300);
  const LogReader reader = LogReader::open(log.path(), no_witnesses()).value();
  for (const std::uint64_t index : {0U, 1U}) {
    const std::string name = tile_at(Tile::Kind::kEntries, 0, index, 300).value().path();
    const Bytes bytes = read_file(log.path() / name, 1 << 20).value();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      viche::test::write_anew(log.path() / name, ByteView(bytes).first(size));
      const Result<std::uint64_t> cut = count_entries(reader.stream());
      ASSERT_FALSE(cut.ok()) << size;
      ASSERT_NE(cut.error().where.find(name), std::string::npos) << size;
    }
    viche::test::write_anew(log.path() / name, bytes);
  }
}

TEST(LogReader, AStreamGoesOnFailing) {
  PublishedLog log(300);
  const LogReader reader = LogReader::open(log.path(), no_witnesses()).value();
  fs::remove(log.path() / tile_at(Tile::Kind::kEntries, 0, 1, 300).value().path());
  EntryStream stream = reader.stream();
  for (int i = 0; i < 256; ++i) ASSERT_TRUE(stream.next().ok());
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(stream.next().ok());
}

TEST(LogReader, AFullTileStandsInForAPartialOne) {
  PublishedLog log(300);
  for (const Tile& tile : partial_tiles_of(300)) {
    if (tile.level == 1) continue;
    const std::uint64_t begin = tile.begin();
    std::vector<Hash> hashes;
    for (const Bytes& entry : test::sample_entries(begin, 256)) hashes.push_back(hash_leaf(entry));
    log.write(tile.full(), tile.kind == Tile::Kind::kEntries
                               ? encode_bundle(test::sample_entries(begin, 256))
                               : encode_hashes(hashes));
    fs::remove_all((log.path() / tile.path()).parent_path());
  }
  const LogReader reader = LogReader::open(log.path(), no_witnesses()).value();
  EXPECT_EQ(count_entries(reader.stream()).value(), 300U);
  EXPECT_TRUE(reader.receipt(299).ok());
}

}  // namespace
}  // namespace viche::log
