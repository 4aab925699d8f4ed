// `viche election import` as a program, and a whole election over the styles that it imported: with
// weights, cancelled credentials, a trustee who is missing at the tally, and units under the floor.
// What must come out is counted here, from the table of votes alone.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/apps/electionguard_sample.h"
#include "tests/apps/program.h"

namespace viche::test {
namespace {

using nlohmann::json;

constexpr std::uint64_t kFloor = 5;

TEST(ElectionImport, ReportsOrImportsAndSaysWhichByItsExitStatus) {
  const Scratch scratch;
  const std::string out = scratch / "template.json";
  const Ran refused = viche({"election", "import", electionguard_hamilton(), "--out", out});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_FALSE(fs::exists(out));
  EXPECT_NE(refused.out.find("fault   /contests/2/ballot_selections/0/candidate_id: there is no "
                             "candidate \"soliz\"; did you mean \"solis\"? (the selection is left "
                             "out)\n"),
            std::string::npos);
  EXPECT_NE(refused.err.find("6 faults, nothing is imported"), std::string::npos) << refused.err;

  const Ran done =
      viche({"election", "import", electionguard_hamilton(), "--sound", "--json", "--out", out});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  const json report = json::parse(done.out);
  EXPECT_EQ(report["imported"], true);
  EXPECT_EQ(report["faults"].size(), 6U);
  EXPECT_EQ(report["faults"][0]["path"], "/contests/0/ballot_selections/6/candidate_id");
  EXPECT_EQ(report["contests"], 8);
  EXPECT_EQ(report["styles"], 11);
  EXPECT_EQ(report["units"], 8);
  const Ran checked = viche({"manifest", "check", "--template", out});
  EXPECT_EQ(checked.exit_code, 0) << checked.err;

  const std::string sound = scratch / "sound.json";
  write_text(sound, electionguard_sample().dump());
  EXPECT_EQ(viche({"election", "import", sound}).exit_code, 0);
  EXPECT_EQ(viche({"election", "import", sound, "--out", out}).exit_code, 3) << "overwrites";
  EXPECT_EQ(viche({"election", "import", scratch / "none.json"}).exit_code, 3);
  EXPECT_EQ(viche({"election", "import", sound, "--threshold", "4"}).exit_code, 2);
  EXPECT_EQ(viche({"election", "import", sound, "--floor", "0"}).exit_code, 2);
  EXPECT_EQ(viche({"election", "import", sound, "--id", "not an id"}).exit_code, 2);
  write_text(scratch / "bad.json", "{");
  EXPECT_EQ(viche({"election", "import", scratch / "bad.json"}).exit_code, 1);
}

const json& with_id(const json& list, const std::string& id) {
  return *std::find_if(list.begin(), list.end(),
                       [&](const json& item) { return item["id"] == id; });
}

/// Random votes: for each style so many lines of one or two voters each, every fourth of weight 2,
/// every ninth cancelled in part or whole.
json random_votes(const json& manifest, const std::vector<std::size_t>& lines_of_styles) {
  std::mt19937_64 random(20251122);
  json table = {{"viche_votes", 1}, {"ballots", json::array()}};
  for (std::size_t s = 0; s < lines_of_styles.size(); ++s) {
    const json& style = manifest["styles"][s];
    for (std::size_t i = 0; i < lines_of_styles[s]; ++i) {
      json line = {
          {"style", style["id"]}, {"count", 1 + random() % 2}, {"choices", json::object()}};
      if (i % 4 == 3) line["weight"] = 2;
      if (i % 9 == 4) line["cancelled"] = 1;
      for (const json& id : style["contests"]) {
        const json& contest = with_id(manifest["contests"], id);
        std::vector<std::string> options;
        for (const json& option : contest["options"]) options.push_back(option["id"]);
        const std::size_t marks = random() % (contest["max"].get<std::size_t>() + 1);
        json& choice = line["choices"][id.get<std::string>()] = json::array();
        for (std::size_t m = 0; m < marks; ++m) {
          const std::size_t at = random() % options.size();
          choice.push_back(options[at]);
          options.erase(options.begin() + static_cast<std::ptrdiff_t>(at));
        }
      }
      table["ballots"].push_back(line);
    }
  }
  return table;
}

/// A unit, or several that were merged, counted from the table.
struct Counted {
  std::vector<std::size_t> members;  // indices of the manifest's units, ascending
  std::map<std::uint64_t, std::uint64_t> ballots_of_weight;
  std::map<std::string, std::uint64_t> votes;

