// M1 to M3: what a manifest may say, and what is refused and where.

#include <gtest/gtest.h>

#include "tests/verifier/tiny_election.h"
#include "verifier/json.h"

namespace viche::verifier::test {
namespace {

Result<Manifest> read(const std::string& text) {
  const auto arithmetic = make_sodium_arithmetic();
  return read_manifest(as_bytes(text), *arithmetic);
}

/// M2: everything after the form.
Result<void> meaning(const std::string& text) {
  Manifest manifest = read(text).value();
  VICHE_TRY(resolve(manifest));
  VICHE_TRY(lay_out(manifest));
  return check_limits(manifest);
}

struct Change {
  const char* from;
  const char* to;
};

TEST(Json, Strictness) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "{}x",
                           "{\"a\":1,\"a\":2}",
                           "{\"a\":1,\"\\u0061\":2}",
                           "[1,]",
                           "{\"a\":1,}",
                           "[-1]",
                           "[-0]",
                           "[1.0]",
                           "[1e2]",
                           "[01]",
                           "[18446744073709551616]",
                           "[NaN]",
                           "// x\n[]",
                           "[\"\x01\"]",
                           "[\"\xff\"]",
                           "[\"\xc0\x80\"]",
                           "[\"\xed\xa0\x80\"]",
                           "[\"\\ud800\"]",
                           "'a'",
                           "\xef\xbb\xbf[]",
                           "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]"}) {
    EXPECT_FALSE(parse_json(as_bytes(text)).ok()) << text;
  }
  EXPECT_FALSE(parse_json(Bytes{'[', ']', 0}).ok());
  EXPECT_FALSE(parse_json(Bytes{'[', ']', 0, 'x'}).ok());
  for (const char* text : {"[]", " {} ", "[0,18446744073709551615]", "[\"\\ud83d\\ude00\"]", "null",
                           "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]"}) {
    EXPECT_TRUE(parse_json(as_bytes(text)).ok()) << text;
  }
}

TEST(ManifestForm, TheTinyManifestIsRead) {
  const Manifest manifest = read(tiny_manifest()).value();
  EXPECT_EQ(manifest.contests.size(), 3U);
  EXPECT_EQ(manifest.agreement_signers(), 4U);
  EXPECT_EQ(manifest.agreement_quorum(), 3U);
  EXPECT_TRUE(meaning(tiny_manifest()).ok());
  EXPECT_TRUE(check_agreement(manifest).ok());
}

TEST(ManifestForm, EveryTruncationIsRefused) {
  const std::string text = tiny_manifest();
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(read(text.substr(0, size)).ok()) << size;
  }
}

TEST(ManifestForm, RefusedChanges) {
  const Change changes[] = {
      {R"("viche":1)", R"("viche":"1")"},
      {R"("viche":1,)", ""},
      {R"("viche":1)", R"("viche":1,"more":1)"},
      {R"("id":"tiny")", R"("id":"Tiny")"},
      {R"("id":"tiny")", R"("id":"")"},
      {R"("languages":["en"])", R"("languages":["en","uk"])"},
      {R"("languages":["en"])", R"("languages":["e"])"},
      {R"("languages":["en"])", R"("languages":"en")"},
      {R"("title":{"en":"Tiny"})", R"("title":{"en":""})"},
      {R"("title":{"en":"Tiny"})", R"("title":{"en":"Tiny","uk":"x"})"},
      {R"("title":{"en":"Tiny"})", R"("title":"Tiny")"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-01-01 00:00:00Z")"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-13-01T00:00:00Z")"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-01-01T00:00:00+")"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-01-00T00:00:00Z")"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-01-01T24:00:00Z")"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-01-01T00:60:00Z")"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-01-01T00:00:61Z")"},
      {R"("previous":null)", R"("previous":{})"},
      {R"("previous":null)", R"("previous":false)"},
      {R"({"name":"R",)", R"({"name":"",)"},
      {R"({"name":"R",)", R"({"name":1,)"},
      {R"("name":"w.example")", R"("name":"w example")"},
      {R"("name":"w.example")", R"("name":"w+example")"},
      {R"("revote":"last")", R"("revote":"none")"},
      {R"("max_ballots":4)", R"("max_ballots":4.0)"},
      {R"("max_ballots":4)", R"("max_ballots":-4)"},
      {R"("weights":"secret")", R"("weights":true)"},
      {R"("kind":"choose")", R"("kind":"pick")"},
      {R"("kind":"choose")", R"("kind":"score")"},
      {R"("kind":"choose","blank":true)", R"("kind":"choose","blank":1)"},
      {R"({"id":"a","title":{"en":"A"}})", R"({"id":"a"})"},
      {R"({"id":"a","title":{"en":"A"}})", R"("a")"},
      {R"("points":[3,1])", R"("points":[3,"1"])"},
      {R"("contests":["pick","rate","order"])", R"("contests":["pick",1])"},
      {R"("rule":"top")", R"("rule":"best")"},
      {R"("rule":"top")", R"("rule":"rank_points")"},
      {R"("threshold":null)", R"("threshold":[1])"},
      {R"("threshold":null)", R"("threshold":0)"},
  };
  for (const Change& change : changes) {
    EXPECT_FALSE(read(tiny_manifest_with(change.from, change.to)).ok()) << change.to;
  }
}

