// Whole elections by `viche simulate`: every example, verified in both arithmetic modes, against
// counts that are computed here from the table of votes.

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "tests/apps/program.h"

namespace viche::test {
namespace {

using nlohmann::json;

std::vector<std::string> simulation(const std::string& name, const std::string& out,
                                    std::vector<std::string> more) {
  std::vector<std::string> arguments{"simulate",
                                     "--manifest",
                                     example(name + "/manifest.json"),
                                     "--votes",
                                     example(name + "/votes.json"),
                                     "--out",
                                     out,
                                     "--json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// The report of viche-verify without what may differ between two runs.
json report_of(const fs::path& record, const std::string& arithmetic) {
  const Ran ran = verify(record, {"--json", "-", "--arithmetic", arithmetic});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  json report = json::parse(ran.out, nullptr, false);
  EXPECT_EQ(report["run"]["arithmetic"], arithmetic);
  report.erase("run");
  return report;
}

/// Runs a simulation that must succeed, and everything that must hold of any.
json run_and_verify(const Scratch& scratch, const std::string& name,
                    const std::vector<std::string>& more) {
  const std::string out = scratch / name;
  const Ran ran = viche(simulation(name, out, more));
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  const json summary = json::parse(ran.out, nullptr, false);
  EXPECT_EQ(summary["verdict"], "verified");
  EXPECT_EQ(summary["found"], summary["expected"]);
  EXPECT_TRUE(summary["differences"].empty());

  const json fast = report_of(out + "/record", "fast");
  const json sodium = report_of(out + "/record", "sodium");
  EXPECT_EQ(fast, sodium);
  EXPECT_EQ(fast["verdict"], "verified");
  const json expected = json::parse(read_text(out + "/expected.json"));
  EXPECT_EQ(fast["counts"], expected["counts"]);
  EXPECT_EQ(fast["result"], expected["result"]);
  const json& counts = fast["counts"];
  EXPECT_EQ(counts["cast"].get<int>(), counts["counted"].get<int>() +
                                           counts["superseded"].get<int>() +
                                           counts["cancelled"].get<int>());
  return summary;
}

/// (contest, option) -> total over all units, as the verifier found it.
std::map<std::pair<std::string, std::string>, std::uint64_t> found_totals(const json& summary) {
  std::map<std::pair<std::string, std::string>, std::uint64_t> totals;
  for (const json& line : summary["found"]["result"]) {
    if (line["votes"].is_null()) continue;
    totals[{line["contest"], line["option"]}] += line["votes"].get<std::uint64_t>();
  }
  return totals;
}

/// The same from the table of votes alone, all of it, in the plainest way.
std::map<std::pair<std::string, std::string>, std::uint64_t> plain_totals(const std::string& name) {
  const json manifest = json::parse(read_text(example(name + "/manifest.json")));
  const json votes = json::parse(read_text(example(name + "/votes.json")));
  std::map<std::pair<std::string, std::string>, std::uint64_t> totals;
  std::map<std::string, json> contests;
  for (const json& contest : manifest["contests"]) {
    contests[contest["id"]] = contest;
    for (const json& option : contest["options"]) totals[{contest["id"], option["id"]}] = 0;
    if (contest["blank"]) totals[{contest["id"], "blank"}] = 0;
  }
  for (const json& ballot : votes["ballots"]) {
    const std::uint64_t times =
        ballot["count"].get<std::uint64_t>() * ballot.value("weight", std::uint64_t{1});
    for (const auto& [id, choice] : ballot["choices"].items()) {
      const json& contest = contests[id];
      if (choice == "blank") {
        totals[{id, "blank"}] += times;
      } else if (contest["kind"] == "score") {
        for (const auto& [option, score] : choice.items())
          totals[{id, option}] += times * score.get<std::uint64_t>();
      } else {
        for (std::size_t place = 0; place < choice.size(); ++place) {
          const std::uint64_t value =
              contest["kind"] == "rank" ? contest["points"][place].get<std::uint64_t>() : 1;
          totals[{id, choice[place]}] += times * value;
        }
      }
    }
  }
  return totals;
}

TEST(Simulate, AWholeElectionOverHttp) {
  const Scratch scratch;
  const json summary =
      run_and_verify(scratch, "vidbir-2025",
                     {"--ballots", "200", "--seed", "7", "--revote-rate", "0.1", "--challenge-rate",
                      "0.05", "--cancel-rate", "0.02", "--through-board", "--connections", "50"});
  EXPECT_EQ(summary["found"]["counts"]["cast"], 220);
  EXPECT_EQ(summary["found"]["counts"]["challenged"], 10);
  EXPECT_EQ(summary["load"]["accepted"], 230);
  EXPECT_EQ(summary["load"]["verified"], 230);
  EXPECT_GT(summary["board"]["peak_memory_kib"], 0);
  EXPECT_LT(summary["board"]["peak_memory_kib"], 1 << 20);
  EXPECT_GT(summary["board"]["cpu_seconds"], 0);
}

TEST(Simulate, VidbirWithRevotesChallengesAndCancellations) {
  const Scratch scratch;
  const json summary = run_and_verify(scratch, "vidbir-2025",
                                      {"--ballots", "300", "--seed", "7", "--revote-rate", "0.1",
                                       "--challenge-rate", "0.05", "--cancel-rate", "0.02"});
  const json& counts = summary["found"]["counts"];
  EXPECT_EQ(counts["superseded"], 30);
  EXPECT_EQ(counts["challenged"], 15);
  EXPECT_EQ(counts["cancelled"], 6);
  EXPECT_EQ(counts["counted"], 294);
  // Three trustees and the two other signers sign the head, the three decrypt.
  EXPECT_EQ(summary["decrypted_by"].size(), 3U);
  ASSERT_EQ(summary["signers"].size(), 5U);
  EXPECT_EQ(summary["signers"][3], "other-1");
  EXPECT_EQ(summary["signers"][4], "other-2");
}

TEST(Simulate, TheBallotOfOneOfTenHasAtMostThousandBytes) {
  const Scratch scratch;
  run_and_verify(scratch, "vidbir-2025", {"--ballots", "20"});
  std::size_t ballots = 0;
  for (const fs::path& file : files_below(scratch / "vidbir-2025/record/tile/entries")) {
    const Bytes bundle = read_bytes(file);
    for (std::size_t at = 0; at + 2 < bundle.size();) {
      const std::size_t length = std::size_t{bundle[at]} * 256 + bundle[at + 1];
      if (bundle[at + 2] == 0x13) {
        EXPECT_EQ(length, 931U);
        EXPECT_LE(length, 1000U);
        ++ballots;
      }
      at += 2 + length;
    }
  }
  EXPECT_EQ(ballots, 20U);
}

TEST(Simulate, OfficialElectionWithEveryVoteOfTheTable) {
  const Scratch scratch;
  const json summary =
      run_and_verify(scratch, "official", {"--revote-rate", "0.15", "--challenge-rate", "0.03"});
  EXPECT_GT(summary["found"]["counts"]["superseded"], 0);
  EXPECT_EQ(found_totals(summary), plain_totals("official"));
}

TEST(Simulate, OfficialElectionWithCancellations) {
  const Scratch scratch;
  const json summary =
      run_and_verify(scratch, "official", {"--revote-rate", "0.1", "--cancel-rate", "0.05"});
  EXPECT_GT(summary["found"]["counts"]["cancelled"], 0);
}

TEST(Simulate, RankedContest) {
  const Scratch scratch;
  const json summary = run_and_verify(scratch, "ranked", {"--revote-rate", "0.05"});
  EXPECT_EQ(found_totals(summary), plain_totals("ranked"));
}

TEST(Simulate, EurovisionGivesTheRealPointsOfEachCountry) {
  const Scratch scratch;
  const json summary = run_and_verify(scratch, "eurovision-2025", {"--revote-rate", "0.05"});
  const json real = json::parse(read_text(
      std::string(VICHE_SOURCE_DIR) + "/tests/data/eurovision-2025/eurovision-2025-final.json"));
  const int points[] = {12, 10, 8, 7, 6, 5, 4, 3, 2, 1};
  std::map<std::string, std::vector<std::pair<int, std::string>>> countries;  // votes, option
  for (const json& line : summary["found"]["result"]) {
    const std::string contest = line["contest"];
    countries[contest.substr(contest.size() - 2)].emplace_back(line["votes"], line["option"]);
  }
  EXPECT_EQ(countries.size(), 5U);
  std::map<std::string, int> sum;
  for (auto& [country, votes] : countries) {
    std::sort(votes.rbegin(), votes.rend());
    json given = json::object();
    for (std::size_t rank = 0; rank < 10; ++rank) {
      given[votes[rank].second] = points[rank];
      sum[votes[rank].second] += points[rank];
    }
    EXPECT_EQ(given, real["televote_points"][country]) << country;
  }
  for (const json& candidate : summary["found"]["outcomes"][0]["candidates"]) {
    EXPECT_EQ(candidate["score"].get<int>(), sum[candidate["option"]]) << candidate;
  }
}

TEST(Simulate, TheSeedGovernsTheVotesAndNothingElse) {
  const Scratch scratch;
  const std::vector<std::string> same{"--ballots", "12", "--seed", "3", "--revote-rate", "0.5"};
  const Ran first = viche(simulation("tiny", scratch / "first", same));
  const Ran second = viche(simulation("tiny", scratch / "second", same));
  const Ran other =
      viche(simulation("tiny", scratch / "other", {"--ballots", "12", "--seed", "4"}));
  ASSERT_EQ(first.exit_code, 0) << first.err;
  ASSERT_EQ(second.exit_code, 0) << second.err;
  ASSERT_EQ(other.exit_code, 0) << other.err;
  EXPECT_EQ(read_text(scratch / "first/expected.json"),
            read_text(scratch / "second/expected.json"));
  EXPECT_NE(read_text(scratch / "first/expected.json"), read_text(scratch / "other/expected.json"));
  EXPECT_NE(json::parse(first.out)["fingerprint"], json::parse(second.out)["fingerprint"]);
  EXPECT_NE(read_text(scratch / "first/manifest.json"),
            read_text(scratch / "second/manifest.json"));
}

TEST(Simulate, WithoutAnyBallot) {
  const Scratch scratch;
  const Ran ran = viche(simulation("tiny", scratch / "none", {"--ballots", "0"}));
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(json::parse(ran.out)["found"]["result"][0]["status"], "empty");
}

TEST(Simulate, LeavesOnlyThePublishedLogInTheRecordAndKeepsKeysPrivate) {
  const Scratch scratch;
  const Ran ran = viche(simulation("tiny", scratch / "tiny", {"--ballots", "5"}));
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  for (const fs::path& file : files_below(scratch / "tiny/record")) {
    const std::string name = file.lexically_relative(scratch / "tiny/record").string();
    EXPECT_TRUE(name == "checkpoint" || name.rfind("tile/", 0) == 0) << name;
  }
  const auto none = fs::perms::group_all | fs::perms::others_all;
  EXPECT_EQ(fs::status(scratch / "tiny/keys").permissions() & none, fs::perms::none);
  for (const fs::path& file : files_below(scratch / "tiny/keys")) {
    if (read_text(file).find("\"secret\"") == std::string::npos) continue;
    EXPECT_EQ(fs::status(file).permissions() & none, fs::perms::none) << file;
  }
  EXPECT_EQ(files_below(scratch / "tiny/receipts").size(), 3U);
}

}  // namespace
}  // namespace viche::test
