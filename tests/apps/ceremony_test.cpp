// Ceremonies by people who exchange files alone, and of whom some are lost on the way.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/apps/ceremony_office.h"

namespace viche::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

/// The record is whole, and says that so many voted yes.
void expect_verified(const CeremonyOffice& office, int yes) {
  const Ran verified =
      verify(office.record(), {"--fingerprint", office.fingerprint(), "--json", "-"});
  ASSERT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  const json report = json::parse(verified.out);
  ASSERT_EQ(report["result"].size(), 3U) << verified.out;
  EXPECT_EQ(report["result"][0]["option"], "yes");
  EXPECT_EQ(report["result"][0]["votes"], yes);
}

json status_of(const CeremonyOffice& office) {
  const Ran ran = viche({"ceremony", "status", office.record(), "--json"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  return json::parse(ran.out);
}

/// Who is due.
std::vector<std::string> next_of(const json& status) {
  std::vector<std::string> who;
  for (const json& step : status["next"]) who.push_back(step["who"]);
  return who;
}

TEST(Ceremony, StatusSaysWhoIsNextAndMinutesWhatWasDone) {
  CeremonyOffice office(3, 2, 1);
  json status = status_of(office);
  EXPECT_EQ(next_of(status),
            (std::vector<std::string>{"trustee 1 (Trustee 1)", "trustee 2 (Trustee 2)",
                                      "trustee 3 (Trustee 3)"}));
  EXPECT_EQ(status["next"][0]["command"], "viche trustee commit --state DIR --record " +
                                              office.record() +
                                              " --manifest manifest.json --out commit.statement");
  // Everybody's words are those that their own program shows.
  const std::string state = office.path("people/trustee-2/state");
  EXPECT_EQ(viche({"trustee", "show", "--state", state}).err,
            "check phrase: " + status["roles"][2]["words"].get<std::string>() + "\n");
  office.take({"trustee-2"}, "commit");
  EXPECT_EQ(next_of(status_of(office)),
            (std::vector<std::string>{"trustee 1 (Trustee 1)", "trustee 3 (Trustee 3)"}));
  office.take({"trustee-1", "trustee-3"}, "commit");
  for (const char* verb : {"reveal", "share", "confirm"}) office.take(office.trustees(), verb);
  status = status_of(office);
  EXPECT_EQ(status["roles"][1]["done"], (json{"commit", "reveal", "share", "confirm"}));
  EXPECT_EQ(next_of(status), std::vector<std::string>{"registrar (Secretary)"});
  office.open(2);
  office.vote({"yes", "no"});
  office.registrar("close");
  office.registrar("seal");
  EXPECT_EQ(next_of(status_of(office)), std::vector<std::string>{"witnesses (1 of 1)"});
  office.cosign();
  EXPECT_EQ(next_of(status_of(office)).size(), 4U);
  office.take({"trustee-1", "other-1"}, "agree");
  status = status_of(office);
  EXPECT_EQ(status["agreements"], (json{{"have", 2}, {"needed", 3}}));
  EXPECT_EQ(status["roles"][4]["done"], json{"agreement"});
  const Ran shown = viche({"ceremony", "status", office.record()});
  EXPECT_THAT(shown.out, HasSubstr("agreements   [##.] 2 of 3\n"));
  EXPECT_THAT(shown.out, HasSubstr("decryptions  [..] 0 of 2, of 3 trustees; 1 may be lost\n"));

  // Minutes of a ceremony that goes on, and again after its end.
  const std::string early = office.path("early.html");
  const std::string file = office.path("minutes.html");
  ASSERT_EQ(viche({"ceremony", "minutes", office.record(), "--out", early}).exit_code, 0);
  office.cosign();
  office.take({"trustee-2"}, "agree");
  office.cosign();
  office.take({"trustee-1", "trustee-2"}, "decrypt");
  office.registrar("result");
  office.cosign();
  ASSERT_EQ(viche({"ceremony", "minutes", office.record(), "--out", file}).exit_code, 0);
  EXPECT_EQ(viche({"ceremony", "minutes", office.record(), "--out", early}).exit_code, 3);
  const std::string copy = office.path("again.html");
  ASSERT_EQ(viche({"ceremony", "minutes", office.record(), "--out", copy}).exit_code, 0);
  const std::string html = read_text(file);
  EXPECT_EQ(read_text(copy), html);
  EXPECT_THAT(html, HasSubstr("<title>Minutes: By &lt;files&gt; &amp; sticks</title>"));
  EXPECT_THAT(html, Not(HasSubstr("<files>")));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("http")));
  EXPECT_THAT(html, HasSubstr(office.fingerprint()));
  EXPECT_THAT(html, HasSubstr("viche 0.1.0"));
  status = status_of(office);
  EXPECT_EQ(next_of(status), std::vector<std::string>{"anybody"});
  EXPECT_THAT(html, HasSubstr(status["root"].get<std::string>()));
  for (const json& role : status["roles"]) {
    EXPECT_THAT(html, HasSubstr(role["words"].get<std::string>()));
  }
  EXPECT_THAT(html, HasSubstr("<td>Trustee 2 (trustee 2)<td>decryption<td>"));
  EXPECT_THAT(html, Not(HasSubstr("<td>Trustee 3 (trustee 3)<td>decryption")));
  EXPECT_THAT(html, HasSubstr("<td>the board<td>ballots: 2<td>"));
  EXPECT_THAT(html, HasSubstr("<tr><td>Yes<td class=number>1\n"));
  EXPECT_THAT(html, HasSubstr("Seats that a tie or missing votes leave open: 1."));
}

