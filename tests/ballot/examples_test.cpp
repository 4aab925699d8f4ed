// The example elections are well-formed, and say what their sources say.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "ballot/ballot.h"
#include "ballot/votes.h"
#include "tests/ballot/sample.h"

namespace viche::ballot {
namespace {

using testing::HasSubstr;

struct Example {
  explicit Example(const std::string& name)
      : manifest(read_manifest(name)),
        layout(manifest),
        votes(parse_votes(as_bytes(test::read_source_file("examples/" + name + "/votes.json")),
                          manifest, layout)
                  .value()) {}

  static Manifest read_manifest(const std::string& name) {
    const std::string text = test::read_source_file("examples/" + name + "/manifest.json");
    return parse_manifest(as_bytes(text), KeyPolicy::kMayBeMissing).value();
  }

  /// Option -> total of a contest, weights counted.
  [[nodiscard]] std::map<std::string, std::uint64_t> totals(std::size_t contest) const {
    std::map<std::string, std::uint64_t> totals;
    for (const VoteLine& line : votes.lines) {
      const auto rows = row_values(layout, line.style, line.m);
      const auto& parts = layout.style(line.style).parts;
      for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].contest != ContestIndex(contest)) continue;
        for (std::size_t row = 0; row < rows[i].size(); ++row) {
          const auto option = layout.contest(parts[i].contest).rows[row].option;
          const std::string id =
              option ? manifest.contests[contest].options[option->value()].id : "blank";
          totals[id] += rows[i][row] * line.count * line.weight;
        }
      }
    }
    return totals;
  }

  Manifest manifest;
  Layout layout;
  Votes votes;
};

