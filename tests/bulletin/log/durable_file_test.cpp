#include "bulletin/log/durable_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/bulletin/support/log_samples.h"

namespace viche::log {
namespace {

namespace fs = std::filesystem;

std::size_t files_in(const fs::path& directory) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

TEST(DurableFile, WritesAndReadsBack) {
  const test::TemporaryDirectory directory;
  const fs::path path = directory.path() / "file";
  for (const Bytes& bytes : {Bytes{}, Bytes{1, 2, 3}, Bytes(100000, 5), Bytes{9}}) {
    ASSERT_TRUE(write_file_durably(path, bytes).ok());
    EXPECT_EQ(read_file(path, 100000).value(), bytes);
  }
  EXPECT_EQ(files_in(directory.path()), 1U);
}

TEST(DurableFile, ErrorsNameThePathAndTheReason) {
  const test::TemporaryDirectory directory;
  const fs::path missing = directory.path() / "missing";
  const Result<Bytes> read = read_file(missing, 10);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().where, missing.string());
  EXPECT_NE(read.error().reason.find("No such file"), std::string::npos);
  EXPECT_FALSE(read_file(directory.path(), 10).ok());
  EXPECT_FALSE(write_file_durably(missing / "file", Bytes{1}).ok());
  EXPECT_FALSE(sync_directory(missing).ok());
}

TEST(DurableFile, APipeIsNotWaitedFor) {
  const test::TemporaryDirectory directory;
  const fs::path path = directory.path() / "pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(read_file(path, 10).error().reason, "not a regular file");
}

TEST(DurableFile, LargerThanTheLimit) {
  const test::TemporaryDirectory directory;
  const fs::path path = directory.path() / "file";
  ASSERT_TRUE(write_file_durably(path, Bytes(11)).ok());
  EXPECT_FALSE(read_file(path, 10).ok());
  EXPECT_TRUE(read_file(path, 11).ok());
}

TEST(DurableFile, AFailedReplacementLeavesNothing) {
  const test::TemporaryDirectory directory;
  const fs::path occupied = directory.path() / "occupied";
  ASSERT_TRUE(create_directories_durably(occupied / "child").ok());
  EXPECT_FALSE(replace_file(occupied, Bytes{1}).ok());  // a directory is in the way
  EXPECT_EQ(files_in(directory.path()), 1U);
}

TEST(DurableFile, CreatesMissingParents) {
  const test::TemporaryDirectory directory;
  const fs::path deep = directory.path() / "a" / "b" / "c";
  EXPECT_TRUE(create_directories_durably(deep).ok());
  EXPECT_TRUE(create_directories_durably(deep).ok());
  EXPECT_TRUE(fs::is_directory(deep));
  ASSERT_TRUE(write_file_durably(directory.path() / "file", {}).ok());
  EXPECT_FALSE(create_directories_durably(directory.path() / "file").ok());
  EXPECT_FALSE(create_directories_durably(directory.path() / "file" / "below").ok());
}

TEST(DurableFile, TemporaryNamesAreKnown) {
  EXPECT_TRUE(is_temporary_name("tile/0/000.viche-new.AbC123"));
  EXPECT_FALSE(is_temporary_name("tile/0/000"));
}

TEST(DurableFile, SeveralAtOnce) {
  const test::TemporaryDirectory directory;
  std::vector<FileContents> files;
  for (std::uint8_t i = 0; i < 50; ++i) {
    files.push_back({directory.path() / std::to_string(i), Bytes(i * 100, i)});
  }
  std::size_t done = 0;
  EXPECT_TRUE(replace_files(files, [&] { ++done; }).ok());
  EXPECT_EQ(done, files.size());
  for (const FileContents& file : files) EXPECT_EQ(read_file(file.path, 10000).value(), file.bytes);
  EXPECT_EQ(files_in(directory.path()), files.size());
  EXPECT_TRUE(replace_files({}, {}).ok());
  EXPECT_TRUE(sync_directories({}).ok());

  files[20].path = directory.path() / "missing" / "file";
  files[30].path = directory.path() / "absent" / "file";
  const Result<void> failed = replace_files(files, {});
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().where, files[20].path.string());
  EXPECT_EQ(files_in(directory.path()), 50U);
  const std::vector<fs::path> directories{directory.path(), files[30].path, files[20].path};
  EXPECT_EQ(sync_directories(directories).error().where, files[30].path.string());
}

}  // namespace
}  // namespace viche::log
