// M2 and M3: limits and references of a manifest, where each is refused and in which words.

#include <gtest/gtest.h>

#include <functional>

#include "tests/verifier/tiny_election.h"

namespace viche::verifier::test {
namespace {

Manifest read(const std::string& text) { return read_manifest_text(text).value(); }

/// M2: everything after the form.
Result<void> meaning(Manifest manifest) {
  VICHE_TRY(resolve(manifest));
  VICHE_TRY(lay_out(manifest));
  return check_limits(manifest);
}

void expect_refused(Manifest manifest, const std::string& message) {
  const Result<void> verdict = meaning(std::move(manifest));
  ASSERT_FALSE(verdict.ok()) << message;
  EXPECT_EQ(verdict.error().message(), message);
}

TEST(ManifestMeaning, TheTinyManifestHolds) {
  EXPECT_TRUE(meaning(read(tiny_manifest())).ok());
  EXPECT_TRUE(check_agreement(read(tiny_manifest())).ok());
}

TEST(ManifestMeaning, RefusedChanges) {
  const struct {
    const char* from;
    const char* to;
    const char* message;
  } changes[] = {
      {R"("viche":1)", R"("viche":2)", R"($.viche: not 1)"},
      {R"("languages":["en"])", R"("languages":["en","en"])", R"($.languages: a tag occurs twice)"},
      {R"("quorum":1)", R"("quorum":2)", R"($.witnesses.quorum: more than there are witnesses)"},
      {R"("trustees":{"threshold":2)", R"("trustees":{"threshold":4)",
       R"($.trustees.threshold: not 1 to the number of trustees)"},
      {R"("trustees":{"threshold":2)", R"("trustees":{"threshold":0)",
       R"($.trustees.threshold: not 1 to the number of trustees)"},
      {R"("tolerated_corrupt":0)", R"("tolerated_corrupt":2)",
       R"($.agreement.tolerated_corrupt: more than `others`)"},
      {R"("tolerated_lost":0)", R"("tolerated_lost":2)",
       R"($.agreement.tolerated_lost: more than `others`)"},
      {R"("max_ballots":4)", R"("max_ballots":0)", R"($.max_ballots: not 1 to 1,000)"},
      {R"("max_ballots":4)", R"("max_ballots":1001)", R"($.max_ballots: not 1 to 1,000)"},
      {R"("floor":2)", R"("floor":0)", R"($.floor: not at least 1)"},
      {R"("batch_seconds":1)", R"("batch_seconds":0)", R"($.batch_seconds: not 1 to 3,600)"},
      {R"("batch_seconds":1)", R"("batch_seconds":3601)", R"($.batch_seconds: not 1 to 3,600)"},
      {R"({"id":"b","title")", R"({"id":"a","title")",
       R"($.contests[0].options: an id occurs twice)"},
      {R"({"id":"b","title")", R"({"id":"blank","title")",
       R"($.contests[0].options: the id "blank" is reserved)"},
      {R"("min":1,"max":1)", R"("min":2,"max":1)", R"($.contests[0].min: above `max`)"},
      {R"("min":1,"max":1)", R"("min":0,"max":4)",
       R"($.contests[0].max: not 1 to the number of options)"},
      {R"("min":1,"max":1)", R"("min":0,"max":0)",
       R"($.contests[0].max: not 1 to the number of options)"},
      {R"("max_score":2,)", R"("max_score":0,)", R"($.contests[1].max_score: not 1 to 1,000)"},
      {R"("max_score":2,)", R"("max_score":1001,)", R"($.contests[1].max_score: not 1 to 1,000)"},
      {R"("max_total":3)", R"("max_total":5)",
       R"($.contests[1].max_total: not 1 to max_score * options)"},
      {R"("max_total":3)", R"("max_total":0)",
       R"($.contests[1].max_total: not 1 to max_score * options)"},
      {R"("min_total":0)", R"("min_total":4)", R"($.contests[1].min_total: above `max_total`)"},
      {R"("points":[3,1])", R"("points":[])",
       R"($.contests[2].points: not 1 to the number of options places)"},
      {R"("points":[3,1])", R"("points":[0,0])", R"($.contests[2].points: no place has points)"},
      {R"("points":[3,1])", R"("points":[4,3,2,1])",
       R"($.contests[2].points: not 1 to the number of options places)"},
      {R"("points":[3,1])", R"("points":[1000001,1])", R"($.contests[2].points: above 1,000,000)"},
      {R"("contests":["pick","rate","order"])", R"("contests":["pick","rate"])",
       R"($.units[3].styles: "all" does not hold the contest)"},
      {R"("contests":["pick","rate","order"])", R"("contests":["pick","rate","order","pick"])",
       R"($.styles[0].contests: an id occurs twice)"},
      {R"("contests":["pick","rate","order"])", R"("contests":["pick","rate","order","x"])",
       R"($.styles[0].contests: "x" is not in `contests`)"},
      {R"("contests":["pick"],"replacements")", R"("contests":[],"replacements")",
       R"($.styles[1].contests: an empty list)"},
      {R"({"id":"short","title")", R"({"id":"all","title")", R"($.styles: an id occurs twice)"},
      {R"({"id":"rate","title":{"en":"Rate"})", R"({"id":"pick","title":{"en":"Rate"})",
       R"($.contests: an id occurs twice)"},
      {R"({"id":"pick-short","title")", R"({"id":"pick-all","title")",
       R"($.units: an id occurs twice)"},
      {R"("styles":["short"])", R"("styles":["all"])",
       R"($.units[1].styles: contest "pick" in style "all" is in two units)"},
      {R"("styles":["short"])", R"("styles":[])", R"($.units[1].styles: an empty list)"},
      {R"("styles":["short"])", R"("styles":["x"])",
       R"($.units[1].styles: "x" is not in `styles`)"},
      {R"("contest":"rate","styles":["all"])", R"("contest":"rate","styles":["short"])",
       R"($.units[2].styles: "short" does not hold the contest)"},
      {R"("contest":"rate","styles":["all"])", R"("contest":"x","styles":["all"])",
       R"($.units[2].contest: "x" is not in `contests`)"},
      {R"({"id":"rate","title":{"en":"3"},"contest":"rate","styles":["all"]},)", "",
       R"($.styles[0]: contest "rate" in this style is in no unit)"},
      {R"("rule":"top","contests":["pick"])", R"("rule":"top","contests":[])",
       R"($.results[0].contests: an empty list)"},
      {R"("rule":"top","contests":["pick"])", R"("rule":"top","contests":["x"])",
       R"($.results[0].contests: "x" is not in `contests`)"},
      {R"("seats":1)", R"("seats":0)", R"($.results[0].seats: not 1 to 10,000)"},
      {R"("seats":1)", R"("seats":10001)", R"($.results[0].seats: not 1 to 10,000)"},
      {R"("threshold":null)", R"("threshold":[2,1])",
       R"($.results[0].threshold: not a <= b with b from 1 to 1,000,000)"},
      {R"("threshold":null)", R"("threshold":[0,0])",
       R"($.results[0].threshold: not a <= b with b from 1 to 1,000,000)"},
      {R"("seats":1,"threshold":null)", R"("seats":1,"threshold":[1,1000001])",
       R"($.results[0].threshold: not a <= b with b from 1 to 1,000,000)"},
      {R"("rule":"top","contests":["pick"],"seats":1,"threshold":null)",
       R"("rule":"rank_points","contests":["pick"],"seats":1,"points":[],"added":[])",
       R"($.results[0].points: not 1 to 1,000 numbers)"},
      {R"("rule":"top","contests":["pick"],"seats":1,"threshold":null)",
       R"("rule":"rank_points","contests":["pick"],"seats":1,"points":[1000001],"added":[])",
       R"($.results[0].points: above 1,000,000)"},
      {R"("rule":"top","contests":["pick"],"seats":1,"threshold":null)",
       R"("rule":"rank_points","contests":["pick"],"seats":1,"points":[1],"added":[{"option":"a","points":1000001}])",
       R"($.results[0].added: above 1,000,000)"},
      {R"("rule":"top","contests":["pick"],"seats":1,"threshold":null)",
       R"("rule":"rank_points","contests":["pick"],"seats":1,"points":[1],"added":[{"option":"x","points":1}])",
       R"($.results[0].added: "x" is no option of these contests)"},
      {R"("rule":"top","contests":["pick"],"seats":1,"threshold":null)",
       R"("rule":"rank_points","contests":["pick"],"seats":1,"points":[1],"added":[{"option":"a","points":1},{"option":"a","points":2}])",
       R"($.results[0].added: an option occurs twice)"},
  };
  for (const auto& change : changes) {
    expect_refused(read(tiny_manifest_with(change.from, change.to)), change.message);
  }
}

/// `count` copies with different ids.
template <class Item>
std::vector<Item> many(Item item, std::size_t count) {
  std::vector<Item> items;
  for (std::size_t i = 0; i < count; ++i) {
    item.id = "n" + std::to_string(i);
    items.push_back(item);
  }
  return items;
}

std::vector<std::string> names(std::size_t count) {
  std::vector<std::string> list;
  for (std::size_t i = 0; i < count; ++i) list.push_back("n" + std::to_string(i));
  return list;
}

/// A contest of its own, held by a style and a unit of its own.
void add_contest(Manifest& manifest, const std::string& id, std::size_t options) {
  Contest contest = manifest.contests[0];
  contest.id = id;
  contest.options = names(options);
  manifest.contests.push_back(contest);
  manifest.styles.push_back(manifest.styles[1]);
  manifest.styles.back().id = id;
  manifest.styles.back().contest_ids = {id};
  manifest.units.push_back(manifest.units[0]);
  manifest.units.back().id = id;
  manifest.units.back().contest_id = id;
  manifest.units.back().style_ids = {id};
}

TEST(ManifestMeaning, RefusedSizes) {
  const struct {
    std::function<void(Manifest&)> change;
    const char* message;
  } changes[] = {
      {[](Manifest& m) { m.contests[0].options.clear(); },
       "$.contests[0].options: not 1 to 1,000 options"},
      {[](Manifest& m) { m.contests[0].options = names(1001); },
       "$.contests[0].options: not 1 to 1,000 options"},
      {[](Manifest& m) { m.trustees.clear(); }, "$.trustees.members: not 1 to 64 trustees"},
      {[](Manifest& m) { m.trustees.resize(65); }, "$.trustees.members: not 1 to 64 trustees"},
      {[](Manifest& m) { m.others.resize(65); }, "$.agreement.others: more than 64"},
      {[](Manifest& m) { m.witnesses.resize(33); }, "$.witnesses.members: more than 32"},
      {[](Manifest& m) { m.contests.clear(); }, "$.contests: not 1 to 65,535"},
      {[](Manifest& m) { m.contests = many(m.contests[0], 65'536); },
       "$.contests: not 1 to 65,535"},
      {[](Manifest& m) { m.styles.clear(); }, "$.styles: not 1 to 65,535"},
      {[](Manifest& m) { m.styles = many(m.styles[0], 65'536); }, "$.styles: not 1 to 65,535"},
      {[](Manifest& m) { m.units = many(m.units[0], 65'536); }, "$.units: more than 65,535"},
      {[](Manifest& m) { m.languages.clear(); }, "$.languages: not 1 to 32"},
      {[](Manifest& m) { m.languages = names(33); }, "$.languages: not 1 to 32"},
      {[](Manifest& m) {
         m.witnesses.push_back(m.witnesses[0]);
         m.witnesses[1].key[0] ^= 1;
       },
       "$.witnesses.members: a name occurs twice"},
      {[](Manifest& m) { m.rules.push_back(m.rules[0]); }, "$.results: an id occurs twice"},
      {[](Manifest& m) {
         m.rules[0].kind = Rule::Kind::kRankPoints;
         m.rules[0].points.assign(1001, 1);
       },
       "$.results[0].points: not 1 to 1,000 numbers"},
      {[](Manifest& m) {
         m.contests.push_back(m.contests[0]);
         m.contests.back().id = "idle";
       },
       "$.styles: a contest is in no style"},
      {[](Manifest& m) {
         add_contest(m, "large", 1000);
         add_contest(m, "larger", 20);
         m.styles[m.styles.size() - 2].contest_ids = {"large", "larger"};
         m.units[m.units.size() - 1].style_ids = {"large", "larger"};
       },
       "style large: more than 1,019 positions: a ballot would not fit an entry"},
  };
  for (const auto& change : changes) {
    Manifest manifest = read(tiny_manifest());
    change.change(manifest);
    expect_refused(std::move(manifest), change.message);
  }
}

// No manifest within the limits comes near; the layout holds the rule by itself.
TEST(ManifestMeaning, CoefficientsSumBelowTwoToThe32) {
  Manifest manifest = read(tiny_manifest());
  ASSERT_TRUE(resolve(manifest).ok());
  manifest.contests[0].max = 0xffff'ffff;
  manifest.contests[0].min = manifest.contests[0].max;
  const Result<Layout> layout = lay_out(manifest);
  ASSERT_FALSE(layout.ok());
  EXPECT_EQ(layout.error().message(),
            "contest pick: an equation's coefficients sum to 2^32 or more");
}

TEST(ManifestMeaning, AcceptedChanges) {
  const struct {
    const char* from;
    const char* to;
  } changes[] = {
      {R"("max_ballots":4)", R"("max_ballots":1000)"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-12-31T23:59:60Z")"},
      {R"("previous":null)",
       R"("previous":{"manifest":"0000000000000000000000000000000000000000000000000000000000000000","size":0,"root":"0000000000000000000000000000000000000000000000000000000000000000"})"},
      {R"("threshold":null)", R"("threshold":[5,100])"},
      {R"("rule":"top","contests":["pick"],"seats":1,"threshold":null)",
       R"("rule":"rank_points","contests":["pick"],"seats":1,"points":[12,10],"added":[{"option":"a","points":7}])"},
  };
  for (const auto& change : changes) {
    const Result<void> verdict = meaning(read(tiny_manifest_with(change.from, change.to)));
    EXPECT_TRUE(verdict.ok()) << change.to;
  }
}

TEST(ManifestMeaning, NoKeyTwice) {
  std::string text = tiny_manifest();
  const std::string name = R"({"name":"O","key":")";
  const std::string registrar = R"({"name":"R","key":")";
  const std::string key = text.substr(text.find(registrar) + registrar.size(), 64);
  text.replace(text.find(name) + name.size(), 64, key);
  expect_refused(read(text), "$: a key occurs twice");
}

TEST(AgreementFeasible, TheFormula) {
  Manifest manifest;
  manifest.trustees.resize(5);
  manifest.others.resize(2);
  manifest.threshold = 3;
  EXPECT_EQ(manifest.agreement_quorum(), 5U);   // (7 + 2 + 0) / 2 + 1
  EXPECT_TRUE(check_agreement(manifest).ok());  // 7 - 2 - 0 >= 5
  manifest.tolerated_lost = 1;
  EXPECT_FALSE(check_agreement(manifest).ok());
  manifest.tolerated_lost = 0;
  manifest.tolerated_corrupt = 1;
  EXPECT_EQ(manifest.agreement_quorum(), 6U);
  EXPECT_FALSE(check_agreement(manifest).ok());
}

}  // namespace
}  // namespace viche::verifier::test
