#include "tally/state_file.h"

#include <gtest/gtest.h>

#include "bulletin/log/durable_file.h"
#include "tests/bulletin/support/log_samples.h"
#include "tests/tally/support/plain_file.h"

namespace viche::tally {
namespace {

using log::test::TemporaryDirectory;

TEST(StateFile, ReadsWhatWasWritten) {
  const TemporaryDirectory directory;
  const std::filesystem::path path = directory.path() / "file";
  for (const Bytes& contents : {Bytes(), Bytes{1}, Bytes(100'000, 7)}) {
    ASSERT_TRUE(write_state_file(path, "kind", contents).ok());
    const auto read = read_state_file(path, "kind");
    ASSERT_TRUE(read.ok()) << read.error().message();
    EXPECT_EQ(*read, contents);
  }
}

TEST(StateFile, MissingFileIsNothing) {
  const TemporaryDirectory directory;
  const auto read = read_state_file(directory.path() / "file", "kind");
  ASSERT_TRUE(read.ok());
  EXPECT_FALSE(read->has_value());
  EXPECT_FALSE(read_state_file(directory.path(), "kind").ok());  // a directory
}

TEST(StateFile, DamageIsNoticed) {
  const TemporaryDirectory directory;
  const std::filesystem::path path = directory.path() / "file";
  ASSERT_TRUE(write_state_file(path, "kind", Bytes{1, 2, 3}).ok());
  const Bytes right = *log::read_file(path, 1000);
  const auto refused = [&](const Bytes& bytes) {
    test::write_plain(path, bytes);
    const auto read = read_state_file(path, "kind");
    return !read.ok() && read.error().where == path.string();
  };
  for (std::size_t i = 0; i < 8 * right.size(); ++i) {
    Bytes changed = right;
    changed[i / 8] ^= static_cast<std::uint8_t>(1U << (i % 8));
    EXPECT_TRUE(refused(changed)) << "bit " << i;
  }
  for (std::size_t size = 0; size < right.size(); ++size) {
    EXPECT_TRUE(refused(Bytes(right.begin(), right.begin() + static_cast<std::ptrdiff_t>(size))));
  }
  EXPECT_FALSE(refused(right));
}

TEST(StateFile, OtherKindIsRefused) {
  const TemporaryDirectory directory;
  const std::filesystem::path path = directory.path() / "file";
  ASSERT_TRUE(write_state_file(path, "kind", Bytes{1}).ok());
  EXPECT_FALSE(read_state_file(path, "kin").ok());
  EXPECT_FALSE(read_state_file(path, "kind2").ok());
}

TEST(StateFile, UnwritableDirectoryIsAnError) {
  const TemporaryDirectory directory;
  EXPECT_FALSE(write_state_file(directory.path() / "none" / "file", "kind", Bytes{1}).ok());
}

}  // namespace
}  // namespace viche::tally
