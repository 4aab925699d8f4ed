#include "ballot/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/group/hash.h"
#include "tests/ballot/sample.h"

namespace viche::ballot {
namespace {

using test::Json;
using testing::HasSubstr;

/// Two contests, two styles, three units, two rules, and something of everything.
Json full_manifest() {
  Json json =
      test::sample_manifest({test::choose("a", 3, 1, 2, true), test::score("b", 2, 5, 0, 7, false),
                             test::rank("c", 3, {2, 1}, false)},
                            {{"a", "b"}, {"a", "c"}});
  json["previous"] = {
      {"manifest", std::string(64, '0')}, {"size", 12}, {"root", std::string(64, 'f')}};
  const Json title{{"en", "Rule"}};
  json["results"] = {
      {{"id", "r1"},
       {"title", title},
       {"rule", "top"},
       {"contests", {"a"}},
       {"seats", 2},
       {"threshold", {1, 20}}},
      {{"id", "r2"},
       {"title", title},
       {"rule", "rank_points"},
       {"contests", {"a", "c"}},
       {"seats", 1},
       {"points", {5, 3}},
       {"added", {{{"option", "o1"}, {"points", 4}}, {{"option", "o3"}, {"points", 0}}}}},
      {{"id", "r3"},
       {"title", title},
       {"rule", "sainte_lague"},
       {"contests", {"b"}},
       {"seats", 10000},
       {"threshold", nullptr}}};
  return json;
}

Result<Manifest> parse_text(std::string_view text) { return parse_manifest(as_bytes(text)); }

TEST(Manifest, ReadsEveryMember) {
  const std::string text = full_manifest().dump(2);
  const Result<Manifest> parsed = parse_text(text);
  ASSERT_TRUE(parsed.ok()) << parsed.error().message();
  const Manifest& m = *parsed;
  EXPECT_EQ(m.id, "sample");
  EXPECT_EQ(m.languages, std::vector<std::string>{"en"});
  EXPECT_EQ(m.title.at("en"), "Sample");
  EXPECT_EQ(m.closes, "2026-01-01T20:00:00Z");
  EXPECT_EQ(m.previous->size, 12U);
  EXPECT_EQ(m.previous->root[31], 0xff);
  EXPECT_EQ(to_hex(m.registrar.key.bytes), test::sample_key("registrar"));
  EXPECT_EQ(to_hex(m.log_key.bytes), test::sample_key("log"));
  EXPECT_EQ(m.witnesses.quorum, 1U);
  EXPECT_EQ(m.witnesses.members.at(1).name, "w2");
  EXPECT_EQ(m.threshold, 2U);
  EXPECT_EQ(m.trustees.size(), 3U);
  EXPECT_EQ(m.others.size(), 1U);
  EXPECT_EQ(m.agreement_signers(), 4U);
  EXPECT_EQ(m.agreement_quorum(), 3U);  // floor((4 + 2 - 1 + 0) / 2) + 1
  EXPECT_EQ(m.revote, Revote::kLast);
  EXPECT_EQ(m.weights, WeightPrivacy::kSecret);
  EXPECT_EQ(m.contests.at(0).max, 2U);
  EXPECT_TRUE(m.contests[0].blank);
  EXPECT_EQ(m.contests.at(1).max_total, 7U);
  EXPECT_EQ(m.contests.at(2).points, (std::vector<std::uint32_t>{2, 1}));
  EXPECT_EQ(m.contests[2].find_option("o3"), OptionIndex(2));
  EXPECT_EQ(m.find_style("s2"), StyleIndex(1));
  EXPECT_EQ(m.find_contest("d"), std::nullopt);
  EXPECT_EQ(m.unit_of(ContestIndex(0), StyleIndex(1)), UnitIndex(2));
  EXPECT_TRUE(m.counted_per_unit(ContestIndex(2)));
  EXPECT_FALSE(m.counted_per_unit(ContestIndex(1)));
  EXPECT_EQ(m.results.at(0).threshold->b, 20U);
  EXPECT_EQ(m.results.at(1).added.at(0).points, 4U);
  EXPECT_EQ(m.results.at(2).kind, RuleKind::kSainteLague);
  EXPECT_EQ(manifest_hash(as_bytes(text)), sha256(as_bytes(text)));
}

struct Malformed {
  const char* patch;  // RFC 6902, applied to full_manifest()
  const char* where;
  const char* reason;
};

constexpr const char* kAny = "";

// One line a rule of section 2 (and 9, for the rules of the result).
const Malformed kMalformed[] = {
    {R"([{"op":"remove","path":"/log"}])", "/", "the member \"log\" is missing"},
    {R"([{"op":"add","path":"/contest","value":1}])", "/contest",
     "unknown member; did you mean \"contests\"?"},
    {R"([{"op":"add","path":"/a~1b","value":1}])", "/a~1b", "unknown member"},
    {R"([{"op":"replace","path":"/viche","value":2}])", "/viche", "expected an integer 1, found 2"},
    {R"([{"op":"replace","path":"/viche","value":"1"}])", "/viche",
     "expected an integer, found string"},
    {R"([{"op":"replace","path":"/id","value":"A"}])", "/id", "a-z, 0-9 and -"},
    {R"([{"op":"replace","path":"/id","value":""}])", "/id", "1 to 64"},
    {R"([{"op":"replace","path":"/id","value":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}])",
     "/id", "1 to 64"},
    {R"([{"op":"replace","path":"/languages","value":[]}])", "/languages", "from 1 to 32 items"},
    {R"([{"op":"replace","path":"/languages","value":["en","en"]}])", "/languages/1",
     "listed already"},
    {R"([{"op":"replace","path":"/languages","value":["EN"]}])", "/languages/0", "language tag"},
    {R"([{"op":"replace","path":"/languages","value":["e"]}])", "/languages/0", "language tag"},
    {R"([{"op":"replace","path":"/languages","value":["engl"]}])", "/languages/0", "language tag"},
    {R"([{"op":"replace","path":"/languages","value":["en-"]}])", "/languages/0", "language tag"},
    {R"([{"op":"replace","path":"/languages","value":["en-a"]}])", "/languages/0", "language tag"},
    {R"([{"op":"replace","path":"/languages","value":["en-GB-"]}])", "/languages/0",
     "language tag"},
    {R"([{"op":"replace","path":"/languages","value":["en","uk"]}])", "/title",
     "no text in the language \"uk\""},
    {R"([{"op":"add","path":"/title/uk","value":"x"}])", "/title/uk", "not in /languages"},
    {R"([{"op":"replace","path":"/title/en","value":""}])", "/title/en", "not empty"},
    {R"([{"op":"replace","path":"/title","value":"x"}])", "/title",
     "expected an object, found string"},
    {R"([{"op":"replace","path":"/opens","value":"2026-01-01 08:00:00"}])", "/opens",
     "YYYY-MM-DDThh:mm:ssZ"},
    {R"([{"op":"replace","path":"/closes","value":"2026-13-01T08:00:00Z"}])", "/closes",
     "YYYY-MM-DDThh:mm:ssZ"},
    {R"([{"op":"replace","path":"/previous","value":{"manifest":"00","size":1,"root":"00"}}])",
     "/previous/manifest", "64 lower-case"},
    {R"([{"op":"remove","path":"/previous/size"}])", "/previous", "\"size\" is missing"},
    {R"([{"op":"replace","path":"/registrar/name","value":""}])", "/registrar/name", "not empty"},
    {R"([{"op":"replace","path":"/registrar/key","value":"AA"}])", "/registrar/key",
     "64 lower-case hexadecimal digits"},
    {R"([{"op":"replace","path":"/registrar/key","value":"0000000000000000000000000000000000000000000000000000000000000000"}])",
     "/registrar/key", "not an Ed25519 public key"},
    {R"([{"op":"remove","path":"/registrar/key"}])", "/registrar", "\"key\" is missing"},
    {R"([{"op":"copy","from":"/registrar/key","path":"/trustees/members/1/key"}])",
     "/trustees/members/1/key", "the same key as /registrar/key"},
    {R"([{"op":"copy","from":"/agreement/others/0/key","path":"/witnesses/members/0/key"}])",
     "/agreement/others/0/key", "the same key as /witnesses/members/0/key"},
    {R"([{"op":"add","path":"/log/name","value":"x"}])", "/log/name", "unknown member"},
    {R"([{"op":"replace","path":"/witnesses/quorum","value":3}])", "/witnesses/quorum",
     "from 0 to 2, found 3"},
    {R"([{"op":"replace","path":"/witnesses/members/1/name","value":"w1"}])",
     "/witnesses/members/1/name", "another witness"},
    {R"([{"op":"replace","path":"/witnesses/members/1/name","value":"w 1"}])",
     "/witnesses/members/1/name", "printable ASCII"},
    {R"([{"op":"replace","path":"/witnesses/members/1/name","value":"w+1"}])",
     "/witnesses/members/1/name", "printable ASCII"},
    {R"([{"op":"replace","path":"/witnesses/members/1/name","value":"є"}])",
     "/witnesses/members/1/name", "printable ASCII"},
    {R"([{"op":"replace","path":"/trustees/threshold","value":4}])", "/trustees/threshold",
     "from 1 to 3, found 4"},
    {R"([{"op":"replace","path":"/trustees/threshold","value":0}])", "/trustees/threshold",
     "from 1 to 3"},
    {R"([{"op":"replace","path":"/trustees/members","value":[]}])", "/trustees/members",
     "from 1 to 64 items"},
    {R"([{"op":"replace","path":"/agreement/tolerated_corrupt","value":2}])",
     "/agreement/tolerated_corrupt", "from 0 to 1"},
    {R"([{"op":"replace","path":"/agreement/tolerated_lost","value":1}])", "/agreement",
     "the quorum of 3 agreement signers of 4"},
    {R"([{"op":"replace","path":"/trustees/threshold","value":1}])", "/agreement",
     "could not be reached"},
    {R"([{"op":"replace","path":"/revote","value":"lost"}])", "/revote",
     "expected one of \"last\", \"first\"; did you mean \"last\"?"},
    {R"([{"op":"replace","path":"/max_ballots","value":0}])", "/max_ballots", "from 1 to 1000"},
    {R"([{"op":"replace","path":"/max_ballots","value":1001}])", "/max_ballots", "from 1 to 1000"},
    {R"([{"op":"replace","path":"/max_ballots","value":-1}])", "/max_ballots", "whole number"},
    {R"([{"op":"replace","path":"/max_ballots","value":20.0}])", "/max_ballots", "whole number"},
    {R"([{"op":"replace","path":"/floor","value":0}])", "/floor", "at least 1"},
    {R"([{"op":"replace","path":"/weights","value":true}])", "/weights",
     "expected a string, found boolean"},
    {R"([{"op":"replace","path":"/batch_seconds","value":3601}])", "/batch_seconds",
     "from 1 to 3600"},
    {R"([{"op":"replace","path":"/contests","value":[]}])", "/contests", "expected a list"},
    {R"([{"op":"remove","path":"/contests/0/kind"}])", "/contests/0", "\"kind\" is missing"},
    {R"([{"op":"replace","path":"/contests/0/kind","value":"chose"}])", "/contests/0/kind",
     "did you mean \"choose\"?"},
    {R"([{"op":"add","path":"/contests/0/points","value":[1]}])", "/contests/0/points",
     "unknown member"},
    {R"([{"op":"replace","path":"/contests/1/id","value":"a"}])", "/contests/1/id",
     "occurs already"},
    {R"([{"op":"replace","path":"/contests/0/blank","value":0}])", "/contests/0/blank",
     "true or false"},
    {R"([{"op":"replace","path":"/contests/0/options","value":[]}])", "/contests/0/options",
     "from 1 to 1000"},
    {R"([{"op":"replace","path":"/contests/0/options/1/id","value":"o1"}])",
     "/contests/0/options/1/id", "occurs already"},
    {R"([{"op":"replace","path":"/contests/0/options/1/id","value":"blank"}])",
     "/contests/0/options/1/id", "reserved"},
    {R"([{"op":"remove","path":"/contests/0/options/2/title/en"}])", "/contests/0/options/2/title",
     "no text in the language"},
    {R"([{"op":"replace","path":"/contests/0/min","value":3}])", "/contests/0/min",
     "from 0 to 2, found 3"},
    {R"([{"op":"replace","path":"/contests/0/max","value":0}])", "/contests/0/max", "from 1 to 3"},
    {R"([{"op":"replace","path":"/contests/0/max","value":4}])", "/contests/0/max", "from 1 to 3"},
    {R"([{"op":"replace","path":"/contests/1/max_score","value":1001}])", "/contests/1/max_score",
     "from 1 to 1000"},
    {R"([{"op":"replace","path":"/contests/1/max_score","value":0}])", "/contests/1/max_score",
     "from 1 to 1000"},
    {R"([{"op":"replace","path":"/contests/1/max_total","value":11}])", "/contests/1/max_total",
     "from 1 to 10"},
    {R"([{"op":"replace","path":"/contests/1/max_total","value":0}])", "/contests/1/max_total",
     "from 1 to 10"},
    {R"([{"op":"replace","path":"/contests/1/min_total","value":8}])", "/contests/1/min_total",
     "from 0 to 7"},
    {R"([{"op":"replace","path":"/contests/2/points","value":[]}])", "/contests/2/points",
     "from 1 to 3 items"},
    {R"([{"op":"replace","path":"/contests/2/points","value":[4,3,2,1]}])", "/contests/2/points",
     "from 1 to 3 items"},
    {R"([{"op":"replace","path":"/contests/2/points","value":[0,0]}])", "/contests/2/points",
     "at least one place"},
    {R"([{"op":"replace","path":"/contests/2/points/1","value":1000001}])", "/contests/2/points/1",
     "from 0 to 1000000"},
    {R"([{"op":"replace","path":"/styles","value":[]}])", "/styles", "from 1 to 65535"},
    {R"([{"op":"replace","path":"/styles/1/id","value":"s1"}])", "/styles/1/id", "occurs already"},
    {R"([{"op":"replace","path":"/styles/0/contests","value":[]}])", "/styles/0/contests",
     "at least 1"},
    {R"([{"op":"replace","path":"/styles/0/contests/1","value":"a"}])", "/styles/0/contests/1",
     "has the contest already"},
    {R"([{"op":"replace","path":"/styles/0/contests/1","value":"bb"}])", "/styles/0/contests/1",
     "there is no contest \"bb\"; did you mean \"b\"?"},
    {R"([{"op":"replace","path":"/styles/1/contests","value":["a"]}])", "/contests/2",
     "no style holds this contest"},
    {R"([{"op":"remove","path":"/styles/0/replacements"}])", "/styles/0",
     "\"replacements\" is missing"},
    {R"([{"op":"replace","path":"/units/1/id","value":"a-s1"}])", "/units/1/id", "occurs already"},
    {R"([{"op":"replace","path":"/units/1/contest","value":"z"}])", "/units/1/contest",
     "there is no contest \"z\""},
    {R"([{"op":"replace","path":"/units/1/styles/0","value":"s3"}])", "/units/1/styles/0",
     "there is no style \"s3\"; did you mean"},
    {R"([{"op":"replace","path":"/units/1/styles","value":[]}])", "/units/1/styles", "from 1 to"},
    {R"([{"op":"add","path":"/units/1/styles/-","value":"s2"}])", "/units/1/styles/1",
     "does not hold the unit's contest"},
    {R"([{"op":"add","path":"/units/0/styles/-","value":"s1"}])", "/units/0/styles/1",
     "in a unit of the contest already"},
    {R"([{"op":"add","path":"/units/0/styles/-","value":"s2"}])", "/units/2/styles/0",
     "in a unit of the contest already"},
    {R"([{"op":"remove","path":"/units/3"}])", "/units",
     "no unit has the contest \"c\" for the style \"s2\""},
    {R"([{"op":"remove","path":"/results/0/rule"}])", "/results/0", "\"rule\" is missing"},
    {R"([{"op":"replace","path":"/results/0/rule","value":"dHondt"}])", "/results/0/rule",
     "did you mean \"dhondt\"?"},
    {R"([{"op":"replace","path":"/results/1/id","value":"r1"}])", "/results/1/id",
     "occurs already"},
    {R"([{"op":"replace","path":"/results/0/seats","value":0}])", "/results/0/seats",
     "from 1 to 10000"},
    {R"([{"op":"replace","path":"/results/0/contests","value":[]}])", "/results/0/contests", kAny},
    {R"([{"op":"replace","path":"/results/0/contests","value":["a","a"]}])",
     "/results/0/contests/1", "already"},
    {R"([{"op":"replace","path":"/results/0/threshold","value":[2,1]}])", "/results/0/threshold/0",
     "from 0 to 1, found 2"},
    {R"([{"op":"replace","path":"/results/0/threshold","value":[0,0]}])", "/results/0/threshold/1",
     "from 1 to 1000000"},
    {R"([{"op":"replace","path":"/results/0/threshold","value":[1]}])", "/results/0/threshold",
     "2 items"},
    {R"([{"op":"add","path":"/results/1/threshold","value":null}])", "/results/1/threshold",
     "unknown member"},
    {R"([{"op":"replace","path":"/results/1/points","value":[]}])", "/results/1/points",
     "from 1 to 1000"},
    {R"([{"op":"replace","path":"/results/1/added/0/option","value":"o4"}])",
     "/results/1/added/0/option", "no contest of this rule"},
    {R"([{"op":"replace","path":"/results/1/added/1/option","value":"o1"}])",
     "/results/1/added/1/option", "already"},
    {R"([{"op":"replace","path":"/results/1/added/0/points","value":1000001}])",
     "/results/1/added/0/points", kAny},
};

TEST(Manifest, EveryErrorNamesItsPath) {
  for (const Malformed& malformed : kMalformed) {
    const std::string text = full_manifest().patch(Json::parse(malformed.patch)).dump();
    const Result<Manifest> parsed = parse_text(text);
    ASSERT_FALSE(parsed.ok()) << malformed.patch;
    EXPECT_EQ(parsed.error().where, malformed.where) << malformed.patch;
    EXPECT_THAT(parsed.error().reason, HasSubstr(malformed.reason)) << malformed.patch;
  }
}

/// The manifest's text with one place of it replaced.
std::string replaced(const std::string& from, const std::string& to) {
  std::string text = full_manifest().dump();
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Manifest, WhatIsNotStrictJsonIsRefused) {
  const std::vector<std::tuple<std::string, std::string, std::string>> cases = {
      {"", "line 1, column 1", "not JSON"},
      {"\xef\xbb\xbf" + full_manifest().dump(), "line 1, column 1", "byte-order mark"},
      {full_manifest().dump() + "{}", kAny, "not JSON"},
      {full_manifest().dump() + std::string(1, '\0'), kAny, "a zero byte"},
      {full_manifest().dump().substr(0, 200), kAny, "not JSON"},
      {replaced("Sample", "Sam\xffple"), kAny, "not JSON in UTF-8"},
      {replaced("Sample", "\xed\xa0\x80"), kAny, "not JSON in UTF-8"},  // a surrogate
      {replaced("Sample", "\xc0\xaf"), kAny, "not JSON in UTF-8"},      // overlong
      {replaced("Sample", "\\ud800"), kAny, "not JSON in UTF-8"},
      {replaced("Sample", "a\nb"), kAny, "not JSON in UTF-8"},
      {replaced("{\"viche\":1,", "{\"viche\":1,\"viche\":1,"), "/viche", "occurs twice"},
      {replaced("\"o2\",", "\"o2\",\"id\":\"o2\","), "/contests/0/options/1/id", "occurs twice"},
      {replaced("\"o2\",", "\"o2\",\"\\u0069d\":\"o2\","), "/contests/0/options/1/id",
       "occurs twice"},
      {replaced("\"viche\":1", "\"viche\":1.0"), "/viche", "whole number"},
      {replaced("\"viche\":1", "\"viche\":1e0"), "/viche", "whole number"},
      {replaced("\"viche\":1", "\"viche\":-0"), "/viche", "whole number"},
      {replaced("\"viche\":1", "\"viche\":01"), kAny, "not JSON"},
      {replaced("\"floor\":3", "\"floor\":18446744073709551616"), "/floor", "below 2^64"},
      {replaced("\"floor\":3", "\"floor\":1e999"), kAny, kAny},
      {replaced("\"viche\":1", "\"viche\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]"), kAny,
       "nested deeper than 16"},
      {replaced("\"viche\":1", "/* comment */ \"viche\":1"), kAny, "not JSON"},
      {replaced("\"viche\":1", "'viche':1"), kAny, "not JSON"},
      {replaced("\"viche\":1", "\"viche\":NaN"), kAny, "not JSON"},
      {std::string(100'000, '['), kAny, "nested deeper than 16"},
      {"[]", "/", "expected an object, found array"},
      {"null", "/", "expected an object, found null"}};
  for (const auto& [text, where, reason] : cases) {
    const Result<Manifest> parsed = parse_text(text);
    ASSERT_FALSE(parsed.ok()) << text.substr(0, 80);
    if (!where.empty()) {
      EXPECT_EQ(parsed.error().where, where) << text.substr(0, 80);
    }
    EXPECT_THAT(parsed.error().reason, HasSubstr(reason)) << text.substr(0, 80);
  }
  EXPECT_TRUE(parse_text(replaced("\"floor\":3", "\"floor\":18446744073709551615")).ok());
  EXPECT_TRUE(parse_text(" \r\n\t" + full_manifest().dump() + "\n").ok());
}

TEST(Manifest, LimitsAreReachable) {
  Json json = test::sample_manifest({test::choose("a", 1000, 1, 1, false)});
  EXPECT_TRUE(parse_text(json.dump()).ok());
  json = test::sample_manifest({test::choose("a", 1000, 0, 1000, true)});
  EXPECT_TRUE(parse_text(json.dump()).ok());
  json["contests"].push_back(test::choose("b", 8, 1, 1, false));
  json["styles"][0]["contests"].push_back("b");
  json["units"].push_back(
      {{"id", "b"}, {"title", {{"en", "b"}}}, {"contest", "b"}, {"styles", {"s1"}}});
  EXPECT_TRUE(parse_text(json.dump()).ok()) << "1,000 + 10 + 1 + 8 slots";
  json["contests"][1] = test::choose("b", 9, 1, 1, false);
  const auto too_many = parse_text(json.dump());
  ASSERT_FALSE(too_many.ok());
  EXPECT_EQ(too_many.error().where, "/styles/0/contests");
  EXPECT_THAT(too_many.error().reason, HasSubstr("1020 slots"));
  // A million slots are refused before anything of that size is laid out.
  const auto huge = parse_text(
      test::sample_manifest({test::rank("a", 1000, std::vector<int>(1000, 1), true)}).dump());
  ASSERT_FALSE(huge.ok());
  EXPECT_EQ(huge.error().where, "/styles/0/contests");
  EXPECT_THAT(huge.error().reason, HasSubstr("1001001 slots"));
}

TEST(Manifest, AgreementQuorum) {
  const auto feasible = [](std::uint32_t n, std::uint32_t k, std::uint32_t others, std::uint32_t c,
                           std::uint32_t d) {
    Json json = full_manifest();
    json["trustees"]["threshold"] = k;
    json["trustees"]["members"] = Json::array();
    for (std::uint32_t i = 0; i < n; ++i) {
      const std::string name = std::string("t") + std::to_string(i);
      json["trustees"]["members"].push_back({{"name", name}, {"key", test::sample_key(name)}});
    }
    json["agreement"]["others"] = Json::array();
    for (std::uint32_t i = 0; i < others; ++i) {
      const std::string name = std::string("a") + std::to_string(i);
      json["agreement"]["others"].push_back({{"name", name}, {"key", test::sample_key(name)}});
    }
    json["agreement"]["tolerated_corrupt"] = c;
    json["agreement"]["tolerated_lost"] = d;
    return parse_text(json.dump()).ok();
  };
  EXPECT_TRUE(feasible(5, 3, 2, 0, 0));   // q = 5 = 7 - 2
  EXPECT_FALSE(feasible(5, 3, 2, 0, 1));  // 4 left
  EXPECT_FALSE(feasible(5, 3, 2, 2, 0));  // q = 6
  EXPECT_TRUE(feasible(1, 1, 0, 0, 0));
  EXPECT_TRUE(feasible(3, 3, 0, 0, 0));
  EXPECT_FALSE(feasible(3, 2, 0, 0, 0));  // q = 3 of 3, one trustee may be lost
  EXPECT_TRUE(feasible(64, 64, 64, 1, 0));
}

TEST(Manifest, TemplatesLackKeysOnly) {
  Json json = full_manifest();
  json["registrar"].erase("key");
  json["log"].erase("key");
  for (Json& member : json["witnesses"]["members"]) member.erase("key");
  json["trustees"]["members"][1].erase("key");
  json["agreement"]["others"][0].erase("key");
  const std::string text = json.dump(1);
  EXPECT_FALSE(parse_text(text).ok());
  const auto parsed = parse_manifest(as_bytes(text), KeyPolicy::kMayBeMissing);
  ASSERT_TRUE(parsed.ok()) << parsed.error().message();
  EXPECT_EQ(parsed->registrar.key.bytes, Bytes32{});

  const auto key = [](const char* name) {
    return Ed25519PublicKey::decode(bytes32_from_hex(test::sample_key(name)).value()).value();
  };
  const ManifestKeys keys{
      key("r"), key("l"), {key("x1"), key("x2")}, {key("y1"), key("y2"), key("y3")}, {key("z")}};
  const auto completed = complete_manifest(text, keys);
  ASSERT_TRUE(completed.ok()) << completed.error().message();
  const Manifest manifest = parse_text(*completed).value();
  EXPECT_EQ(manifest.registrar.key, keys.registrar);
  EXPECT_EQ(manifest.log_key, keys.log);
  EXPECT_EQ(manifest.witnesses.members[1].key, keys.witnesses[1]);
  EXPECT_EQ(to_hex(manifest.trustees[0].key.bytes), test::sample_key("t1"));  // was there, is kept
  EXPECT_EQ(manifest.trustees[1].key, keys.trustees[1]);
  EXPECT_EQ(manifest.others[0].key, keys.others[0]);
  EXPECT_EQ(Json::parse(*completed)["contests"], json["contests"]);

  EXPECT_FALSE(complete_manifest(text, ManifestKeys{}).ok());
  ManifestKeys repeated = keys;
  repeated.log = keys.registrar;
  EXPECT_FALSE(complete_manifest(text, repeated).ok());
  EXPECT_FALSE(complete_manifest("{", keys).ok());
}

}  // namespace
}  // namespace viche::ballot