  [[nodiscard]] std::uint64_t ballots() const {
    std::uint64_t sum = 0;
    for (const auto& [weight, count] : ballots_of_weight) sum += count;
    return sum;
  }
  [[nodiscard]] bool fails() const {
    if (ballots() < kFloor) return true;
    return std::any_of(ballots_of_weight.begin(), ballots_of_weight.end(),
                       [](const auto& entry) { return entry.second < kFloor; });
  }
};

Counted count_unit(const json& manifest, const json& votes, std::size_t index) {
  const json& unit = manifest["units"][index];
  const std::string contest = unit["contest"];
  Counted counted{{index}, {}, {}};
  for (const json& option : with_id(manifest["contests"], contest)["options"]) {
    counted.votes[option["id"]] = 0;
  }
  for (const json& line : votes["ballots"]) {
    if (line["style"] != unit["styles"][0]) continue;
    const std::uint64_t weight = line.value("weight", std::uint64_t{1});
    const std::uint64_t count =
        line["count"].get<std::uint64_t>() - line.value("cancelled", std::uint64_t{0});
    if (count == 0) continue;
    counted.ballots_of_weight[weight] += count;
    for (const json& option : line["choices"][contest]) counted.votes[option] += count * weight;
  }
  return counted;
}

/// Section 8.3 in the plainest way: the failing unit with the fewest ballots joins the next fewest.
std::vector<Counted> above_the_floor(std::vector<Counted> units) {
  const auto fewer = [](const Counted& a, const Counted& b) {
    return std::pair(a.ballots(), a.members.front()) < std::pair(b.ballots(), b.members.front());
  };
  for (;;) {
    std::sort(units.begin(), units.end(), fewer);
    const auto failing =
        std::find_if(units.begin(), units.end(), [](const Counted& unit) { return unit.fails(); });
    if (failing == units.end() || units.size() == 1) return units;
    const Counted moved = *failing;
    units.erase(failing);
    Counted& other = units.front();
    other.members.insert(other.members.end(), moved.members.begin(), moved.members.end());
    std::sort(other.members.begin(), other.members.end());
    for (const auto& [weight, count] : moved.ballots_of_weight) {
      other.ballots_of_weight[weight] += count;
    }
    for (const auto& [option, count] : moved.votes) other.votes[option] += count;
  }
}

/// The lines of the verifier's report.
json expected_result(const json& manifest, const json& votes) {
  json lines = json::array();
  for (const json& contest : manifest["contests"]) {
    std::vector<Counted> empty, others;
    for (std::size_t u = 0; u < manifest["units"].size(); ++u) {
      if (manifest["units"][u]["contest"] != contest["id"]) continue;
      const Counted unit = count_unit(manifest, votes, u);
      (unit.ballots() == 0 ? empty : others).push_back(unit);
    }
    std::vector<Counted> units = above_the_floor(std::move(others));
    units.insert(units.end(), empty.begin(), empty.end());
    std::sort(units.begin(), units.end(), [](const Counted& a, const Counted& b) {
      return a.members.front() < b.members.front();
    });
    for (const Counted& unit : units) {
      std::string names;
      for (const std::size_t member : unit.members) {
        names += (names.empty() ? "" : "+") + manifest["units"][member]["id"].get<std::string>();
      }
      const char* status = unit.ballots() == 0 ? "empty" : unit.fails() ? "withheld" : "decrypted";
      json line = {{"contest", contest["id"]},  {"unit", names},     {"status", status},
                   {"ballots", unit.ballots()}, {"option", nullptr}, {"votes", nullptr}};
      if (unit.ballots() == 0 || unit.fails()) {
        lines.push_back(line);
        continue;
      }
      for (const json& option : contest["options"]) {
        line["option"] = option["id"];
        line["votes"] = unit.votes.at(option["id"]);
        lines.push_back(line);
      }
    }
  }
  return lines;
}

std::size_t lines_with(const json& lines, const char* member, const std::string& part) {
  return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](const json& line) {
    return line[member].get<std::string>().find(part) != std::string::npos;
  }));
}

