#include "bulletin/log/file_lock.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>
#include <thread>

#include "tests/bulletin/support/log_samples.h"

namespace viche::log {
namespace {

namespace fs = std::filesystem;

TEST(FileLock, OneHolder) {
  const test::TemporaryDirectory directory;
  const fs::path path = directory.path() / "lock";
  {
    Result<FileLock> lock = FileLock::acquire(path);
    ASSERT_TRUE(lock.ok());
    const FileLock moved = std::move(*lock);
    EXPECT_FALSE(FileLock::acquire(path).ok());
  }
  EXPECT_TRUE(FileLock::acquire(path).ok());
}

TEST(FileLock, IsWaitedFor) {
  const test::TemporaryDirectory directory;
  const fs::path path = directory.path() / "lock";
  std::optional<FileLock> held(FileLock::acquire(path).value());
  EXPECT_FALSE(FileLock::acquire(path, std::chrono::milliseconds(60)).ok());
  std::thread holder([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    held.reset();
  });
  EXPECT_TRUE(FileLock::acquire(path, std::chrono::seconds(30)).ok());
  holder.join();
}

TEST(FileLock, EndsWithItsProcess) {
  const test::TemporaryDirectory directory;
  const fs::path path = directory.path() / "lock";
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) _exit(FileLock::acquire(path).ok() ? 0 : 1);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(FileLock::acquire(path).ok());
}

}  // namespace
}  // namespace viche::log
