#include "bulletin/store/sqlite_log_store.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "bulletin/log/durable_file.h"
#include "tests/bulletin/support/sample_log.h"

namespace viche::store {
namespace {

using log::TreeHead;
using log::test::sample_entries;

constexpr auto kCreate = SqliteLogStore::Mode::kCreateIfMissing;
constexpr auto kExisting = SqliteLogStore::Mode::kExisting;

class SqliteLogStoreTest : public testing::Test {
 protected:
  std::unique_ptr<SqliteLogStore> open() {
    return SqliteLogStore::open(path(), "log", kCreate).value();
  }
  [[nodiscard]] std::filesystem::path path() const { return directory_.path() / "log.db"; }

  /// Stages `count` sample entries behind those there are.
  TreeHead stage(SqliteLogStore& store, std::uint64_t count) {
    const TreeHead before = edge_.head();
    const std::vector<Bytes> entries = sample_entries(before.size, count);
    for (const Bytes& entry : entries) edge_.append(log::hash_leaf(entry));
    EXPECT_TRUE(store.stage(before, entries, edge_.take_changed(), edge_.head()).ok());
    return edge_.head();
  }

  log::test::TemporaryDirectory directory_;
  log::TileEdge edge_;
};

TEST_F(SqliteLogStoreTest, StartsEmpty) {
  const LogState state = open()->state().value();
  EXPECT_EQ(state.staged, TreeHead{});
  EXPECT_FALSE(state.newest.has_value());
}

TEST_F(SqliteLogStoreTest, StagedEntriesAndHashesSurviveReopening) {
  const TreeHead head = [&] {
    const auto store = open();
    const TreeHead first = stage(*store, 300);
    EXPECT_TRUE(store->swap_checkpoint(std::nullopt, first, "note 300").value());
    return stage(*store, 700);
  }();
  const auto store = open();
  const LogState state = store->state().value();
  EXPECT_EQ(state.staged, head);
  EXPECT_EQ(state.newest->head.size, 300U);
  EXPECT_EQ(state.newest->note, "note 300");
  EXPECT_EQ(store->entries(0, 1000).value(), sample_entries(0, 1000));
  EXPECT_EQ(store->entries(255, 2).value(), sample_entries(255, 2));
  EXPECT_TRUE(store->entries(1000, 0).value().empty());
  EXPECT_FALSE(store->entries(999, 2).ok());
  EXPECT_EQ(log::TileEdge::restore(*store, head).value().head(), head);
  // A tile serves every width up to the one it has.
  EXPECT_EQ(store->hashes({log::Tile::Kind::kHashes, 0, 3, 5}).value(),
            log::test::MemoryTree(log::test::sample_leaves(1000))
                .hashes({log::Tile::Kind::kHashes, 0, 3, 5})
                .value());
  EXPECT_FALSE(store->hashes({log::Tile::Kind::kHashes, 0, 3, 233}).ok());
  EXPECT_FALSE(store->hashes({log::Tile::Kind::kHashes, 0, 4, 1}).ok());
}

TEST_F(SqliteLogStoreTest, OneRootForOneSize) {
  const auto store = open();
  const TreeHead head = stage(*store, 3);
  TreeHead forged = head;
  forged.root[0] ^= 1;
  EXPECT_FALSE(
      store->swap_checkpoint(std::nullopt, forged, "forged").value());  // not what is staged
  EXPECT_FALSE(store->swap_checkpoint(2, head, "note").value());        // another newest one
  EXPECT_TRUE(store->swap_checkpoint(std::nullopt, head, "note").value());
  EXPECT_FALSE(store->swap_checkpoint(std::nullopt, head, "again").ok());
  EXPECT_FALSE(store->swap_checkpoint(3, forged, "forged").ok());
  EXPECT_EQ(store->state().value().newest->note, "note");
  EXPECT_EQ(store->state().value().newest->head, head);
}

TEST_F(SqliteLogStoreTest, StagingFollowsTheSignedHeadOnly) {
  const auto store = open();
  const TreeHead three = stage(*store, 3);
  const TreeHead four{4, log::Hash{}};
  EXPECT_FALSE(
      store->stage(three, sample_entries(3, 1), {}, four).ok());  // three is not signed yet
  ASSERT_TRUE(store->swap_checkpoint(std::nullopt, three, "note").value());
  EXPECT_FALSE(store->stage({2, three.root}, sample_entries(2, 2), {}, four).ok());
  EXPECT_FALSE(store->stage({3, log::Hash{}}, sample_entries(3, 1), {}, four).ok());
  EXPECT_EQ(store->state().value().staged, three);
  EXPECT_FALSE(store->entries(3, 1).ok());
  EXPECT_TRUE(store->stage(three, sample_entries(3, 1), {}, four).ok());
}

TEST_F(SqliteLogStoreTest, CosignaturesGoToTheNewestCheckpoint) {
  const auto store = open();
  const TreeHead head = stage(*store, 2);
  EXPECT_FALSE(store->store_cosigned(head, "note").ok());
  ASSERT_TRUE(store->swap_checkpoint(std::nullopt, head, "note").value());
  EXPECT_EQ(store->state().value().newest->cosigning, SignedHead::Cosigning::kPending);
  EXPECT_FALSE(store->store_cosigned({2, log::Hash{}}, "other root").ok());
  EXPECT_TRUE(store->store_cosigned(head, "cosigned").ok());
  EXPECT_EQ(store->state().value().newest->note, "cosigned");
  EXPECT_EQ(store->state().value().newest->cosigning, SignedHead::Cosigning::kDone);
}

TEST_F(SqliteLogStoreTest, OneProcessAtATime) {
  auto store = open();
  const auto second = SqliteLogStore::open(path(), "log", kCreate);
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.error().reason.find("another process"), std::string::npos);
  store.reset();
  EXPECT_TRUE(SqliteLogStore::open(path(), "log", kCreate).ok());
}

TEST_F(SqliteLogStoreTest, AnExistingStoreIsNeverMadeAnew) {
  EXPECT_FALSE(SqliteLogStore::open(path(), "log", kExisting).ok());
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
  std::ofstream(path()).close();
  EXPECT_FALSE(SqliteLogStore::open(path(), "log", kExisting).ok());
  std::filesystem::remove(path());
  open();
  EXPECT_TRUE(SqliteLogStore::open(path(), "log", kExisting).ok());
}

TEST_F(SqliteLogStoreTest, ForeignFilesAreRefused) {
  open();
  EXPECT_FALSE(SqliteLogStore::open(path(), "another log", kCreate).ok());
  const std::filesystem::path text = directory_.path() / "text.db";
  ASSERT_TRUE(log::write_file_durably(text, Bytes(5000, 'x')).ok());
  EXPECT_FALSE(SqliteLogStore::open(text, "log", kCreate).ok());
  EXPECT_FALSE(SqliteLogStore::open(directory_.path() / "missing" / "log.db", "log", kCreate).ok());
  std::filesystem::create_directory(directory_.path() / "directory.db");
  EXPECT_FALSE(SqliteLogStore::open(directory_.path() / "directory.db", "log", kCreate).ok());
}

TEST_F(SqliteLogStoreTest, TheWriteAheadLogIsCopiedBesideTheCommits) {
  const auto store = SqliteLogStore::open(path(), "log", kCreate, {{}, {}, {}, 8}).value();
  const auto before = std::filesystem::file_size(path());
  const TreeHead head = stage(*store, 5000);
  for (int i = 0; i < 1000 && std::filesystem::file_size(path()) < before + 5000 * 10; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_GE(std::filesystem::file_size(path()), before + 5000 * 10);
  // Once all is copied the next commit begins the log anew instead of making it longer.
  const auto log_size = [&] { return std::filesystem::file_size(path().string() + "-wal"); };
  ASSERT_TRUE(store->swap_checkpoint(std::nullopt, head, "note").value());
  bool begun_anew = false;
  for (TreeHead last = head; !begun_anew && last.size < head.size + 500;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    const auto before_commit = log_size();
    const TreeHead next = stage(*store, 1);
    begun_anew = log_size() == before_commit;
    ASSERT_TRUE(store->swap_checkpoint(last.size, next, "note").value());
    last = next;
  }
  EXPECT_TRUE(begun_anew);
  EXPECT_EQ(store->entries(0, 5000).value(), sample_entries(0, 5000));
}

TEST_F(SqliteLogStoreTest, EmptyAndLargestEntries) {
  const auto store = open();
  const std::vector<Bytes> entries{{}, Bytes(log::kMaxEntrySize, 3)};
  for (const Bytes& entry : entries) edge_.append(log::hash_leaf(entry));
  ASSERT_TRUE(store->stage(TreeHead{}, entries, edge_.take_changed(), edge_.head()).ok());
  EXPECT_EQ(store->entries(0, 2).value(), entries);
}

}  // namespace
}  // namespace viche::store
