// The commands of docs/operations.md, run as they stand there, below a directory of the test's own.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "tests/apps/served_board.h"
#include "tests/bulletin/support/shell.h"

namespace viche::test {
namespace {

using log::test::run_shell;
using testing::HasSubstr;

/// The commands in a section, in order.
std::vector<std::string> commands_of(const std::string& section) {
  std::istringstream lines(read_text(std::string(VICHE_SOURCE_DIR) + "/docs/operations.md"));
  std::vector<std::string> commands;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) inside = line == "## " + section;
    const std::size_t text = line.find_first_not_of(' ');
    if (inside && text != std::string::npos && text >= 4) commands.push_back(line.substr(text));
  }
  return commands;
}

/// An election's board where the page says it is, on a machine that is one directory.
class Operations : public testing::Test {
 protected:
  Operations() : election_(40) {
    for (const char* directory :
         {"/root/newest", "/srv/mirror", "/backup", "/etc/viche-board", "/var/lib/viche-board"}) {
      fs::create_directories(root() + directory);
    }
    for (const char* name : {"board", "record"}) {
      fs::rename(election_.path(name), state() + name);
      fs::create_directory_symlink(state() + name, election_.path(name));
    }
    fs::create_directory_symlink(election_.path("."), root() + "/root/election");
    write_text(root() + "/etc/viche-board/viche-board.toml",
               "[board]\ndirectory = '" + state() + "board'\nrecord = '" + state() + "record'\n");
  }

  [[nodiscard]] std::string root() const { return election_.path("machine"); }
  [[nodiscard]] std::string state() const { return root() + "/var/lib/viche-board/"; }
  void start() { board_.emplace(election_); }
  void stop() {
    EXPECT_EQ(board_->stop(), 0);
    board_.reset();
  }
  /// One command of the page; what it said, and whether it went well.
  std::pair<std::string, bool> run(std::string command) {
    if (command == "systemctl start viche-board") return start(), std::pair("", true);
    if (command == "systemctl stop viche-board") return stop(), std::pair("", true);
    for (const char* top : {"/var/lib", "/root/", "/srv/", "/backup", "/etc/"}) {
      for (std::size_t at = 0; (at = command.find(top, at)) != std::string::npos;) {
        const bool begins = at == 0 || command[at - 1] == ' ' || command[at - 1] == '=';
        if (begins) command.insert(at, root());
        at += begins ? root().size() + 1 : 1;
      }
    }
    return run_shell("PATH=" VICHE_BIN_DIR ":$PATH; { " + command + "; }");
  }
  void run_all(const std::vector<std::string>& commands) {
    for (const std::string& command : commands) {
      const auto [said, good] = run(command);
      EXPECT_TRUE(good) << command << "\n" << said;
      if (command.starts_with("viche-board ")) {
        EXPECT_THAT(said, HasSubstr("settings are good"));
      }
    }
  }
  [[nodiscard]] std::uint64_t size() const {
    return nlohmann::json::parse(get(*board_, "/v1/status").body).at("size");
  }

  SmallElection election_;
  std::optional<ServedBoard> board_;
};

TEST_F(Operations, TheStoresDiskIsLost) {
  if (!run_shell("command -v rsync").second) GTEST_SKIP() << "no rsync here";
  const std::vector<std::string> mirror = commands_of("Mirrors and backups");
  ASSERT_EQ(mirror.size(), 4U);
  ASSERT_THAT(mirror[3], HasSubstr("viche board backup"));
  const std::vector<Bytes> ballots = election_.cast_all(0, std::vector<Bytes32>(40));
  start();
  std::atomic<bool> mirrored = false;
  std::atomic<std::size_t> posted = 0;
  std::thread voters([&] {
    for (; posted < 39 && !mirrored; ++posted) {
      EXPECT_EQ(post_entries(*board_, {ballots[posted]}).status, 201U);
    }
  });
  while (posted < 3) std::this_thread::yield();
  run_all(mirror);  // while people vote
  mirrored = true;
  voters.join();
  // One ballot more, whose receipt its voter keeps; and somebody watches the checkpoint.
  const HttpAnswer last = post_entries(*board_, {ballots[39]});
  ASSERT_EQ(last.status, 201U);
  write_text(root() + "/root/newest/receipt", last.body);
  write_text(root() + "/root/newest/watch", get(*board_, "/checkpoint").body);
  const std::uint64_t before = size();
  stop();
  fs::rename(state() + "board", election_.path("lost"));

  const std::vector<std::string> recovery = commands_of("When the store's disk is lost");
  ASSERT_EQ(recovery.size(), 4U);
  const auto [refused, restored] = run(recovery[0]);
  EXPECT_FALSE(restored) << "the mirror lacks the last ballot";
  EXPECT_THAT(refused, HasSubstr("it is older"));
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_TRUE(run(mirror[i]).second) << "from the record's disk";
  run_all(recovery);
  EXPECT_EQ(size(), before);
  EXPECT_EQ(post_entries(*board_, {ballots[39]}).status, 200U) << "known";
  for (std::size_t i = posted; i < 39; ++i) {
    EXPECT_EQ(post_entries(*board_, {ballots[i]}).status, 201U);
  }
  stop();
  EXPECT_EQ(election_.finish().exit_code, 0);
  EXPECT_EQ(verify(election_.record()).exit_code, 0);
}

TEST_F(Operations, MovingToAnotherMachine) {
  start();
  const Bytes ballot = election_.cast(0, 1);
  ASSERT_EQ(post_entries(*board_, {ballot}).status, 201U);
  const std::uint64_t before = size();
  std::vector<std::string> commands = commands_of("Moving to another machine");
  ASSERT_EQ(commands.size(), 8U);
  run_all({commands.begin(), commands.begin() + 3});
  // The new machine is where the old one was.
  fs::rename(state(), election_.path("old"));
  run_all({commands.begin() + 3, commands.end()});
  EXPECT_EQ(size(), before);
  EXPECT_EQ(post_entries(*board_, {ballot}).status, 200U);
  stop();
  // The old copy has no key: it cannot sign again.
  fs::rename(state(), election_.path("new"));
  fs::rename(election_.path("old"), state());
  EXPECT_THROW(start(), std::runtime_error);
}

TEST_F(Operations, TheFirstStart) {
  fs::remove_all(state());
  run_all(commands_of("The first start"));
  EXPECT_EQ(size(), 1U);
  EXPECT_EQ(get(*board_, "/readyz").status, 200U);
  stop();
}

}  // namespace
}  // namespace viche::test
