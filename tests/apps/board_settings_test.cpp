// What viche-board says of wrong settings and files, before it starts: what is wrong, and where.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/apps/served_board.h"
#include "tests/bulletin/http/tls_client.h"

namespace viche::test {
namespace {

/// An environment variable for one scope.
class Variable {
 public:
  Variable(const std::string& name, const std::string& value) : name_(name) {
    ::setenv(name.c_str(), value.c_str(), 1);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { ::unsetenv(name_.c_str()); }

 private:
  std::string name_;
};

void expect_says(const Ran& ran, int exit_code, const std::vector<std::string>& parts) {
  EXPECT_EQ(ran.exit_code, exit_code) << ran.err;
  for (const std::string& part : parts) {
    EXPECT_NE(ran.err.find(part), std::string::npos) << part << " is not in: " << ran.err;
  }
}

TEST(BoardSettings, AWrongLineOfTheFileIsNamed) {
  const Scratch scratch;
  const std::string file = scratch / "board.toml";
  const auto check = [&](const std::string& lines) {
    write_text(file, "[board]\ndirectory = 'a'\nrecord = 'b'\n" + lines);
    return run("viche-board", {"--config", file, "--check-config"});
  };
  expect_says(check("[http]\nports = 80\n"), 2,
              {file, "line 5", "http.ports", "did you mean http.port?"});
  expect_says(check("[htp]\nport = 80\n"), 2, {file, "line 5", "htp.port", "http.port?"});
  expect_says(check("[http]\nport = 80\nport = 81\n"), 2, {file, "line 6"});
  expect_says(check("[board]\ngrace_ms = 1\n"), 2, {file, "line 4"});
  expect_says(check("[http]\nport = 65536\n"), 2, {file, "line 5: http.port", "0 to 65535"});
  expect_says(check("[http]\nport = -1\n"), 2, {file, "line 5: http.port", "found \"-1\""});
  expect_says(check("[http]\nport = true\n"), 2, {file, "line 5", "http.port is neither"});
  expect_says(check("[http\n"), 2, {file, "line 4"});
  expect_says(check("[tls]\ncertificate = ''\n"), 2, {file, "line 5: tls.certificate", "is empty"});
  expect_says(check("[tls]\nkey = 'k'\n"), 2, {"certificate and key go together"});
  expect_says(check("[http]\naddress = 'localhost'\n"), 2,
              {"http.address", "localhost", "numeric"});
  expect_says(check("[service]\nwaiting_ballots = 5\n"), 2, {"service.waiting_ballots"});
  write_text(file, "record = 'b'\n");
  expect_says(run("viche-board", {"--config", file}), 2, {"line 1", "outside any table"});
  expect_says(run("viche-board", {"--config", scratch / "none.toml"}), 3, {"none.toml"});
  expect_says(run("viche-board", {"--check-config"}), 2, {"board.directory", "is missing"});
}

TEST(BoardSettings, AWrongVariableOrFlagIsNamed) {
  {
    const Variable variable("VICHE_BOARD_HTTP_PROT", "80");
    expect_says(run("viche-board", {"--check-config"}), 2,
                {"VICHE_BOARD_HTTP_PROT", "did you mean VICHE_BOARD_HTTP_PORT?"});
  }
  {
    const Variable variable("VICHE_BOARD_HTTP_PORT", "http");
    expect_says(run("viche-board", {"--check-config"}), 2, {"VICHE_BOARD_HTTP_PORT: expected"});
  }
  expect_says(run("viche-board", {"--http-port", "65536", "--check-config"}), 2,
              {"--http-port: expected"});
}

/// A board that could be served, of which one thing is made wrong.
class BoardFiles : public testing::Test {
 protected:
  BoardFiles() : election_(0, Until::kInit) {}

  Ran check(const std::vector<std::string>& more = {}) {
    std::vector<std::string> command{"--check-config", "--board-directory", election_.path("board"),
                                     "--board-record", election_.record()};
    command.insert(command.end(), more.begin(), more.end());
    return run("viche-board", command);
  }
  static std::vector<std::string> tls(const http::TlsFiles& files) {
    return {"--tls-certificate", files.certificate.string(), "--tls-key", files.key.string()};
  }

  SmallElection election_;
};

TEST_F(BoardFiles, AreGoodAndStayAsTheyAre) {
  const auto before = contents(election_.path("board"));
  const Ran good = check();
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_EQ(good.err, "");
  EXPECT_EQ(contents(election_.path("board")), before);
  ServedBoard board(election_);
  EXPECT_EQ(check().exit_code, 0) << "also while the board runs";
  EXPECT_EQ(board.stop(), 0);
}

TEST_F(BoardFiles, OfTheBoard) {
  const std::string key = election_.path("board/log-key.json");
  ::chmod(key.c_str(), 0644);
  expect_says(check(), 2, {key, "mode 644", "chmod 600"});
  ::chmod(key.c_str(), 0600);
  const std::string store = election_.path("board/log.sqlite");
  fs::rename(store, store + ".away");
  expect_says(check(), 2, {store, "viche board restore"});
  fs::rename(store + ".away", store);
  write_text(election_.path("board/manifest.json"), "{}");
  expect_says(check(), 2, {election_.path("board/manifest.json")});
  fs::remove(key);
  expect_says(check({"--board-directory", election_.path("none")}), 2,
              {election_.path("none"), "viche board init"});
}

TEST_F(BoardFiles, OfTheRecord) {
  EXPECT_EQ(check({"--board-record", election_.path("new/record")}).exit_code, 0);
  write_text(election_.path("file"), "");
  expect_says(check({"--board-record", election_.path("file")}), 2,
              {election_.path("file"), "no directory"});
  const SmallElection other(0, Until::kInit);
  expect_says(check({"--board-record", other.record()}), 2, {other.path("record/checkpoint")});
}

TEST_F(BoardFiles, OfTheCertificate) {
  fs::create_directory(election_.path("other"));
  const http::TlsFiles files = write_certificate(election_.path("."), "board");
  const Ran good = check(tls(files));
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_NE(good.err.find("expires on "), std::string::npos) << "in an hour";
  const http::TlsFiles other = write_certificate(election_.path("other"), "another");
  expect_says(check(tls({files.certificate, other.key})), 2,
              {other.key.string(), "key values mismatch"});
  ::chmod(files.key.c_str(), 0644);
  expect_says(check(tls(files)), 2, {files.key.string(), "everybody may read this key"});
  EXPECT_EQ(run("viche-board",
                {"--board-directory", election_.path("board"), "--board-record", election_.record(),
                 "--tls-certificate", files.certificate.string(), "--tls-key", files.key.string()})
                .exit_code,
            2);
  for (const auto& [from, said] :
       {std::pair(-7200L, "has expired"), std::pair(7200L, "only from")}) {
    write_certificate(election_.path("."), "board", from);
    expect_says(check(tls(files)), 2, {files.certificate.string(), said});
  }
  // Several faults are told at once.
  fs::remove(election_.path("board/log.sqlite"));
  expect_says(check(tls(files)), 2, {"log.sqlite", "only from"});
}

TEST(BoardSettings, AnExpiredCertificateIsServedWithAWarning) {
  const SmallElection election(0, Until::kInit);
  const http::TlsFiles files = write_certificate(election.path("."), "board", -7200);
  ServedBoard board(
      election, {"--tls-certificate", files.certificate.string(), "--tls-key", files.key.string()});
  EXPECT_NE(board.log().find("has expired on "), std::string::npos) << board.log();
  EXPECT_EQ(board.stop(), 0);
}

}  // namespace
}  // namespace viche::test
