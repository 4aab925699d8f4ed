#include "bulletin/store/restore.h"

#include <gtest/gtest.h>

#include "bulletin/log/durable_file.h"
#include "bulletin/store/backup.h"
#include "tests/bulletin/support/sample_log.h"

namespace viche::store {
namespace {

namespace fs = std::filesystem;
using log::TreeHead;
using log::test::sample_entries;
using test::OpenLog;

/// A published log, whose heads at some sizes are known, and a place for a new store.
class RestoreTest : public testing::Test {
 protected:
  void SetUp() override { publish({1, 255, 44, 5000}); }

  void publish(const std::vector<std::uint64_t>& batches) {
    const auto log = OpenLog::open(base()).value();
    for (const std::uint64_t count : batches) {
      const auto appended =
          log->sequencer().append(sample_entries(log->sequencer().head().size, count));
      heads_.push_back(appended.value().head);
    }
    newest_ = *log->sequencer().newest();
  }
  [[nodiscard]] fs::path base() const { return directory_.path(); }
  [[nodiscard]] fs::path published(const std::string& name) const {
    return base() / "public" / name;
  }
  /// Into a store of its own. "" if that goes well, else the error.
  std::string restore(RestoreOptions options = {}) {
    fs::remove_all(base() / "new");
    fs::create_directory(base() / "new");
    const auto store = SqliteLogStore::open(base() / "new" / "log.db", test::kOrigin,
                                            SqliteLogStore::Mode::kCreateIfMissing)
                           .value();
    const auto restored = restore_store(*store, base() / "public", newest_, std::move(options));
    return restored ? "" : restored.error().message();
  }
  /// Flips a bit in the middle of a published file, restores, and puts the bit back.
  std::string restore_damaged(const std::string& name) {
    const Bytes good = log::read_file(published(name), 1 << 28).value();
    Bytes bad = good;
    bad[bad.size() / 2] ^= 4;
    EXPECT_TRUE(log::write_file_durably(published(name), bad).ok());
    std::string error = restore();
    EXPECT_TRUE(log::write_file_durably(published(name), good).ok());
    return error;
  }