TEST(Examples, VidbirHoldsTheRealCounts) {
  const Example vidbir("vidbir-2025");
  const auto source =
      test::Json::parse(test::read_source_file("tests/data/vidbir-2025/vidbir-2025.json"));
  EXPECT_EQ(vidbir.votes.total, 362'388U);
  const auto totals = vidbir.totals(0);
  for (const Option& option : vidbir.manifest.contests.at(0).options) {
    EXPECT_EQ(totals.at(option.id), source["public_vote"]["counts"][option.title.at("uk")]);
  }
  for (const AddedPoints& added : vidbir.manifest.results.at(0).added) {
    const auto option = vidbir.manifest.contests[0].find_option(added.option);
    ASSERT_TRUE(option.has_value());
    EXPECT_EQ(
        added.points,
        source["jury_points"][vidbir.manifest.contests[0].options[option->value()].title.at("uk")]);
  }
  EXPECT_EQ(ballot_size(vidbir.layout.style(StyleIndex(0)).n()), 931U);
}

TEST(Examples, EurovisionFollowsTheRealPoints) {
  const Example eurovision("eurovision-2025");
  const auto source = test::Json::parse(
      test::read_source_file("tests/data/eurovision-2025/eurovision-2025-final.json"));
  ASSERT_EQ(eurovision.manifest.contests.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    const std::string country = eurovision.manifest.styles[i].id;
    const auto& points = source["televote_points"][country];
    ASSERT_EQ(eurovision.manifest.contests[i].options.size(), 25U);
    EXPECT_EQ(eurovision.manifest.contests[i].find_option(country), std::nullopt);
    const auto totals = eurovision.totals(i);
    std::multimap<std::uint64_t, std::string, std::greater<>> order;
    for (const auto& [option, votes] : totals) order.emplace(votes, option);
    const std::vector<int> scale = {12, 10, 8, 7, 6, 5, 4, 3, 2, 1};
    auto next = order.begin();
    for (const int given : scale) {
      EXPECT_EQ(points.value(next->second, 0), given) << country << " to " << next->second;
      const std::uint64_t votes = next->first;
      ++next;
      EXPECT_LT(next->first, votes) << "strictly";
    }
  }
}

TEST(Examples, OfficialHasAUnitUnderTheFloorAndWeightsAboveIt) {
  const Example official("official");
  ASSERT_EQ(official.manifest.styles.size(), 2U);
  std::map<std::uint32_t, std::uint64_t> by_style, by_weight;
  for (const VoteLine& line : official.votes.lines) {
    by_style[line.style.value()] += line.count;
    by_weight[line.weight] += line.count;
  }
  EXPECT_GE(by_style[0], official.manifest.floor);
  EXPECT_LT(by_style[1], official.manifest.floor);
  EXPECT_EQ(by_weight.size(), 2U);
  for (const auto& [weight, count] : by_weight) EXPECT_GE(count, official.manifest.floor);
  EXPECT_GT(official.totals(3).at("blank"), 0U);
}

TEST(Examples, RankedFillsThreePlaces) {
  const Example ranked("ranked");
  EXPECT_EQ(ranked.votes.total, 200U);
  std::uint64_t points = 0;
  for (const auto& [option, total] : ranked.totals(0))
    points += option == "blank" ? 9 * total : total;
  EXPECT_EQ(points, 9 * ranked.votes.total);
}

TEST(Votes, ErrorsNameTheirPath) {
  const Example ranked("ranked");
  const auto refusal = [&](const std::string& json) {
    const auto votes = parse_votes(as_bytes(json), ranked.manifest, ranked.layout);
    return votes ? "accepted" : votes.error().message();
  };
  const auto line = [](const std::string& members) {
    return R"({"viche_votes": 1, "ballots": [{)" + members + "}]}";
  };
  const std::string film = R"("choices": {"film": ["osyka", "ilienko", "muratova"]})";
  EXPECT_EQ(refusal(line(R"("style": "member", "count": 1, )" + film)), "accepted");
  EXPECT_EQ(refusal(line(R"("style": "membr", "count": 1, )" + film)),
            "/ballots/0/style: there is no style \"membr\"; did you mean \"member\"?");
  EXPECT_THAT(refusal(line(R"("style": "member", "count": 0, )" + film)),
              HasSubstr("/ballots/0/count: "));
  EXPECT_THAT(refusal(line(R"("style": "member", "count": 1, "weight": 0, )" + film)),
              HasSubstr("/ballots/0/weight: "));
  EXPECT_EQ(refusal(line(R"("style": "member", "count": 3, "cancelled": 3, )" + film)), "accepted");
  EXPECT_THAT(refusal(line(R"("style": "member", "count": 3, "cancelled": 4, )" + film)),
              HasSubstr("/ballots/0/cancelled: "));
  EXPECT_THAT(refusal(line(R"("style": "member", "count": 1, "wieght": 1, )" + film)),
              HasSubstr("/ballots/0/wieght: unknown member; did you mean \"weight\"?"));
  EXPECT_EQ(refusal(line(R"("style": "member", "count": 1, "choices": {"film": ["osyka"]})")),
            "/ballots/0/choices/film: 1 places are filled, but 3 are allowed");
  EXPECT_EQ(
      refusal(line(R"("style": "member", "count": 1, "choices": {"film": ["osyka", "osika"]})")),
      "/ballots/0/choices/film/1: the contest \"film\" has no option \"osika\"; did you mean "
      "\"osyka\"?");
  EXPECT_THAT(refusal(R"({"viche_votes": 1, "ballots": []})"), HasSubstr("/ballots: "));
  EXPECT_THAT(refusal(R"({"viche_votes": 2, "ballots": []})"), HasSubstr("/viche_votes: "));
  const std::string half = R"({"style": "member", "count": 4294967295, )" + film + "}";
  EXPECT_EQ(refusal(R"({"viche_votes": 1, "ballots": [)" + half + "]}"), "accepted");
  EXPECT_THAT(refusal(R"({"viche_votes": 1, "ballots": [)" + half + "," + half + "]}"),
              HasSubstr("/ballots/1: more than 4294967295 ballots"));
}

}  // namespace
}  // namespace viche::ballot
