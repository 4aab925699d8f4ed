// The model of a disk that loses what was not synced must be able to lose it.

#include "tests/bulletin/support/synced_files.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>

#include "bulletin/log/durable_file.h"
#include "tests/bulletin/support/log_samples.h"

namespace viche::log {
namespace {

namespace fs = std::filesystem;

/// What `write` leaves in a directory that has the file `old` with the content "old", if all that
/// it did not sync is lost. Missing files are "-".
class SyncedFiles : public testing::Test {
 protected:
  SyncedFiles() {
    fs::create_directory(root_);
    fs::create_directory(notes_);
    EXPECT_TRUE(write_file_durably(root_ / "old", as_bytes("old")).ok());
  }
  void after(const std::function<void()>& write) {
    const pid_t child = ::fork();
    if (child == 0) {
      test::note_syncs(root_, notes_);
      write();
      ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
    std::mt19937_64 random(1);
    test::restore_synced(root_, notes_, restored_, 1, random);
  }
  [[nodiscard]] std::string content(const std::string& name) const {
    const Result<Bytes> bytes = read_file(restored_ / name, 100);
    return bytes ? std::string(as_text(*bytes)) : "-";
  }

  test::TemporaryDirectory directory_;
  const fs::path root_ = directory_.path() / "root", notes_ = directory_.path() / "notes",
                 restored_ = directory_.path() / "restored";
};

TEST_F(SyncedFiles, KeepsWhatWasSynced) {
  after([&] {
    ASSERT_TRUE(write_file_durably(root_ / "old", as_bytes("new")).ok());
    ASSERT_TRUE(create_directories_durably(root_ / "a" / "b").ok());
    ASSERT_TRUE(write_file_durably(root_ / "a" / "b" / "c", as_bytes("deep")).ok());
  });
  EXPECT_EQ(content("old"), "new");
  EXPECT_EQ(content("a/b/c"), "deep");
}

TEST_F(SyncedFiles, LosesNamesThatWereNotSynced) {
  after([&] {
    ASSERT_TRUE(replace_file(root_ / "old", as_bytes("new")).ok());
    ASSERT_TRUE(replace_file(root_ / "other", as_bytes("other")).ok());
    fs::create_directory(root_ / "a");
    ASSERT_TRUE(write_file_durably(root_ / "a" / "c", as_bytes("deep")).ok());
  });
  EXPECT_EQ(content("old"), "old");
  EXPECT_EQ(content("other"), "-");
  EXPECT_FALSE(fs::exists(restored_ / "a"));
}

TEST_F(SyncedFiles, BringsBackWhatWasRemoved) {
  after([&] { fs::remove(root_ / "old"); });
  EXPECT_EQ(content("old"), "old");
}

TEST_F(SyncedFiles, LosesContentsWhoseNameAloneWasSynced) {
  after([&] {
    std::ofstream(root_ / "hasty") << "content";
    ASSERT_TRUE(sync_directory(root_).ok());
  });
  EXPECT_EQ(content("hasty"), "");
}

}  // namespace
}  // namespace viche::log
