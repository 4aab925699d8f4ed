// A voter's device prepares a ballot, and the voter decides afterwards; the second device holds it
// to the tracker that the voter noted.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "apps/common/key_file.h"
#include "ballot/ballot.h"
#include "tests/apps/small_election.h"

namespace viche::test {
namespace {

using testing::HasSubstr;

class Device : public testing::Test {
 protected:
  Device() : election_(1) {
    app::write_credential(election_.path("voter.json"), election_.credential(0));
    write_text(election_.path("yes.json"), R"({"garden": ["yes"]})");
    write_text(election_.path("no.json"), R"({"garden": ["no"]})");
  }

  [[nodiscard]] std::vector<std::string> with_record(std::vector<std::string> command) const {
    command.insert(command.end(),
                   {"--record", election_.record(), "--manifest-hash", election_.manifest_hash()});
    return command;
  }
  /// The tracker.
  std::string prepare(const std::string& choices) const {
    const Ran ran = viche(
        with_record({"vote", "prepare", "--credential", election_.path("voter.json"), "--choices",
                     election_.path(choices), "--state", election_.path("device")}));
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return ran.out.substr(0, ran.out.find('\n'));
  }
  [[nodiscard]] std::string kept(const std::string& tracker) const {
    return election_.path("device/" + tracker + ".prepared");
  }
  Ran cast(const std::string& tracker, const std::string& out) const {
    return viche(with_record({"vote", "cast", "--credential", election_.path("voter.json"),
                              "--prepared", kept(tracker), "--out", election_.path(out)}));
  }
  Ran challenge(const std::string& tracker, const std::string& name) const {
    return viche(
        with_record({"vote", "challenge", "--credential", election_.path("voter.json"),
                     "--prepared", kept(tracker), "--out", election_.path(name + ".ballots"),
                     "--opening", election_.path(name + ".opening")}));
  }
  Ran check_opening(const std::string& tracker, const std::string& opening,
                    const std::vector<std::string>& more = {}) const {
    std::vector<std::string> command =
        with_record({"vote", "check-opening", "--tracker", tracker, "--opening",
                     election_.path(opening + ".opening")});
    command.insert(command.end(), more.begin(), more.end());
    return viche(command);
  }

  SmallElection election_;
};

TEST_F(Device, CastOnceAndNeverChallenged) {
  const std::string tracker = prepare("yes.json");
  EXPECT_EQ(fs::status(kept(tracker)).permissions(), fs::perms(0600));
  const Ran first = cast(tracker, "a.ballots");
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(first.out, tracker + "\n");
  EXPECT_EQ(fs::status(kept(tracker)).permissions(), fs::perms(0600));
  ASSERT_EQ(cast(tracker, "b.ballots").exit_code, 0);
  EXPECT_EQ(read_bytes(election_.path("a.ballots")), read_bytes(election_.path("b.ballots")));
  const Ran refused = challenge(tracker, "late");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("was cast and is never challenged"));
  EXPECT_FALSE(fs::exists(election_.path("late.opening")));
  EXPECT_EQ(election_.post({election_.path("a.ballots")}).exit_code, 0);
  EXPECT_EQ(election_.casts(), 1U);
  ASSERT_EQ(election_.witness_cosigns().exit_code, 0);
  // The record has gone on, and the device still says the same.
  const Ran again = cast(tracker, "c.ballots");
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(read_bytes(election_.path("a.ballots")), read_bytes(election_.path("c.ballots")));
}

TEST_F(Device, ChallengedOnceAndNeverCast) {
  const std::string tracker = prepare("yes.json");
  ASSERT_EQ(challenge(tracker, "a").exit_code, 0);
  ASSERT_EQ(challenge(tracker, "a").exit_code, 0);  // a retry, with all files there
  ASSERT_EQ(challenge(tracker, "b").exit_code, 0);
  for (const std::string end : {".ballots", ".opening"}) {
    EXPECT_EQ(read_bytes(election_.path("a" + end)), read_bytes(election_.path("b" + end)));
  }
  const Ran refused = cast(tracker, "late.ballots");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("was challenged and is never cast"));
  EXPECT_FALSE(fs::exists(election_.path("late.ballots")));
  ASSERT_EQ(election_.post({election_.path("a.ballots")}).exit_code, 0);
  ASSERT_EQ(election_.witness_cosigns().exit_code, 0);
  const Ran found = viche({"lookup", "--record", election_.record(), "--tracker", tracker});
  EXPECT_EQ(found.exit_code, 0) << found.err;
  EXPECT_THAT(found.out, HasSubstr("type        challenge\nstatus      challenged\n"));
}