/// Tries to open, and gives what is said.
std::string opening_said(const CeremonyOffice& office, const std::vector<std::string>& more,
                         int exit_code) {
  std::vector<std::string> command{
      "election", "open",          "--registrar-key", office.path("office/registrar.json"),
      "--record", office.record(), "--out",           office.path("office/open.statement")};
  command.insert(command.end(), more.begin(), more.end());
  const Ran ran = viche(command);
  EXPECT_EQ(ran.exit_code, exit_code) << ran.err;
  EXPECT_EQ(fs::exists(office.path("office/open.statement")), exit_code == 0);
  return ran.err;
}

// The rehearsal is a whole verified election, with lost trustees, by which the real one opens; and
// nothing else is.
TEST(Ceremony, TheRealElectionOpensAfterItsRehearsal) {
  const CeremonyOffice office(3, 2, 1);
  office.key_ceremony();
  const std::string voter = office.path("voter.json");
  write_text(office.path("voters.txt"),
             viche({"credential", "new", "--out", voter}).out.substr(0, 64) + " member\n");
  office.registrar("roll", {"--voters", office.path("voters.txt")});
  const std::string rehearsal = office.path("rehearsal");
  const Ran rehearsed =
      viche({"ceremony", "rehearse", "--manifest", office.path("office/manifest.json"), "--out",
             rehearsal, "--threads", "1"});
  ASSERT_EQ(rehearsed.exit_code, 0) << rehearsed.out << rehearsed.err;
  EXPECT_THAT(rehearsed.out, HasSubstr("rehearsed: 1 trustees lost, 2 decrypted 2 dummy ballots"));
  EXPECT_FALSE(fs::exists(rehearsal + "/keys")) << "no key is used again";
  EXPECT_EQ(verify(rehearsal + "/record").exit_code, 0);
  const json status =
      json::parse(viche({"ceremony", "status", rehearsal + "/record", "--json"}).out);
  EXPECT_EQ(status["election"], "by-files-rehearsal");

  EXPECT_THAT(opening_said(office, {}, 1),
              HasSubstr("viche: open: an election opens after its rehearsal: give --rehearsal"));
  EXPECT_THAT(opening_said(office, {"--rehearsal", office.record()}, 1),
              HasSubstr("cosigned by 0 witnesses"));
  const CeremonyOffice larger(3, 2, 2);
  const std::string other = larger.path("rehearsal");
  ASSERT_EQ(viche({"ceremony", "rehearse", "--manifest", larger.path("office/manifest.json"),
                   "--out", other, "--threads", "1"})
                .exit_code,
            0);
  EXPECT_THAT(
      opening_said(office, {"--rehearsal", other + "/record"}, 1),
      HasSubstr("is not a rehearsal of this manifest: more than id, title and keys differ"));
  opening_said(office, {"--rehearsal", rehearsal + "/record", "--without-rehearsal"}, 2);
  opening_said(office, {"--rehearsal", rehearsal + "/record"}, 0);

  // A rehearsal by the people: the same template.
  const std::string prepared = office.path("prepared");
  ASSERT_EQ(viche({"ceremony", "rehearse", "--manifest", office.path("office/manifest.json"),
                   "--out", prepared, "--prepare"})
                .exit_code,
            0);
  EXPECT_EQ(read_text(prepared + "/template.json"), read_text(rehearsal + "/template.json"));
}

