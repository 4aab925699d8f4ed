// The Debian package: what is in it, and that the board in it serves under what its unit forbids.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <regex>
#include <set>

#include "apps/viche-board/config.h"
#include "tests/apps/served_board.h"
#include "tests/bulletin/support/shell.h"

namespace viche::test {
namespace {

using log::test::run_shell;
using testing::HasSubstr;

std::string source(const std::string& name) { return std::string(VICHE_SOURCE_DIR) + "/" + name; }

bool is_installed(const std::string& program) { return run_shell("command -v " + program).second; }

/// What is between backquotes in docs/operations.md.
std::set<std::string> quoted_words() {
  const std::string text = read_text(source("docs/operations.md"));
  const std::regex word("`([^`\n ]+)`");
  std::set<std::string> words;
  for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at) {
    words.insert((*at)[1]);
  }
  return words;
}

/// Made once for all tests of this process.
class Package : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!is_installed("dpkg-shlibdeps") || !is_installed("file")) return;
    scratch_ = std::make_unique<Scratch>();
    const auto [said, made] = run_shell(
        "cd " + scratch_->path().string() +
        " && " VICHE_CPACK " -G DEB -D CPACK_DEBIAN_COMPRESSION_TYPE=gzip --config " VICHE_BIN_DIR
        "/../CPackConfig.cmake -B . && mv *.deb viche.deb && dpkg-deb -x viche.deb root");
    EXPECT_TRUE(made) << said;
  }
  static void TearDownTestSuite() { scratch_.reset(); }
  void SetUp() override {
    if (scratch_ == nullptr) GTEST_SKIP() << "no package can be made here (dpkg-dev, file)";
  }
  static std::string deb() { return *scratch_ / "viche.deb"; }
  /// Where a file of the package lies here.
  static std::string unpacked(const std::string& path) { return *scratch_ / ("root" + path); }

 private:
  static inline std::unique_ptr<Scratch> scratch_;
};

TEST_F(Package, HoldsWhatItSays) {
  const std::string control = run_shell("dpkg-deb --field " + deb()).first;
  for (const char* part : {"Package: viche\n", "Version: " VICHE_VERSION "\n", "Architecture: ",
                           "libc6 (", "libsodium23", "libssl3", "libsqlite3-0", "libntl"}) {
    EXPECT_THAT(control, HasSubstr(part));
  }
  EXPECT_EQ(run_shell("dpkg-deb --ctrl-tarfile " + deb() + " | tar -xOf - ./conffiles").first,
            "/etc/viche-board/viche-board.toml\n");
  for (const char* script : {"postinst", "prerm", "postrm"}) {
    EXPECT_TRUE(run_shell("sh -n " + source("packaging/") + script).second) << script;
  }
  for (const char* program : {"viche", "viche-board", "viche-verify"}) {
    const std::string path = unpacked(std::string("/usr/bin/") + program);
    const Ran ran = run(path, {"--version"});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_THAT(ran.out + ran.err, HasSubstr(VICHE_VERSION));
    EXPECT_EQ(read_text(path).find(".symtab"), std::string::npos) << program << " is not stripped";
    EXPECT_LT(fs::file_size(path), 16U << 20) << program;
    EXPECT_EQ(static_cast<unsigned>(fs::status(path).permissions()), 0755U);
  }
  for (const fs::path& file : files_below(unpacked(""))) {
    const auto mode = static_cast<unsigned>(fs::status(file).permissions());
    EXPECT_EQ(mode & 0022U, 0U) << file << " is writable for others";
  }
  EXPECT_TRUE(fs::exists(unpacked("/usr/share/doc/viche/copyright")));
  // Every file that the page of operations names, but for what operators make themselves.
  const std::set<std::string> made{
      "/etc/viche-board/certificate.pem", "/etc/viche-board/key.pem",
      "/etc/viche-witness/witness.json",  "/etc/viche-witness/manifest.json",
      "/etc/viche-witness/key.pem",       "/etc/viche-witness/certificate.pem"};
  std::size_t found = 0;
  for (const std::string& word : quoted_words()) {
    const bool packaged =
        word.starts_with("/usr/") || word.starts_with("/lib/") || word.starts_with("/etc/");
    if (packaged && !made.contains(word)) {
      EXPECT_TRUE(fs::exists(unpacked(word))) << word;
      ++found;
    }
    if (word.starts_with("packaging/")) {
      EXPECT_TRUE(fs::exists(source(word))) << word;
    }
  }
  EXPECT_GE(found, 7U);
}