TEST_F(Device, TheSecondDeviceHoldsItToTheNotedTracker) {
  const std::string noted = prepare("no.json");
  const std::string other = prepare("yes.json");
  ASSERT_EQ(challenge(noted, "noted").exit_code, 0);
  ASSERT_EQ(challenge(other, "other").exit_code, 0);
  const std::vector<std::string> noted_file{"--ballot", election_.path("noted.ballots")};
  const std::vector<std::string> other_file{"--ballot", election_.path("other.ballots")};
  // Not posted: the ballot comes as a file.
  const Ran seen = check_opening(noted, "noted", noted_file);
  EXPECT_EQ(seen.exit_code, 0) << seen.err;
  EXPECT_EQ(seen.out, "{\"garden\":[\"no\"]}\n");
  EXPECT_EQ(check_opening(noted, "noted").exit_code, 1);
  // The device opens another ballot, whole or in part.
  EXPECT_THAT(check_opening(noted, "other", other_file).err, HasSubstr("is not the ballot's"));
  EXPECT_THAT(check_opening(noted, "other", noted_file).err, HasSubstr("of another ballot"));
  EXPECT_EQ(check_opening(noted, "noted", other_file).exit_code, 1);
  EXPECT_EQ(check_opening("K3PA", "noted", noted_file).exit_code, 2);
  // The voter's own credential, and another's whose ballot this would be.
  const auto of_voter = [&](const std::string& K) {
    std::vector<std::string> more = noted_file;
    more.insert(more.end(), {"--credential", K});
    return check_opening(noted, "noted", more);
  };
  const std::string K = to_hex(election_.credential(0).K.encode());
  EXPECT_EQ(of_voter(K).out, seen.out);
  EXPECT_THAT(seen.err, HasSubstr(K));
  const Ran of_another = of_voter(std::string(64, '0'));
  EXPECT_EQ(of_another.exit_code, 1);
  EXPECT_EQ(of_another.out, "");
  EXPECT_THAT(of_another.err, HasSubstr("another voter's ballot, of credential " + K));
  EXPECT_EQ(of_voter("x").exit_code, 2);
  // Posted: it is looked up.
  EXPECT_EQ(election_.post({election_.path("noted.ballots")}).exit_code, 0);
  EXPECT_EQ(election_.witness_cosigns().exit_code, 0);
  EXPECT_EQ(check_opening(noted, "noted").out, seen.out);
  EXPECT_THAT(check_opening(noted, "other").err, HasSubstr("of another ballot"));
  const Ran without =
      viche(with_record({"vote", "check-opening", "--opening", election_.path("noted.opening")}));
  EXPECT_EQ(without.exit_code, 2);
}

TEST_F(Device, PrintedCodesAreOfTheRollThatIsPrintedWithThem) {
  const std::string manifest = election_.path("manifest.json");
  const auto make = [&](const std::string& style, const std::string& out) {
    return viche({"credential", "codes", "--manifest", manifest, "--style", style, "--count", "3",
                  "--out", election_.path(out)});
  };
  const Ran made = make("member", "codes.txt");
  ASSERT_EQ(made.exit_code, 0) << made.err;
  EXPECT_EQ(fs::status(election_.path("codes.txt")).permissions(), fs::perms(0600));
  std::istringstream codes(read_text(election_.path("codes.txt"))), roll(made.out);
  std::set<std::string> different;
  for (std::string code, line; std::getline(codes, code);) {
    ASSERT_TRUE(std::getline(roll, line));
    const auto parsed = ballot::parse_code(code);
    ASSERT_TRUE(parsed.ok()) << code;
    const ballot::Credential credential =
        ballot::credential_from_code(*parsed, ballot::manifest_hash(read_bytes(manifest)));
    EXPECT_EQ(line, to_hex(credential.K.encode()) + " member");
    different.insert(line);
  }
  EXPECT_EQ(different.size(), 3U);
  EXPECT_EQ(make("member", "codes.txt").exit_code, 3);  // codes are never overwritten
  const Ran unknown = make("guest", "other.txt");
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("no style guest"));
  EXPECT_FALSE(fs::exists(election_.path("other.txt")));
}

}  // namespace
}  // namespace viche::test
