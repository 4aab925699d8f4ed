// Wrong input: the documented exit status, a message that names the place, and never a crash.

#include <gtest/gtest.h>

#include "apps/common/key_file.h"
#include "crypto/group/kernel/kernel.h"
#include "tests/apps/small_election.h"

namespace viche::test {
namespace {

struct Case {
  const char* name;
  std::vector<std::string> arguments;
  int exit_code;
  std::string says;  // somewhere on standard error
};

void expect_case(const Case& one, const std::string& program = "viche") {
  SCOPED_TRACE(one.name);
  const Ran ran = run(program, one.arguments);
  EXPECT_EQ(ran.exit_code, one.exit_code) << ran.out << ran.err;
  EXPECT_NE(ran.err.find(one.says), std::string::npos) << ran.err;
  for (const char* trace : {"terminate called", "what():", "broken invariant", "Sanitizer"}) {
    EXPECT_EQ(ran.err.find(trace), std::string::npos) << ran.err;
  }
}

TEST(BadInput, CommandLines) {
  const std::vector<Case> cases = {
      {"nothing", {}, 2, "viche --help"},
      {"a word that is no verb", {"elections-all"}, 2, "`viche` has no verb `elections-all`"},
      {"unknown verb", {"simulte"}, 2, "Did you mean `viche simulate`?"},
      {"unknown verb of a group",
       {"trustee", "commmit"},
       2,
       "Did you mean `viche trustee commit`?"},
      {"unknown option", {"key", "new", "--uot", "x"}, 2, "--out"},
      {"missing option", {"key", "new"}, 2, "--out is required"},
      {"missing file argument", {"key", "show"}, 2, "FILE"},
      {"threads zero",
       {"trustee", "agree", "--state", "a", "--record", "b", "--out", "c", "--threads", "0"},
       2,
       "--threads"},
      {"a file of no known kind",
       {"board", "post", "--board", "a", "--record", "b", "x.txt"},
       2,
       "x.txt: expected a name"},
      {"ballots no number",
       {"simulate", "--manifest", "a", "--votes", "b", "--out", "c", "--ballots", "-1"},
       2,
       "--ballots"},
      {"seed with a tail",
       {"simulate", "--manifest", "a", "--votes", "b", "--out", "c", "--seed", "12x"},
       2,
       "--seed"},
      {"seed beyond 64 bits",
       {"simulate", "--manifest", "a", "--votes", "b", "--out", "c", "--seed",
        "18446744073709551616"},
       2,
       "--seed"},
      {"rate above one",
       {"simulate", "--manifest", "a", "--votes", "b", "--out", "c", "--revote-rate", "1.5"},
       2,
       "--revote-rate"},
      {"unknown role",
       {"manifest", "complete", "--template", example("tiny/manifest.json"), "--out", "m", "--key",
        "trustee-4=00"},
       2,
       "--key trustee-4"},
      {"a key that is none",
       {"manifest", "complete", "--template", example("tiny/manifest.json"), "--out", "m", "--key",
        "log=00"},
       2,
       "--key log"},
  };
  for (const Case& one : cases) expect_case(one);
  EXPECT_NE(viche({"--help"}).out.find("exit status:"), std::string::npos);
  EXPECT_EQ(viche({"--help"}).exit_code, 0);
  EXPECT_EQ(viche({"--version"}).out,
            std::string("viche 0.1.0, kernel ") + kernel::active().name + "\n");
  EXPECT_EQ(viche({"board", "post", "--help"}).out.rfind("examples:", 0), 0U)
      << "examples lead the help";
}

TEST(BadInput, Files) {
  const Scratch scratch;
  const std::string manifest = read_text(example("tiny/manifest.json"));
  write_text(scratch / "truncated.json", manifest.substr(0, manifest.size() / 2));
  std::string wrong = manifest;
  wrong.replace(wrong.find("\"choose\""), 8, "\"choice\"");
  write_text(scratch / "wrong.json", wrong);
  write_text(scratch / "empty.json", "");
  write_text(
      scratch / "votes.json",
      R"({"viche_votes": 1, "ballots": [{"style": "member", "count": 1, "choices": {"garden": ["yes", "no"]}}]})");
  write_text(scratch / "key.json",
             R"({"viche_key": 1, "kind": "ed25519", "public": "00", "secret": "zz"})");
  fs::permissions(scratch / "key.json", fs::perms::owner_read | fs::perms::owner_write);
  fs::create_directory(scratch / "directory");
  write_text(scratch / "directory/file", "");
  const std::string tiny = example("tiny/manifest.json");
  const std::string votes = example("tiny/votes.json");
  const std::vector<Case> cases = {
      {"missing manifest", {"manifest", "check", scratch / "no.json"}, 3, "no.json: cannot open"},
      {"directory as manifest",
       {"manifest", "check", scratch / "directory"},
       3,
       "directory: not a regular file"},
      {"empty manifest", {"manifest", "check", scratch / "empty.json"}, 1, "empty.json"},
      {"truncated manifest",
       {"manifest", "check", scratch / "truncated.json"},
       1,
       "truncated.json: "},
      {"template without --template", {"manifest", "check", tiny}, 1, "/registrar"},
      {"wrong kind of contest",
       {"manifest", "check", "--template", scratch / "wrong.json"},
       1,
       "/contests/0/kind"},
      {"a key file that is none", {"key", "show", scratch / "key.json"}, 1, "key.json: /secret"},
      {"no record",
       {"vote", "receipt", "--record", scratch / "directory", "--tracker",
        "0000-0000-0000-0000-0000", "--out", "y"},
       3,
       "no record here"},
      {"no board",
       {"board", "status", "--board", scratch / "directory", "--record", scratch / "r"},
       3,
       "manifest.json"},
      {"ballot that marks too much",
       {"simulate", "--manifest", tiny, "--votes", scratch / "votes.json", "--out", scratch / "o"},
       1,
       "/ballots/0/choices/garden"},
      {"more ballots than votes",
       {"simulate", "--manifest", tiny, "--votes", votes, "--out", scratch / "o", "--ballots",
        "61"},
       1,
       "--ballots"},
      {"foreign directory",
       {"simulate", "--manifest", tiny, "--votes", votes, "--out", scratch / "directory"},
       3,
       "not an empty directory"},
  };
  for (const Case& one : cases) expect_case(one);
  EXPECT_FALSE(fs::exists(scratch / "o"));
  EXPECT_FALSE(fs::exists(scratch / "m"));
  EXPECT_TRUE(fs::exists(scratch / "directory/file"));
  expect_case({"no record at all", {scratch / "nowhere"}, 3, "nowhere"}, "viche-verify");
  expect_case(
      {"unknown arithmetic", {scratch / "directory", "--arithmetic", "slow"}, 2, "--arithmetic"},
      "viche-verify");
}

TEST(BadInput, KeysAreNeverOverwritten) {
  const Scratch scratch;
  ASSERT_EQ(viche({"key", "new", "--out", scratch / "key.json"}).exit_code, 0);
  const Bytes before = read_bytes(scratch / "key.json");
  expect_case({"existing key", {"key", "new", "--out", scratch / "key.json"}, 3, "exists already"});
  EXPECT_EQ(read_bytes(scratch / "key.json"), before);
  EXPECT_EQ(fs::status(scratch / "key.json").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  const Ran shown = viche({"key", "show", scratch / "key.json"});
  EXPECT_EQ(shown.exit_code, 0);
  EXPECT_NE(read_text(scratch / "key.json").find(shown.out.substr(0, 64)), std::string::npos);
}

TEST(BadInput, StatementsOutOfOrder) {
  const SmallElection election(0, Until::kInit);
  const auto trustee = [&](const std::string& verb) {
    return std::vector<std::string>{"trustee",  verb,
                                    "--state",  election.path("anna"),
                                    "--record", election.record(),
                                    "--out",    election.path("x.statement")};
  };
  const auto registrar = [&](const std::string& verb) {
    return std::vector<std::string>{"election",        verb,
                                    "--registrar-key", election.path("registrar.json"),
                                    "--record",        election.record(),
                                    "--out",           election.path("x.statement")};
  };
  expect_case({"close before the opening", registrar("close"), 1, "close"});
  expect_case({"the opening before the keys", registrar("open"), 1, "log"});
  expect_case(
      {"confirm before the shares", trustee("confirm"), 1, "holds no seed for the election"});
  expect_case({"agreement before the seal", trustee("agree"), 1, "quorum"});
  std::vector<std::string> other_manifest = trustee("commit");
  write_text(election.path("other.json"), "{}");
  other_manifest.insert(other_manifest.end(), {"--manifest", election.path("other.json")});
  expect_case({"another manifest than the trustee's", other_manifest, 1,
               "the record is of another manifest"});
  std::vector<std::string> stranger = trustee("agree");
  stranger[3] = election.path("nobody");
  expect_case({"a trustee without a state", stranger, 3, "identity.json"});
  EXPECT_FALSE(fs::exists(election.path("x.statement")));
}

TEST(BadInput, WhatTheBoardRefuses) {
  const SmallElection election(1);
  const Bytes opening = read_bytes(election.path("open.statement"));
  write_bytes(election.path("cut.statement"), ByteView(opening).first(opening.size() - 1));
  write_text(election.path("empty.ballots"), "");
  Bytes altered = opening;
  altered.back() ^= 1;
  write_bytes(election.path("altered.statement"), altered);
  expect_case(
      {"missing file", election.post_command({election.path("no.ballots")}), 3, "no.ballots"});
  expect_case({"truncated statement", election.post_command({election.path("cut.statement")}), 1,
               "cut.statement: byte"});
  expect_case(
      {"empty file", election.post_command({election.path("empty.ballots")}), 1, "empty.ballots"});
  expect_case({"a second opening", election.post_command({election.path("altered.statement")}), 1,
               "opening"});
  expect_case({"a board of another record",
               {"board", "status", "--board", election.path("board"), "--record",
                SmallElection(0, Until::kInit).record()},
               1,
               ""});
}

TEST(BadInput, Voters) {
  const SmallElection election(1);
  app::write_credential(election.path("voter.json"), election.credential(0));
  ASSERT_EQ(viche({"credential", "new", "--out", election.path("stranger.json")}).exit_code, 0);
  write_text(election.path("good.json"), R"({"garden": ["yes"]})");
  write_text(election.path("bad.json"), R"({"garden": ["maybe"]})");
  const auto vote = [&](const std::string& hash, const std::string& credential,
                        const std::string& choices) {
    return std::vector<std::string>{"vote",
                                    "prepare",
                                    "--record",
                                    election.record(),
                                    "--manifest-hash",
                                    hash,
                                    "--credential",
                                    election.path(credential),
                                    "--choices",
                                    election.path(choices),
                                    "--state",
                                    election.path("device")};
  };
  const std::string& hash = election.manifest_hash();
  expect_case({"another manifest's hash", vote(std::string(64, '0'), "voter.json", "good.json"), 1,
               "another manifest"});
  expect_case({"a hash that is none", vote("12", "voter.json", "good.json"), 2, "--manifest-hash"});
  expect_case({"not in the roll", vote(hash, "stranger.json", "good.json"), 1, "not in the roll"});
  expect_case({"an unknown option", vote(hash, "voter.json", "bad.json"), 1, "/garden"});
  expect_case({"an official's key as credential", vote(hash, "registrar.json", "good.json"), 1,
               "registrar.json"});
  EXPECT_FALSE(fs::exists(election.path("device")));
  EXPECT_EQ(viche(vote(hash, "voter.json", "good.json")).exit_code, 0);
  expect_case({"an unknown tracker",
               {"vote", "receipt", "--record", election.record(), "--tracker",
                "0000-0000-0000-0000-0000", "--out", election.path("r")},
               1,
               ""});
  expect_case({"a tracker that is none",
               {"vote", "receipt", "--record", election.record(), "--tracker", "K3PA", "--out",
                election.path("r")},
               2,
               "--tracker"});
}

TEST(BadInput, ADeviceAsksForTheWitnessQuorum) {
  const SmallElection election(1);
  app::write_credential(election.path("voter.json"), election.credential(0));
  write_text(election.path("good.json"), R"({"garden": ["yes"]})");
  // The board posts something, and no witness has seen it.
  write_text(election.path("notice.txt"), "The hall is open until six.");
  EXPECT_EQ(election.registrar("notice", {"--text", election.path("notice.txt")}).exit_code, 0);
  const std::vector<std::string> vote{"vote",
                                      "prepare",
                                      "--record",
                                      election.record(),
                                      "--manifest-hash",
                                      election.manifest_hash(),
                                      "--credential",
                                      election.path("voter.json"),
                                      "--choices",
                                      election.path("good.json"),
                                      "--state",
                                      election.path("device")};
  expect_case({"no quorum", vote, 1, ""});
  EXPECT_EQ(election.witness_cosigns().exit_code, 0);
  EXPECT_EQ(viche(vote).exit_code, 0);
}

}  // namespace
}  // namespace viche::test