// What was no rehearsal: an election of the same manifest whose keys are the real ones, and one in
// which nobody was lost.
TEST(Ceremony, ARehearsalHasItsOwnKeysAndLosesTrustees) {
  const CeremonyOffice real(3, 2, 1);
  real.key_ceremony();
  write_text(
      real.path("voters.txt"),
      viche({"credential", "new", "--out", real.path("v.json")}).out.substr(0, 64) + " member\n");
  real.registrar("roll", {"--voters", real.path("voters.txt")});
  const std::string registrar = real.path("office/registrar.json");
  for (const auto& [key, reason] :
       {std::pair<std::string, std::string>{registrar,
                                            "of this election, and a key is used for one"},
        {"", "3 trustees decrypted, though 2 are enough: the loss of the others was not"}}) {
    CeremonyOffice office(3, 2, 1, key);
    office.key_ceremony();
    office.open(1);
    EXPECT_THAT(opening_said(real, {"--rehearsal", office.record()}, 1),
                HasSubstr(key.empty() ? "the rehearsal has no result yet" : reason));
    office.vote({"yes"});
    office.close_and_seal();
    office.take({"trustee-1", "trustee-2", "other-1"}, "agree");
    office.cosign();
    office.take(office.trustees(), "decrypt");
    office.registrar("result");
    office.cosign();
    EXPECT_THAT(opening_said(real, {"--rehearsal", office.record()}, 1), HasSubstr(reason));
  }
}

TEST(Ceremony, ThreeOfFiveWithTwoObserversLosesTwoTrustees) {
  CeremonyOffice office(5, 3, 2);
  office.key_ceremony();
  office.open(4);
  office.lose("trustee-2");  // after the opening
  office.vote({"yes", "no", "yes", "yes"});
  office.registrar("close");
  office.lose("trustee-5");  // after the close
  office.registrar("seal");
  office.cosign();

  // Nobody decrypts before five have agreed.
  office.take({"trustee-1", "trustee-3", "other-1", "other-2"}, "agree");
  office.cosign();
  const Ran early = office.step("trustee-1", "decrypt");
  EXPECT_EQ(early.exit_code, 1);
  EXPECT_THAT(early.err, HasSubstr("4 agreements (5 are needed)"));
  office.take({"trustee-4"}, "agree");
  office.cosign();
  office.take({"trustee-4", "trustee-1", "trustee-3"}, "decrypt");
  office.cosign();
  // The tally asked for twice.
  const Ran twice = office.step("trustee-1", "decrypt");
  EXPECT_EQ(twice.exit_code, 1);
  EXPECT_THAT(twice.err, HasSubstr("the decryption of trustee 1 is in the log already"));
  office.registrar("result");
  office.cosign();
  expect_verified(office, 3);
}

// A council lost one key of three and its election with it; here any two decrypt, and an observer
// makes the quorum of signers.
TEST(Ceremony, TwoOfThreeWithOneKeyLost) {
  CeremonyOffice office(3, 2, 1);
  office.key_ceremony();
  office.open(2);
  office.vote({"no", "yes"});
  office.close_and_seal();
  office.lose("trustee-3");
  office.take({"trustee-1", "trustee-2", "other-1"}, "agree");
  office.cosign();
  office.take({"trustee-1", "trustee-2"}, "decrypt");
  office.registrar("result");
  office.cosign();
  expect_verified(office, 1);
}

}  // namespace
}  // namespace viche::test
