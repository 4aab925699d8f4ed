// viche-verify as it is run: in parts, from an archive, from a server.

#include <gtest/gtest.h>

#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "tests/apps/program.h"
#include "tests/apps/viche-verify/file_server.h"
#include "tests/verifier/verify_record.h"

namespace viche::test {
namespace {

using nlohmann::json;
using verifier::test::ordinary_election;
using verifier::test::TinyElection;

const TinyElection& election() {
  static const TinyElection kElection = ordinary_election();
  return kElection;
}

std::string fingerprint() { return to_hex(election().fingerprint()); }

Ran verify_by(std::vector<std::string> arguments) { return run("viche-verify", arguments); }

/// The report without what may differ between two runs.
json report_of(const Ran& ran) {
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  json report = json::parse(ran.out, nullptr, false);
  report.erase("run");
  return report;
}

void expect_refused(const std::vector<std::string>& arguments, int exit_code,
                    const std::string& says) {
  const Ran ran = verify_by(arguments);
  EXPECT_EQ(ran.exit_code, exit_code) << ran.out << ran.err;
  EXPECT_NE(ran.err.find(says), std::string::npos) << ran.err;
}

TEST(VerifyInParts, IsAWholeRun) {
  const Scratch scratch;
  election().write(scratch / "record");
  const json whole = report_of(verify_by({scratch / "record", "--json", "-"}));
  std::vector<std::string> merge{"merge", "--json", "-"};
  for (int i = 1; i <= 3; ++i) {
    const std::string part = scratch / ("part-" + std::to_string(i) + ".json");
    const std::string number = std::to_string(i) + "/3";
    const Ran ran = verify_by({scratch / "record", "--part", number, "--out", part});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    merge.push_back(part);
  }
  EXPECT_EQ(report_of(verify_by(merge)), whole);
  // A task that is run again leaves the same file.
  const std::string before = read_text(scratch / "part-2.json");
  verify_by({scratch / "record", "--part", "2/3", "--out", scratch / "part-2.json", "--arithmetic",
             "sodium", "--threads", "1"});
  EXPECT_EQ(read_text(scratch / "part-2.json"), before);

  fs::rename(scratch / "record", scratch / "elsewhere");
  expect_refused(merge, 3, "record");
  std::vector<std::string> there = merge;
  there.insert(there.end(), {"--record", scratch / "elsewhere", "--fingerprint", fingerprint()});
  EXPECT_EQ(report_of(verify_by(there)).at("verdict"), "verified");
  there.back() = std::string(64, '0');
  EXPECT_EQ(verify_by(there).exit_code, 1);
  merge.pop_back();
  expect_refused(merge, 3, "these are missing: 3");
}

TEST(VerifyInParts, Misuse) {
  const Scratch scratch;
  election().write(scratch / "record");
  const std::string record = scratch / "record";
  const std::string part = scratch / "part.json";
  expect_refused({}, 2, "RECORD");
  expect_refused({""}, 2, "RECORD");
  expect_refused({record, "--part", "1/2"}, 2, "--out");
  expect_refused({record, "--out", part}, 2, "--part");
  expect_refused({record, "--part", "3/2", "--out", part}, 2, "--part");
  expect_refused({record, "--part", "1/2", "--out", record + "/part"}, 2, "inside the record");
  expect_refused({record, "--part", "1/2", "--out", part, "--json", "x"}, 2, "merge");
  expect_refused({"merge"}, 2, "PART");
  expect_refused({"merge", scratch / "none.json"}, 3, "none.json");
  expect_refused({"merge", record + "/checkpoint"}, 3, "checkpoint");
  EXPECT_FALSE(fs::exists(part));
}

TEST(VerifyAsAPage, TwoObserversGetTheSameBytes) {
  const Scratch scratch;
  election().write(scratch / "record");
  const FileServer server(election().files());
  EXPECT_EQ(verify_by({scratch / "record", "--fingerprint", fingerprint(), "--html",
                       scratch / "one.html"})
                .exit_code,
            0);
  EXPECT_EQ(verify_by({server.url(), "--fingerprint", fingerprint(), "--arithmetic", "sodium",
                       "--threads", "3", "--html", scratch / "two.html"})
                .exit_code,
            0);
  const std::string page = read_text(scratch / "one.html");
  EXPECT_NE(page.find("</html>"), std::string::npos);
  EXPECT_EQ(read_text(scratch / "two.html"), page);
  expect_refused({scratch / "record", "--html", scratch / "record/report.html"}, 2, "inside");
  expect_refused({scratch / "record", "--html", "-"}, 2, "--html needs a file");
  expect_refused({scratch / "record", "--html", scratch / "none/report.html"}, 3, "none");
}

TEST(VerifyAnArchive, GivesTheReportOfTheDirectory) {
  const Scratch scratch;
  election().write(scratch / "record");
  const std::string archive = scratch / "record.tar.zst";
  ASSERT_EQ(run("/bin/sh", {"-c", "tar -C '" + scratch.path().string() +
                                      "' -cf - record | zstd -q -o '" + archive + "'"})
                .exit_code,
            0);
  const json whole = report_of(verify_by({scratch / "record", "--json", "-"}));
  EXPECT_EQ(report_of(verify_by({archive, "--json", "-"})), whole);
  EXPECT_EQ(report_of(verify_by({archive, "--json", "-", "--mirror", scratch / "kept"})), whole);
  EXPECT_EQ(report_of(verify_by({scratch / "kept", "--json", "-"})), whole);
  write_text(archive, "no archive");
  expect_refused({archive}, 3, "record.tar.zst");
}

std::size_t folders_in(const fs::path& directory) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

/// Waits until there is a folder in `directory`, that of a run which hangs on its server.
int start_hanging(const FileServer& server, const fs::path& directory) {
  const int process = start_program(
      "/usr/bin/env", {"TMPDIR=" + directory.string(), std::string(VICHE_BIN_DIR) + "/viche-verify",
                       server.url(), "--fingerprint", fingerprint()});
  for (int i = 0; i < 1000 && folders_in(directory) == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(folders_in(directory), 1U);
  return process;
}

TEST(VerifyFromAServer, LeavesNothingBehindWhenItIsStoppedOrKilled) {
  const FileServer server(election().files(), [](const std::string& path, unsigned, auto& reply) {
    reply.then = FileServer::Reply::Then::kHang;
    return path.starts_with("tile/entries");
  });
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    const Scratch scratch;
    const int process = start_hanging(server, scratch.path());
    ::kill(process, signal);
    int status = 0;
    ::waitpid(process, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == signal);
    EXPECT_EQ(folders_in(scratch.path()), 0U);
  }
  const Scratch scratch;
  kill_or_reap(start_hanging(server, scratch.path()));
  EXPECT_EQ(folders_in(scratch.path()), 1U);
  // Somebody else's, one in use and one that is no such folder stay.
  fs::create_directory(scratch / "viche-verify-abcdef");  // others may read it: not made by us
  const int running = start_program("/usr/bin/env", {"TMPDIR=" + scratch.path().string(),
                                                     std::string(VICHE_BIN_DIR) + "/viche-verify",
                                                     server.url(), "--fingerprint", fingerprint()});
  const auto names = [&] {
    std::set<std::string> list;
    for (const auto& entry : fs::directory_iterator(scratch.path())) {
      list.insert(entry.path().filename().string());
    }
    return list;
  };
  for (int i = 0; i < 200; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  const auto before = names();
  EXPECT_EQ(before.size(), 2U);  // the killed one's is gone
  run("/usr/bin/env", {"TMPDIR=" + scratch.path().string(),
                       std::string(VICHE_BIN_DIR) + "/viche-verify", scratch / "none.tar.zst"});
  EXPECT_EQ(names(), before);
  kill_or_reap(running);
}

TEST(VerifyFromAServer, GivesTheReportOfTheDirectory) {
  const Scratch scratch;
  election().write(scratch / "record");
  FileServer::Files files;
  for (const auto& [name, bytes] : election().files()) files["mirrors/x/" + name] = bytes;
  const FileServer server(files);
  const std::string url = server.url() + "/mirrors/x/";
  const json whole =
      report_of(verify_by({scratch / "record", "--json", "-", "--fingerprint", fingerprint()}));
  EXPECT_EQ(report_of(verify_by({url, "--json", "-", "--fingerprint", fingerprint()})), whole);
  EXPECT_EQ(report_of(verify_by({url, "--json", "-", "--fingerprint", fingerprint(), "--mirror",
                                 scratch / "mirror"})),
            whole);
  EXPECT_EQ(
      report_of(verify_by({scratch / "mirror", "--json", "-", "--fingerprint", fingerprint()})),
      whole);
  const Ran foreign = verify_by({url, "--fingerprint", std::string(64, '0')});
  EXPECT_EQ(foreign.exit_code, 1);
  EXPECT_NE(foreign.out.find("the election has another fingerprint"), std::string::npos);
  expect_refused({url}, 2, "--fingerprint");
  expect_refused({server.url(), "--fingerprint", fingerprint()}, 3, "status 404");
  expect_refused({"http://", "--fingerprint", fingerprint()}, 3, "no host");

  std::vector<std::string> merge{"merge", "--json", "-", "--fingerprint", fingerprint()};
  for (const char* number : {"1/2", "2/2"}) {
    merge.push_back(scratch / (std::string("part-") + number[0]));
    EXPECT_EQ(verify_by({url, "--part", number, "--out", merge.back()}).exit_code, 0);
  }
  EXPECT_EQ(report_of(verify_by(merge)), whole);
}

}  // namespace
}  // namespace viche::test
