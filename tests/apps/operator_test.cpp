// What an operator can do wrong: files that must not be overwritten, a lost log, a full disk,
// secrets that lie open, commands on boards and records that are not there.

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "apps/common/console.h"
#include "bulletin/log/file_lock.h"
#include "tests/apps/small_election.h"

namespace viche::test {
namespace {

std::vector<std::string> init_command(const SmallElection& election, const std::string& board,
                                      const std::string& record, const std::string& manifest) {
  return {"board",           "init",
          "--board",         election.path(board),
          "--record",        election.path(record),
          "--manifest",      manifest,
          "--log-key",       election.path("log.json"),
          "--registrar-key", election.path("registrar.json")};
}

TEST(Outputs, OverwriteNoSecretNoInputAndNothingOfTheRecord) {
  const SmallElection election(1);
  write_text(election.path("notice.txt"), "The hall is open until six.");
  const auto notice_to = [&](const std::string& out) {
    return viche({"election", "notice", "--registrar-key", election.path("registrar.json"),
                  "--record", election.record(), "--text", election.path("notice.txt"), "--out",
                  election.path(out)});
  };
  for (const char* out : {"registrar.json", "notice.txt", "manifest.json", "board/log-key.json",
                          "board/log.sqlite", "anna/identity.json", "record/checkpoint",
                          "record/tile/entries/000.p/9", "record/new.statement"}) {
    SCOPED_TRACE(out);
    const bool there = fs::exists(election.path(out));
    const Bytes before = read_bytes(election.path(out));
    const Ran ran = notice_to(out);
    EXPECT_EQ(ran.exit_code, 3) << ran.err;
    EXPECT_NE(ran.err.find(out), std::string::npos) << ran.err;
    EXPECT_EQ(fs::exists(election.path(out)), there);
    EXPECT_EQ(read_bytes(election.path(out)), before);
  }
  // A secret is not made there either.
  EXPECT_EQ(viche({"key", "new", "--out", election.path("record/key.json")}).exit_code, 3);
  // A statement gives way to the next one.
  EXPECT_EQ(notice_to("notice.statement").exit_code, 0);
  write_text(election.path("notice.txt"), "The hall is open until seven.");
  EXPECT_EQ(notice_to("notice.statement").exit_code, 0);
  EXPECT_EQ(election.post({election.path("notice.statement")}).exit_code, 0);
  EXPECT_EQ(election.witness_cosigns().exit_code, 0);
}

TEST(Board, ALostLogIsNeverBegunAnew) {
  const SmallElection election(1);
  const Bytes checkpoint = read_bytes(election.path("record/checkpoint"));
  const std::string manifest = election.path("manifest.json");
  const std::vector<std::string> status{
      "board", "status", "--board", election.path("board"), "--record", election.record()};
  for (const char* file : {"board/log.sqlite", "board/log.sqlite-wal", "board/log.sqlite-shm"}) {
    fs::remove(election.path(file));
  }
  for (const std::vector<std::string>& command :
       {election.post_command({election.path("open.statement")}), status,
        init_command(election, "board", "record", manifest),
        init_command(election, "board", "other-record", manifest)}) {
    const Ran ran = viche(command);
    EXPECT_EQ(ran.exit_code, 3) << ran.out;
    EXPECT_NE(ran.err.find("log.sqlite"), std::string::npos) << ran.err;
    EXPECT_FALSE(fs::exists(election.path("board/log.sqlite")));
  }
  // Nor does a second board go on with what the first one published.
  EXPECT_NE(viche(init_command(election, "board-2", "record", manifest)).exit_code, 0);
  EXPECT_EQ(read_bytes(election.path("record/checkpoint")), checkpoint);
}

TEST(Board, InitChecksEverythingBeforeItCreatesAnything) {
  const SmallElection election(0, Until::kInit);
  const std::string manifest = election.path("manifest.json");
  for (const char* changed : {"--manifest", "--log-key", "--registrar-key"}) {
    std::vector<std::string> command = init_command(election, "new-board", "new-record", manifest);
    *(std::find(command.begin(), command.end(), changed) + 1) = election.path("witness.json");
    EXPECT_EQ(viche(command).exit_code, 1) << changed;
    EXPECT_FALSE(fs::exists(election.path("new-board"))) << changed;
    EXPECT_FALSE(fs::exists(election.path("new-record"))) << changed;
  }
  EXPECT_EQ(viche(init_command(election, "board", "record", manifest)).exit_code, 0)
      << "again is no error";
}

TEST(Board, ARecordThatCannotBeWrittenIsTheEnvironmentsFault) {
  const SmallElection election(0, Until::kInit);
  const std::string manifest = election.path("manifest.json");
  write_text(election.path("a-file"), "x");
  const Ran on_a_file = viche(init_command(election, "board", "a-file", manifest));
  EXPECT_EQ(on_a_file.exit_code, 3) << on_a_file.err;
  fs::create_directory(election.path("blocked"));
  write_text(election.path("blocked/tile"), "x");
  const Ran blocked = viche(init_command(election, "board", "blocked", manifest));
  EXPECT_EQ(blocked.exit_code, 3) << blocked.err;
  // A new board: its log begins, and cannot be published.
  const Ran unpublished = viche(init_command(election, "new-board", "blocked", manifest));
  EXPECT_EQ(unpublished.exit_code, 3) << unpublished.err;
}

TEST(Manifest, WithoutAnyWitnessIsWarnedOf) {
  const Scratch scratch;
  std::string manifest = read_text(example("tiny/manifest.json"));
  const auto check = [&] {
    write_text(scratch / "manifest.json", manifest);
    return viche({"manifest", "check", "--template", scratch / "manifest.json"});
  };
  EXPECT_EQ(check().err.find("Warning"), std::string::npos);
  const std::string one = R"("quorum": 1)";
  manifest.replace(manifest.find(one), one.size(), R"("quorum": 0)");
  const Ran warned = check();
  EXPECT_EQ(warned.exit_code, 0);
  EXPECT_NE(warned.err.find("Warning: the witness quorum is 0"), std::string::npos) << warned.err;
}

TEST(Board, StatusOnlyReads) {
  const SmallElection election(1);
  const auto status = [&](const std::string& record) {
    return viche(
        {"board", "status", "--board", election.path("board"), "--record", election.path(record)});
  };
  write_text(election.path("record/tile/left.viche-new.AbCdEf"), "x");
  const auto before = contents(election.path("record"));
  EXPECT_EQ(status("record").exit_code, 0);
  EXPECT_EQ(contents(election.path("record")), before);
  for (const std::string verb : {"status", "post", "cosign"}) {
    std::vector<std::string> command{
        "board", verb, "--board", election.path("board"), "--record", election.path("nowhere")};
    if (verb != "status") command.push_back(election.path("open.statement"));
    const Ran ran = viche(command);
    EXPECT_EQ(ran.exit_code, 3) << verb;
    EXPECT_NE(ran.err.find("no record here"), std::string::npos) << ran.err;
    EXPECT_FALSE(fs::exists(election.path("nowhere"))) << verb;
  }
  const auto lock = log::FileLock::acquire(election.path("board/log.sqlite.lock"));
  ASSERT_TRUE(lock.ok());
  const Ran locked = status("record");
  EXPECT_EQ(locked.exit_code, 3);
  EXPECT_NE(locked.err.find("does another `viche board` run?"), std::string::npos) << locked.err;
}

TEST(Board, AnUnreadableFileIsReportedAndTheOthersArePosted) {
  const SmallElection election(2);
  const std::string first = election.write_ballots("first.ballots", {election.cast(0, 0)});
  const std::string last = election.write_ballots("last.ballots", {election.cast(1, 0)});
  std::vector<std::string> command =
      election.post_command({first, election.path("missing.ballots"), last});
  command.push_back("--json");
  const Ran ran = viche(command);
  EXPECT_EQ(ran.exit_code, 3) << ran.err;
  EXPECT_EQ(election.casts(), 2U);
  std::istringstream lines(ran.out);
  std::vector<nlohmann::json> reports;
  for (std::string line; std::getline(lines, line);) reports.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(reports.size(), 3U);
  EXPECT_EQ(reports[0]["unreadable"], "");
  EXPECT_NE(reports[1]["unreadable"].get<std::string>().find("missing.ballots"), std::string::npos);
  EXPECT_EQ(reports[2]["appended"], 1);
}

TEST(Console, DataThatCannotBeWrittenAreAnError) {
  const std::string viche_program = std::string(VICHE_BIN_DIR) + "/viche";
  for (const std::string& arguments :
       {std::string(" --help"), " manifest check --template " + example("tiny/manifest.json")}) {
    const int status =
        std::system(("'" + viche_program + "'" + arguments + " >/dev/full 2>/dev/null").c_str());
    EXPECT_EQ(WEXITSTATUS(status), 3) << arguments;
  }
}

TEST(Console, AShellReadsWordsBack) {
  EXPECT_EQ(app::shell_word("out/vidbir-2025"), "out/vidbir-2025");
  EXPECT_EQ(app::shell_word(""), "''");
  EXPECT_EQ(app::shell_word("a b"), "'a b'");
  EXPECT_EQ(app::shell_word("it's"), "'it'\\''s'");
}

TEST(Secrets, ThatOthersMayReadAreNotUsed) {
  const Scratch scratch;
  const std::string key = scratch / "it's a key.json";
  ASSERT_EQ(viche({"key", "new", "--out", key}).exit_code, 0);
  fs::permissions(key, fs::perms::group_read, fs::perm_options::add);
  const Ran ran = viche({"key", "show", key});
  EXPECT_EQ(ran.exit_code, 3);
  const std::size_t at = ran.err.find("chmod 600 ");
  ASSERT_NE(at, std::string::npos) << ran.err;
  EXPECT_EQ(std::system(ran.err.substr(at).c_str()), 0);
  EXPECT_EQ(viche({"key", "show", key}).exit_code, 0);
}

}  // namespace
}  // namespace viche::test