TEST(Packaging, TheExampleOfSettingsHasAllWithTheirDefaults) {
  std::string text = read_text(source("packaging/viche-board.toml"));
  const std::string page = read_text(source("docs/operations.md"));
  text = std::regex_replace(text, std::regex("(^|\n)# (\\[?[a-z_]+( =|\\]))"), "$1$2");
  const auto values = board_app::read_toml(text);
  ASSERT_TRUE(values.ok()) << values.error().message();
  board_app::Config config;
  for (const board_app::Setting& setting : board_app::settings()) {
    ASSERT_TRUE(values->contains(std::string(setting.name))) << setting.name;
    const std::string key(setting.name.substr(setting.name.find('.') + 1));
    EXPECT_THAT(page, HasSubstr("    " + key + " = ")) << "docs/operations.md";
  }
  ASSERT_TRUE(board_app::apply_values(config, *values).ok());
  ASSERT_TRUE(board_app::check_config(config).ok());
  const board_app::Config defaults;
  EXPECT_EQ(config.grace, defaults.grace);
  EXPECT_EQ(config.hold, defaults.hold);
  EXPECT_EQ(config.ballots_at_once, defaults.ballots_at_once);
  EXPECT_EQ(config.server.threads, defaults.server.threads);
  EXPECT_EQ(config.server.connections, defaults.server.connections);
  EXPECT_EQ(config.server.header_limit, defaults.server.header_limit);
  EXPECT_EQ(config.server.body_limit, defaults.server.body_limit);
  EXPECT_EQ(config.server.arriving_limit, defaults.server.arriving_limit);
  EXPECT_EQ(config.server.leaving_limit, defaults.server.leaving_limit);
  EXPECT_EQ(config.server.pipelined, defaults.server.pipelined);
  EXPECT_EQ(config.server.request_timeout, defaults.server.request_timeout);
  EXPECT_EQ(config.server.idle_timeout, defaults.server.idle_timeout);
  EXPECT_EQ(config.server.response_timeout, defaults.server.response_timeout);
  EXPECT_EQ(config.service.check_threads, defaults.service.check_threads);
  EXPECT_EQ(config.service.interval, defaults.service.interval);
  EXPECT_EQ(config.service.batch_ballots, defaults.service.batch_ballots);
  EXPECT_EQ(config.service.waiting_ballots, defaults.service.waiting_ballots);
  EXPECT_EQ(config.service.waiting_bytes, defaults.service.waiting_bytes);
  EXPECT_EQ(config.service.batch_per_credential, defaults.service.batch_per_credential);
  EXPECT_EQ(config.service.suspects_per_batch, defaults.service.suspects_per_batch);
}