TEST(ElectionImport, AWholeElectionOverTheImportedStyles) {
  const Scratch scratch;
  const std::string manifest_file = scratch / "template.json";
  const std::string votes_file = scratch / "votes.json";
  const Ran imported =
      viche({"election", "import", electionguard_hamilton(), "--sound", "--per-style", "--floor",
             std::to_string(kFloor), "--out", manifest_file});
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  const json manifest = json::parse(read_text(manifest_file));
  ASSERT_EQ(manifest["units"].size(), 43U);
  // Few voters have the styles with the Somerset school board; Harris township has two; nobody has
  // the fourth style.
  const std::vector<std::size_t> lines{16, 18, 14, 0, 17, 1, 20, 15, 2, 16, 1};
  const json votes = random_votes(manifest, lines);
  write_text(votes_file, votes.dump());

  const Ran ran = viche({"simulate", "--manifest", manifest_file, "--votes", votes_file, "--out",
                         scratch / "out", "--seed", "3", "--revote-rate", "0.1", "--challenge-rate",
                         "0.04", "--json"});
  ASSERT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  const json summary = json::parse(ran.out);
  EXPECT_EQ(summary["trustees"], 3);
  EXPECT_EQ(summary["decrypted_by"].size(), 2U) << "one trustee is missing";
  EXPECT_EQ(summary["signers"].size(), 3U) << "the other two and the observer";

  std::uint64_t voters = 0, cancelled = 0;
  for (const json& line : votes["ballots"]) {
    voters += line["count"].get<std::uint64_t>();
    cancelled += line.value("cancelled", std::uint64_t{0});
  }
  const Ran verified = verify(scratch / "out/record", {"--json", "-"});
  ASSERT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  const json report = json::parse(verified.out);
  EXPECT_EQ(report["verdict"], "verified");
  const json& counts = report["counts"];
  EXPECT_GT(cancelled, 5U);
  EXPECT_EQ(counts["cancelled"], cancelled);
  EXPECT_EQ(counts["counted"], voters - cancelled);
  EXPECT_EQ(counts["superseded"], (voters + 5) / 10);
  EXPECT_EQ(counts["cast"], voters + (voters + 5) / 10);

  const json expected = expected_result(manifest, votes);
  EXPECT_EQ(report["result"], expected);
  EXPECT_GT(lines_with(expected, "unit", "+"), 0U) << "a unit under the floor was merged";
  EXPECT_GT(lines_with(expected, "status", "decrypted"), 0U);
  const auto somerset = std::find_if(expected.begin(), expected.end(), [](const json& line) {
    return line["contest"] == "somerset-school-board-contest";
  });
  EXPECT_EQ((*somerset)["status"], "withheld") << "under the floor even when merged";
  EXPECT_GT(lines_with(expected, "status", "empty"), 0U);

  // The rules: for each contest, whatever was decrypted of it.
  ASSERT_EQ(report["outcomes"].size(), manifest["contests"].size());
  for (const json& outcome : report["outcomes"]) {
    std::map<std::string, std::uint64_t> sums;
    for (const json& line : expected) {
      if (line["contest"] != outcome["id"] || line["votes"].is_null()) continue;
      sums[line["option"]] += line["votes"].get<std::uint64_t>();
    }
    for (const json& candidate : outcome["candidates"]) {
      EXPECT_EQ(candidate["votes"], sums[candidate["option"]]) << outcome["id"] << candidate;
    }
  }
}

}  // namespace
}  // namespace viche::test