TEST(ManifestForm, KeysAreLowerCaseAndOfPrimeOrder) {
  const std::string text = tiny_manifest();
  const std::string log = R"("log":{"key":")";
  const std::size_t at = text.find(log) + log.size();
  std::string upper = text;
  for (std::size_t i = at; i < at + 64; ++i) upper[i] = static_cast<char>(std::toupper(upper[i]));
  EXPECT_FALSE(read(upper).ok());
  std::string identity = text;
  identity.replace(at, 64, "01" + std::string(62, '0'));
  EXPECT_FALSE(read(identity).ok());
  EXPECT_FALSE(read(std::string(text).erase(at, 2)).ok());
}

TEST(ManifestForm, ErrorsNameTheJsonPath) {
  EXPECT_EQ(read(tiny_manifest_with(R"("points":[3,1])", R"("points":[3,"1"])")).error().where,
            "$.contests[2].points[1]");
}

TEST(ManifestMeaning, RefusedChanges) {
  const Change changes[] = {
      {R"("viche":1)", R"("viche":2)"},
      {R"("languages":["en"])", R"("languages":["en","en"])"},
      {R"("quorum":1)", R"("quorum":2)"},
      {R"("trustees":{"threshold":2)", R"("trustees":{"threshold":4)"},
      {R"("trustees":{"threshold":2)", R"("trustees":{"threshold":0)"},
      {R"("tolerated_corrupt":0)", R"("tolerated_corrupt":2)"},
      {R"("tolerated_lost":0)", R"("tolerated_lost":2)"},
      {R"("max_ballots":4)", R"("max_ballots":0)"},
      {R"("max_ballots":4)", R"("max_ballots":1001)"},
      {R"("floor":2)", R"("floor":0)"},
      {R"("batch_seconds":1)", R"("batch_seconds":0)"},
      {R"("batch_seconds":1)", R"("batch_seconds":3601)"},
      {R"({"id":"b","title")", R"({"id":"a","title")"},
      {R"({"id":"b","title")", R"({"id":"blank","title")"},
      {R"("min":1,"max":1)", R"("min":2,"max":1)"},
      {R"("min":1,"max":1)", R"("min":0,"max":4)"},
      {R"("min":1,"max":1)", R"("min":0,"max":0)"},
      {R"("max_score":2,)", R"("max_score":0,)"},
      {R"("max_score":2,)", R"("max_score":1001,)"},
      {R"("max_total":3)", R"("max_total":5)"},
      {R"("max_total":3)", R"("max_total":0)"},
      {R"("min_total":0)", R"("min_total":4)"},
      {R"("points":[3,1])", R"("points":[])"},
      {R"("points":[3,1])", R"("points":[0,0])"},
      {R"("points":[3,1])", R"("points":[4,3,2,1])"},
      {R"("points":[3,1])", R"("points":[1000001,1])"},
      {R"("contests":["pick","rate","order"])", R"("contests":["pick","rate"])"},
      {R"("contests":["pick","rate","order"])", R"("contests":["pick","rate","order","pick"])"},
      {R"("contests":["pick","rate","order"])", R"("contests":["pick","rate","order","x"])"},
      {R"("contests":["pick"],"replacements")", R"("contests":[],"replacements")"},
      {R"({"id":"short","title")", R"({"id":"all","title")"},
      {R"({"id":"pick-short","title")", R"({"id":"pick-all","title")"},
      {R"("styles":["short"])", R"("styles":["all"])"},
      {R"("styles":["short"])", R"("styles":[])"},
      {R"("styles":["short"])", R"("styles":["x"])"},
      {R"("contest":"rate","styles":["all"])", R"("contest":"rate","styles":["short"])"},
      {R"("contest":"rate","styles":["all"])", R"("contest":"x","styles":["all"])"},
      {R"("rule":"top","contests":["pick"])", R"("rule":"top","contests":[])"},
      {R"("rule":"top","contests":["pick"])", R"("rule":"top","contests":["x"])"},
      {R"("seats":1)", R"("seats":0)"},
      {R"("seats":1)", R"("seats":10001)"},
      {R"("threshold":null)", R"("threshold":[2,1])"},
      {R"("threshold":null)", R"("threshold":[0,0])"},
      {R"("seats":1,"threshold":null)", R"("seats":1,"threshold":[1,1000001])"},
  };
  for (const Change& change : changes) {
    EXPECT_FALSE(meaning(tiny_manifest_with(change.from, change.to)).ok()) << change.to;
  }
}

TEST(ManifestMeaning, AcceptedChanges) {
  const Change changes[] = {
      {R"("max_ballots":4)", R"("max_ballots":1000)"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-12-31T23:59:60Z")"},
      {R"("previous":null)",
       R"("previous":{"manifest":"0000000000000000000000000000000000000000000000000000000000000000","size":0,"root":"0000000000000000000000000000000000000000000000000000000000000000"})"},
      {R"("threshold":null)", R"("threshold":[5,100])"},
      {R"("rule":"top","contests":["pick"],"seats":1,"threshold":null)",
       R"("rule":"rank_points","contests":["pick"],"seats":1,"points":[12,10],"added":[{"option":"a","points":7}])"},
  };
  for (const Change& change : changes) {
    const Result<void> verdict = meaning(tiny_manifest_with(change.from, change.to));
    EXPECT_TRUE(verdict.ok()) << change.to << verdict.error().message();
  }
}

TEST(ManifestMeaning, NoKeyTwice) {
  std::string text = tiny_manifest();
  const std::string name = R"({"name":"O","key":")";
  const std::string registrar = R"({"name":"R","key":")";
  const std::string key = text.substr(text.find(registrar) + registrar.size(), 64);
  text.replace(text.find(name) + name.size(), 64, key);
  EXPECT_FALSE(meaning(text).ok());
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