  log::test::TemporaryDirectory directory_;
  std::vector<TreeHead> heads_;
  SignedHead newest_;
};

TEST_F(RestoreTest, GoesOnFromExactlyTheCheckpoint) {
  std::uint64_t visited = 0;
  ASSERT_EQ(restore({{},
                     [&](std::span<const log::HashedEntry> entries) {
                       visited += entries.size();
                       return Result<void>();
                     }}),
            "");
  EXPECT_EQ(visited, 5300U);
  // The lost store's place is taken by the new one; the board goes on in the same directory.
  fs::rename(base() / "log.db", base() / "lost.db");
  fs::rename(base() / "new" / "log.db", base() / "log.db");
  const auto log = OpenLog::open(base()).value();
  EXPECT_EQ(log->sequencer().head(), heads_.back());
  EXPECT_EQ(log->sequencer().newest()->note, newest_.note);
  EXPECT_EQ(log->store().entries(0, 5300).value(), sample_entries(0, 5300));
  ASSERT_TRUE(log->sequencer().append(sample_entries(5300, 70)).ok());
  EXPECT_EQ(test::published_sample_size(base(), test::policy()).value(), 5370U);
  EXPECT_TRUE(log->sequencer().finish_final().ok());
}

TEST_F(RestoreTest, KeepsCosignatures) {
  newest_.note += "\xE2\x80\x94 somebody AAAAAAAAAAA=\n";
  newest_.cosigning = SignedHead::Cosigning::kDone;
  ASSERT_EQ(restore(), "");
  const auto store = SqliteLogStore::open(base() / "new" / "log.db", test::kOrigin,
                                          SqliteLogStore::Mode::kExisting)
                         .value();
  EXPECT_EQ(store->state().value().newest->note, newest_.note);
  EXPECT_EQ(store->state().value().newest->cosigning, SignedHead::Cosigning::kDone);
}

TEST_F(RestoreTest, NamesTheDamagedFile) {
  for (const char* name : {"tile/0/007", "tile/0/020.p/180", "tile/1/000.p/20", "tile/entries/007",
                           "tile/entries/020.p/180"}) {
    const std::string error = restore_damaged(name);
    EXPECT_NE(error.find(name), std::string::npos) << error;
  }
  for (const char* name : {"tile/0/003", "tile/entries/003", "tile/1/000.p/20"}) {
    fs::rename(published(name), base() / "away");
    const std::string error = restore();
    EXPECT_NE(error.find(name), std::string::npos) << error;
    fs::rename(base() / "away", published(name));
  }
  EXPECT_EQ(restore(), "");
}

TEST_F(RestoreTest, RefusesAnotherRoot) {
  newest_.head.root[0] ^= 1;
  EXPECT_NE(restore().find("do not hash to the checkpoint's root"), std::string::npos);
}

TEST_F(RestoreTest, HoldsEveryKnownHead) {
  std::vector<KnownHead> known;
  for (const TreeHead& head : heads_) known.push_back({head, std::to_string(head.size)});
  EXPECT_EQ(restore({known, {}}), "");
  known.push_back({{5301, {}}, "a voter's receipt"});
  std::string error = restore({known, {}});
  EXPECT_NE(error.find("a voter's receipt: the log had 5301 entries"), std::string::npos) << error;
  EXPECT_NE(error.find("holds 5300"), std::string::npos) << error;
  for (const std::size_t other : {0U, 1U, 3U}) {
    known.assign({{heads_[other], "a witness"}});
    known[0].head.root[5] ^= 1;
    error = restore({known, {}});
    EXPECT_NE(error.find("a witness: "), std::string::npos) << error;
    EXPECT_NE(error.find("two histories"), std::string::npos) << error;
  }
}

TEST_F(RestoreTest, OnlyIntoAStoreThatHasNotSigned) {
  const auto log = OpenLog::open(base()).value();
  const auto again = restore_store(log->store(), base() / "public", newest_, {});
  EXPECT_FALSE(again.ok());
  EXPECT_EQ(log->store().state().value().staged, heads_.back());
}

TEST_F(RestoreTest, AVisitorsErrorEndsIt) {
  EXPECT_NE(restore({{},
                     [](auto) {
                       return Result<void>(Error{"illegal order", "entry 3"});
                     }})
                .find("illegal order"),
            std::string::npos);
}

TEST_F(RestoreTest, ABackupIsTheStoreAtOneMoment) {
  const auto log = OpenLog::open(base()).value();
  EXPECT_EQ(backup_store(base() / "log.db", base() / "copy.db").value(), heads_.back());
  ASSERT_TRUE(log->sequencer().append(sample_entries(5300, 1)).ok());
  const auto copy =
      SqliteLogStore::open(base() / "copy.db", test::kOrigin, SqliteLogStore::Mode::kExisting)
          .value();
  EXPECT_EQ(copy->state().value().staged, heads_.back());
  EXPECT_EQ(copy->entries(0, 5300).value(), sample_entries(0, 5300));
  EXPECT_TRUE(log::TileEdge::restore(*copy, heads_.back()).ok());
}

TEST_F(RestoreTest, ABackupOverwritesNothingAndNeedsALog) {
  ASSERT_TRUE(log::write_file_durably(base() / "precious", Bytes{1}).ok());
  EXPECT_FALSE(backup_store(base() / "log.db", base() / "precious").ok());
  EXPECT_EQ(log::read_file(base() / "precious", 10).value(), Bytes{1});
  EXPECT_FALSE(backup_store(base() / "none.db", base() / "copy.db").ok());
  EXPECT_FALSE(fs::exists(base() / "none.db"));
  ASSERT_TRUE(SqliteLogStore::open(base() / "empty.db", test::kOrigin,
                                   SqliteLogStore::Mode::kCreateIfMissing)
                  .ok());
  EXPECT_FALSE(backup_store(base() / "empty.db", base() / "copy.db").ok());
  EXPECT_FALSE(fs::exists(base() / "copy.db"));
}

}  // namespace
}  // namespace viche::store
