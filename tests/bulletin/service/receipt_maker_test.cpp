#include "bulletin/service/receipt_maker.h"

#include <gtest/gtest.h>

#include "bulletin/log/log_reader.h"
#include "bulletin/log/proof.h"
#include "tests/bulletin/support/published_log.h"

namespace viche::board {
namespace {

using log::Tile;
using log::test::PublishedLog;
using log::test::sample_entry;

PublishedHead published(const PublishedLog& log) {
  const log::LogReader reader = log::LogReader::open(log.path(), log::test::no_witnesses()).value();
  return {reader.head(), log::LogDirectory(log.path()).checkpoint().value()};
}

TEST(ReceiptMaker, EveryEntryComesWithWhatProvesIt) {
  for (const std::uint64_t size : {1U, 255U, 256U, 257U, 600U}) {
    const PublishedLog log(size);
    const PublishedHead head = published(log);
    ReceiptMaker maker(log.path(), head);
    for (std::uint64_t i = 0; i < size; ++i) {
      const std::uint64_t index = i * 257 % size;
      const ProvedEntry entry = maker.entry(index).value();
      EXPECT_EQ(entry.bytes, sample_entry(index));
      EXPECT_EQ(entry.receipt, maker.receipt(index).value());
      const log::Receipt receipt = log::Receipt::decode(entry.receipt).value();
      EXPECT_EQ(receipt.index, index);
      EXPECT_TRUE(
          verify_inclusion(receipt.proof, index, log::hash_leaf(entry.bytes), head.head).ok());
    }
    for (const std::uint64_t beyond : {size, size + 256}) EXPECT_FALSE(maker.entry(beyond).ok());
  }
}

TEST(ReceiptMaker, WhatIsNotOfTheTreeIsFound) {
  const PublishedLog log(300);
  const PublishedHead head = published(log);
  const Tile entries = tile_at(Tile::Kind::kEntries, 0, 1, 300).value();
  std::vector<Bytes> other = log::test::sample_entries(entries.begin(), entries.width);
  other[7].push_back(1);
  std::swap(other[20], other[21]);
  log.write(entries, log::encode_bundle(other));
  ReceiptMaker maker(log.path(), head);
  for (std::uint64_t i = 0; i < entries.width; ++i) {
    EXPECT_EQ(maker.entry(256 + i).ok(), i != 7 && i != 20 && i != 21) << i;
  }
  EXPECT_EQ(maker.entry(263).error().where, "entry 263: inclusion proof");
  const Tile hashes = tile_at(Tile::Kind::kHashes, 0, 0, 300).value();
  std::vector<log::Hash> false_hashes = log::LogDirectory(log.path()).hashes(hashes).value();
  false_hashes[9][0] ^= 1;
  log.write(hashes, log::encode_hashes(false_hashes));
  EXPECT_FALSE(ReceiptMaker(log.path(), head).entry(100).ok());
  EXPECT_TRUE(ReceiptMaker(log.path(), head).entry(256).ok()) << "needs the root of the full tile";
}

}  // namespace
}  // namespace viche::board
