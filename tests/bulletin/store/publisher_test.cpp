#include "bulletin/store/publisher.h"

#include <gtest/gtest.h>

#include "bulletin/log/durable_file.h"
#include "tests/bulletin/support/sample_log.h"

namespace viche::store {
namespace {

namespace fs = std::filesystem;
using log::Tile;
using log::test::sample_entries;
using test::files_below;
using test::OpenLog;

std::vector<std::string> files_of_size(std::uint64_t size) {
  std::vector<std::string> files{"checkpoint"};
  for (const Tile& tile : log::tiles_of(size)) files.push_back(tile.path());
  std::sort(files.begin(), files.end());
  return files;
}

class PublisherTest : public testing::Test {
 protected:
  [[nodiscard]] fs::path base() const { return directory_.path(); }
  [[nodiscard]] fs::path published() const { return base() / "public"; }
  std::unique_ptr<OpenLog> open() { return OpenLog::open(base()).value(); }
  static void append(OpenLog& log, std::uint64_t count) {
    ASSERT_TRUE(log.sequencer().append(sample_entries(log.sequencer().head().size, count)).ok());
  }

  log::test::TemporaryDirectory directory_;
};

TEST_F(PublisherTest, EveryPublishedSizeKeepsItsPartialTiles) {
  const auto log = open();
  append(*log, 3);
  append(*log, 4);
  std::vector<std::string> expected = files_of_size(3);
  for (const std::string& file : files_of_size(7)) expected.push_back(file);
  std::sort(expected.begin(), expected.end());
  expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
  EXPECT_EQ(files_below(published()), expected);
}

TEST_F(PublisherTest, PartialTilesGoWhenTheFullOneIsThere) {
  const auto log = open();
  append(*log, 3);
  append(*log, 250);
  append(*log, 3);
  EXPECT_EQ(files_below(published()), files_of_size(256));
  append(*log, 300);
  std::vector<std::string> files = files_below(published());
  EXPECT_EQ(std::count(files.begin(), files.end(), "tile/1/000.p/1"), 1);  // no full one yet
  files.erase(std::remove(files.begin(), files.end(), "tile/1/000.p/1"), files.end());
  EXPECT_EQ(files, files_of_size(556));
}

TEST_F(PublisherTest, FinalPublicationHoldsExactlyItsFiles) {
  const auto log = open();
  for (const std::uint64_t count : {1U, 1U, 200U, 60U, 300U}) append(*log, count);
  ASSERT_TRUE(log->sequencer().finish_final().ok());
  EXPECT_EQ(files_below(published()), files_of_size(562));
  for (const auto& entry : fs::recursive_directory_iterator(published())) {
    if (entry.is_directory()) {
      EXPECT_FALSE(fs::is_empty(entry)) << entry;
    }
  }
  EXPECT_TRUE(log->sequencer().finish_final().ok());
  EXPECT_EQ(test::published_sample_size(base(), test::policy()).value(), 562U);
}

TEST_F(PublisherTest, FinalPublicationRefusesForeignAndMissingFiles) {
  const auto log = open();
  EXPECT_FALSE(log->publisher().prune().ok());  // nothing published yet
  append(*log, 5);
  ASSERT_TRUE(log::write_file_durably(published() / "notes.txt", Bytes{1}).ok());
  EXPECT_FALSE(log->sequencer().finish_final().ok());
  EXPECT_TRUE(fs::exists(published() / "notes.txt"));
  fs::remove(published() / "notes.txt");
  EXPECT_TRUE(log->sequencer().finish_final().ok());
  fs::remove(published() / "tile/entries/000.p/5");
  EXPECT_FALSE(log->sequencer().finish_final().ok());
}

TEST_F(PublisherTest, ALostDirectoryIsPublishedAgain) {
  {
    const auto log = open();
    append(*log, 300);
    append(*log, 300);
  }
  fs::remove_all(published());
  open();
  EXPECT_EQ(files_below(published()), files_of_size(600));
  EXPECT_EQ(test::published_sample_size(base(), test::policy()).value(), 600U);
}

TEST_F(PublisherTest, LeftTemporaryFilesAreRemoved) {
  fs::create_directories(published() / "tile" / "0");
  const fs::path left = published() / "tile" / "0" / "000.viche-new.AbCdEf";
  ASSERT_TRUE(log::replace_file(left, Bytes{1}).ok());
  open();
  EXPECT_FALSE(fs::exists(left));
}

TEST_F(PublisherTest, OnlyChangedTilesAreWritten) {
  const auto log = open();
  append(*log, 600);
  const auto written = fs::last_write_time(published() / "tile/entries/001");
  append(*log, 5);
  EXPECT_EQ(fs::last_write_time(published() / "tile/entries/001"), written);
  EXPECT_TRUE(fs::exists(published() / "tile/entries/002.p/93"));
}

TEST_F(PublisherTest, AnotherLogsDirectoryIsRefused) {
  {
    const auto log = open();
    append(*log, 5);
  }
  EXPECT_FALSE(Publisher::open(published(), "another origin").ok());

  // Our origin, but a history that the store does not have.
  const log::test::TemporaryDirectory other;
  const auto fork = OpenLog::open(other.path()).value();
  ASSERT_TRUE(fork->sequencer().append({Bytes{1}, Bytes{2}}).ok());
  fs::remove_all(published());
  fs::copy(other.path() / "public", published(), fs::copy_options::recursive);
  EXPECT_FALSE(OpenLog::open(base()).ok());

  // A directory ahead of its store.
  ASSERT_TRUE(fork->sequencer().append(std::vector<Bytes>(10)).ok());
  fs::remove_all(published());
  fs::copy(other.path() / "public", published(), fs::copy_options::recursive);
  EXPECT_FALSE(OpenLog::open(base()).ok());

  // A store that was lost and begun anew signs nothing, even with an entry staged.
  fs::remove(base() / "log.db");
  {
    const auto store = SqliteLogStore::open(base() / "log.db", test::kOrigin,
                                            SqliteLogStore::Mode::kCreateIfMissing)
                           .value();
    log::TileEdge edge;
    edge.append(log::hash_leaf(Bytes{1}));
    ASSERT_TRUE(store->stage({}, std::vector<Bytes>{{1}}, edge.take_changed(), edge.head()).ok());
  }
  EXPECT_FALSE(OpenLog::open(base()).ok());
  EXPECT_FALSE(
      SqliteLogStore::open(base() / "log.db", test::kOrigin, SqliteLogStore::Mode::kExisting)
          .value()
          ->state()
          .value()
          .newest.has_value());

  fs::resize_file(published() / "checkpoint", 10);
  EXPECT_FALSE(OpenLog::open(base()).ok());
}

}  // namespace
}  // namespace viche::store