TEST_F(Package, ItsBoardServesWithoutPrivilegesOrNewExecutableMemory) {
  const SmallElection election(1);
  // As NoNewPrivileges= and MemoryDenyWriteExecute= ask; for this process and all that it starts.
  ASSERT_EQ(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
  constexpr int kDenyWriteExecute = 65;  // PR_SET_MDWE, Linux 6.3
  if (::prctl(kDenyWriteExecute, 1, 0, 0, 0) != 0) {
    std::puts("this kernel has no PR_SET_MDWE: executable memory is not forbidden here");
  }
  const std::vector<std::string> settings{
      "--config",       unpacked("/etc/viche-board/viche-board.toml"),
      "--http-address", "127.0.0.1",
      "--http-port",    "0"};
  std::vector<std::string> check{"--check-config", "--board-directory", election.path("board"),
                                 "--board-record", election.record()};
  check.insert(check.end(), settings.begin(), settings.end());
  const Ran checked = run(unpacked("/usr/bin/viche-board"), check);
  EXPECT_EQ(checked.exit_code, 0) << checked.err;

  ServedBoard board(election, settings, {unpacked("/usr/bin/viche-board")});
  EXPECT_EQ(post_entries(board, {election.cast(0, 0)}).status, 201U);
  // Every metric of the alarms is one that the board has.
  const std::string metrics = get(board, "/metrics").body;
  const std::string alarms = read_text(unpacked("/usr/share/doc/viche/examples/alarms.yml"));
  const std::regex metric("viche_(board|http)_[a-z_]+");
  std::size_t named = 0;
  for (std::sregex_iterator at(alarms.begin(), alarms.end(), metric), end; at != end; ++at) {
    EXPECT_THAT(metrics, HasSubstr(at->str())) << "alarms.yml";
    ++named;
  }
  EXPECT_GE(named, 7U);
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(run(unpacked("/usr/bin/viche"), {"board", "status", "--board", election.path("board"),
                                             "--record", election.record()})
                .exit_code,
            0);
  // The vote is open still: everything holds but that there is no result.
  EXPECT_EQ(run(unpacked("/usr/bin/viche-verify"), {election.record(), "--threads", "1"}).exit_code,
            verify(election.record()).exit_code);
}

TEST(Unit, IsInOrder) {
  if (!is_installed("systemd-analyze")) GTEST_SKIP() << "no systemd-analyze (Debian: systemd)";
  const Scratch scratch;
  for (const char* name : {"viche-board.service", "viche-witness.service"}) {
    // As installed but for the program's place, which is looked up.
    std::string unit = read_text(source(std::string("packaging/") + name));
    const std::string place = "/usr/bin/";
    unit.replace(unit.find(place), place.size(), VICHE_BIN_DIR "/");
    write_text(scratch / name, unit);
    const auto [said, good] =
        run_shell("systemd-analyze verify --man=no --recursive-errors=no " + (scratch / name));
    EXPECT_TRUE(good) << said;
    // 0 is the safest, 10 the least safe; these need the network.
    const auto [exposure, low] =
        run_shell("systemd-analyze security --offline=true --threshold=18 " + (scratch / name));
    EXPECT_TRUE(low) << exposure;
  }
}

/// The names of a filter's system calls; a name that begins with @ is another filter's.
std::set<std::string> system_calls(const std::string& filter) {
  std::istringstream lines(run_shell("systemd-analyze syscall-filter --no-pager " + filter).first);
  std::set<std::string> calls;
  for (std::string word; lines >> word;) {
    if (word == filter) continue;
    if (word == "#") {
      std::getline(lines, word);
    } else if (word.starts_with("@")) {
      calls.merge(system_calls(word));
    } else {
      calls.insert(word);
    }
  }
  return calls;
}

TEST(Unit, AllowsEverySystemCallOfTheBoard) {
  if (!is_installed("systemd-analyze")) GTEST_SKIP() << "no systemd-analyze (Debian: systemd)";
  const SmallElection election(3);
  const std::string trace = election.path("trace");
  if (!run_shell("strace -D -qq -o " + trace + " true").second) GTEST_SKIP() << "no strace here";
  const std::string unit = read_text(source("packaging/viche-board.service"));
  ASSERT_THAT(unit, HasSubstr("SystemCallFilter=@system-service\nSystemCallFilter=~@privileged\n"));
  std::set<std::string> allowed = system_calls("@system-service");
  allowed.merge(system_calls("@default"));
  for (const std::string& call : system_calls("@privileged")) allowed.erase(call);
  ASSERT_TRUE(allowed.contains("read"));
  {
    // With a tracer that is no parent, the process is the board.
    ServedBoard board(election, {"--http-threads", "2", "--service-check-threads", "2"},
                      {"/usr/bin/strace", "-D", "-f", "-qq", "-o", trace, kBoardProgram});
    EXPECT_EQ(post_entries(board, election.cast_all(0, std::vector<Bytes32>(3))).status, 200U);
    get(board, "/v1/status");
    get(board, "/checkpoint");
    EXPECT_EQ(board.stop(), 0);
  }
  std::istringstream lines(read_text(trace));
  std::set<std::string> used;
  for (std::string process, call; lines >> process && std::getline(lines >> std::ws, call);) {
    const std::size_t end = call.find('(');
    if (end != std::string::npos && std::isalpha(static_cast<unsigned char>(call[0])) != 0) {
      used.insert(call.substr(0, end));
    }
  }
  EXPECT_GT(used.size(), 30U);
  if (::geteuid() == 0) used.erase("fchown");  // SQLite calls it for root alone
  for (const std::string& call : used) EXPECT_TRUE(allowed.contains(call)) << call;
}

}  // namespace
}  // namespace viche::test
