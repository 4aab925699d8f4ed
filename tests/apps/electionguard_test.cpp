// The import of ElectionGuard manifests: each kind of fault with its path, what becomes of it, and
// what the template says.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "apps/viche/electionguard/import.h"
#include "apps/viche/electionguard/names.h"
#include "ballot/manifest.h"
#include "tests/apps/electionguard_sample.h"
#include "tests/apps/program.h"

namespace viche::test {
namespace {

using app::electionguard::Finding;
using app::electionguard::FindingKind;
using app::electionguard::IdMaker;
using app::electionguard::Import;
using app::electionguard::import_manifest;
using app::electionguard::Settings;
using app::electionguard::Unsound;
using app::electionguard::utc_time;
using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

Import import_of(const json& source, Unsound unsound = Unsound::kLeaveOut,
                 const Settings& settings = {}) {
  const std::string text = source.dump();
  Result<Import> import = import_manifest(as_bytes(text), settings, unsound);
  EXPECT_TRUE(import.ok()) << import.error().message();
  return std::move(*import);
}

/// "path: reason" of each finding of a kind.
std::vector<std::string> found(const Import& import, FindingKind kind) {
  std::vector<std::string> lines;
  for (const Finding& finding : import.report.of(kind)) {
    lines.push_back(finding.path + ": " + finding.reason);
  }
  return lines;
}
std::vector<std::string> faults(const Import& import) { return found(import, FindingKind::kFault); }
std::vector<std::string> follows(const Import& import) {
  return found(import, FindingKind::kConsequence);
}
std::vector<std::string> notes(const Import& import) { return found(import, FindingKind::kNote); }

std::vector<std::string> faults_of(const json& source) {
  const Import refused = import_of(source, Unsound::kRefuse);
  EXPECT_FALSE(refused.manifest.has_value());
  return faults(refused);
}

json manifest_of(const Import& import) {
  EXPECT_TRUE(import.manifest.has_value());
  return import.manifest ? json::parse(*import.manifest) : json();
}

std::vector<std::string> ids(const json& list) {
  std::vector<std::string> all;
  for (const json& item : list) all.push_back(item["id"]);
  return all;
}

TEST(ElectionGuard, ASoundManifestIsImportedWhole) {
  const Import import = import_of(electionguard_sample(), Unsound::kRefuse);
  EXPECT_THAT(faults(import), IsEmpty());
  EXPECT_THAT(follows(import), IsEmpty());
  EXPECT_THAT(notes(import), IsEmpty());
  const json manifest = manifest_of(import);
  EXPECT_EQ(manifest["id"], "sample");
  EXPECT_EQ(manifest["languages"], json({"en", "es"}));
  EXPECT_EQ(manifest["opens"], "2026-03-01T13:00:00Z");
  EXPECT_EQ(manifest["registrar"]["name"], "Commission");
  ASSERT_THAT(ids(manifest["contests"]), ElementsAre("mayor", "council"));
  const json& council = manifest["contests"][1];
  EXPECT_EQ(council["kind"], "choose");
  EXPECT_EQ(council["min"], 0);
  EXPECT_EQ(council["max"], 2);
  EXPECT_EQ(council["blank"], false);
  EXPECT_EQ(council["title"]["es"], "Concejo \u2013 Hasta dos");
  EXPECT_THAT(ids(council["options"]), ElementsAre("c", "d", "e"));
  EXPECT_EQ(manifest["contests"][0]["options"][0]["title"]["en"], "Ann (Party)");
  EXPECT_EQ(council["options"][0]["title"]["en"], "Cy");
  EXPECT_EQ(manifest["styles"][1]["contests"], json({"mayor", "council"}));
  EXPECT_EQ(manifest["styles"][1]["title"]["es"], "County, Town");
  EXPECT_THAT(ids(manifest["units"]), ElementsAre("mayor", "council"));
  EXPECT_EQ(manifest["units"][0]["styles"], json({"county-style", "town-style"}));
  EXPECT_EQ(manifest["results"][1]["rule"], "top");
  EXPECT_EQ(manifest["results"][1]["seats"], 2);
}

TEST(ElectionGuard, SettingsFillWhatTheSourceDoesNotSay) {
  Settings settings;
  settings.id = "mine";
  settings.trustees = 5;
  settings.threshold = 3;
  settings.witnesses = 3;
  settings.floor = 9;
  settings.weights = "not-secret";
  settings.revote = "first";
  settings.counting = app::electionguard::Counting::kStyle;
  const json manifest = manifest_of(import_of(electionguard_sample(), Unsound::kRefuse, settings));
  EXPECT_EQ(manifest["id"], "mine");
  EXPECT_EQ(manifest["trustees"]["members"].size(), 5U);
  EXPECT_EQ(manifest["agreement"]["others"].size(), 2U);
  EXPECT_EQ(manifest["witnesses"]["quorum"], 2);
  EXPECT_EQ(manifest["floor"], 9);
  EXPECT_EQ(manifest["weights"], "not-secret");
  EXPECT_EQ(manifest["revote"], "first");
  EXPECT_THAT(ids(manifest["units"]),
              ElementsAre("mayor-county-style", "mayor-town-style", "council-town-style"));

  settings.threshold = 6;
  const std::string text = electionguard_sample().dump();
  const auto impossible = import_manifest(as_bytes(text), settings, Unsound::kRefuse);
  ASSERT_FALSE(impossible.ok());
  EXPECT_EQ(impossible.error().where, "the manifest that was made: /trustees/threshold");
}

TEST(ElectionGuard, EveryDanglingReferenceIsNamed) {
  json source = electionguard_sample();
  source["candidates"][0]["party_id"] = "partie";
  source["contests"][0]["ballot_selections"][1]["candidate_id"] = "nobody";
  source["contests"][1]["electoral_district_id"] = "tow";
  source["contests"][1]["primary_party_ids"] = {"party", "x"};
  source["ballot_styles"][0]["geopolitical_unit_ids"][0] = "conty";
  source["ballot_styles"][1]["party_id"] = "y";
  EXPECT_THAT(
      faults_of(source),
      ElementsAre(
          "/candidates/0/party_id: there is no party \"partie\"; did you mean \"party\"?",
          "/contests/0/ballot_selections/1/candidate_id: there is no candidate \"nobody\"",
          "/contests/1/electoral_district_id: there is no geopolitical unit \"tow\"; did you mean "
          "\"town\"?",
          "/contests/1/primary_party_ids/1: there is no party \"x\"",
          "/ballot_styles/0/geopolitical_unit_ids/0: there is no geopolitical unit \"conty\"; did "
          "you mean \"county\"?",
          "/ballot_styles/1/party_id: there is no party \"y\""));
}

TEST(ElectionGuard, WhatIsSoundIsImportedAndWhatFollowsIsNamed) {
  json source = electionguard_sample();
  source["contests"][1]["ballot_selections"][0]["candidate_id"] = "nobody";
  source["contests"][1]["ballot_selections"][2]["candidate_id"] = "none";
  Import import = import_of(source);
  EXPECT_THAT(follows(import), ElementsAre("/contests/1/votes_allowed: 2 votes for the 1 "
                                           "selections that are left"));
  json manifest = manifest_of(import);
  EXPECT_EQ(manifest["contests"][1]["max"], 1);
  EXPECT_THAT(ids(manifest["contests"][1]["options"]), ElementsAre("d"));

  source["contests"][1]["ballot_selections"][1]["candidate_id"] = "null";
  import = import_of(source);
  EXPECT_THAT(follows(import), ElementsAre("/contests/1: no selection is left"));
  manifest = manifest_of(import);
  EXPECT_THAT(ids(manifest["contests"]), ElementsAre("mayor"));
  EXPECT_THAT(ids(manifest["styles"]), ElementsAre("county-style", "town-style"));

  source = electionguard_sample();
  source["candidates"][0]["name"] = 5;
  source["contests"][0]["electoral_district_id"] = "nowhere";
  source["ballot_styles"][1]["geopolitical_unit_ids"][1] = "towns";
  import = import_of(source);
  EXPECT_THAT(follows(import),
              ElementsAre("/ballot_styles/0: no contest is left in its geopolitical units",
                          "/ballot_styles/1: no contest is left in its geopolitical units",
                          "/contests/1: no ballot style that holds it is left"));
  EXPECT_TRUE(import.report.is_fatal());
  EXPECT_FALSE(import.manifest.has_value());
}

TEST(ElectionGuard, AReferenceToWhatIsLeftOutFollows) {
  json source = electionguard_sample();
  source["candidates"][0].erase("name");
  source["parties"][0]["name"]["text"] = json::array();
  source["geopolitical_units"][1]["name"] = "";
  const Import import = import_of(source);
  EXPECT_THAT(faults(import),
              ElementsAre("/geopolitical_units/1/name: expected a string that is not empty",
                          "/parties/0/name: there is no text",
                          "/candidates/0: the member \"name\" is missing"));
  EXPECT_THAT(follows(import),
              ElementsAre("/candidates/1/party_id: the party \"party\" is left out",
                          "/contests/0/ballot_selections/0/candidate_id: the candidate \"a\" is "
                          "left out",
                          "/contests/1/electoral_district_id: the geopolitical unit \"town\" is "
                          "left out",
                          "/ballot_styles/1/geopolitical_unit_ids/1: the geopolitical unit "
                          "\"town\" is left out"));
  const json manifest = manifest_of(import);
  EXPECT_THAT(ids(manifest["contests"]), ElementsAre("mayor"));
  EXPECT_EQ(manifest["contests"][0]["options"][0]["title"]["en"], "Bo");
}

TEST(ElectionGuard, Duplicates) {
  json source = electionguard_sample();
  for (const char* list :
       {"geopolitical_units", "parties", "candidates", "contests", "ballot_styles"}) {
    source[list].push_back(source[list][0]);
  }
  json& selections = source["contests"][0]["ballot_selections"];
  selections[1]["candidate_id"] = selections[0]["candidate_id"];
  selections[1]["object_id"] = selections[0]["object_id"];
  selections[1]["sequence_order"] = selections[0]["sequence_order"];
  source["contests"][2]["sequence_order"] = 1;
  source["ballot_styles"][1]["geopolitical_unit_ids"] = {"county", "county", "town"};
  EXPECT_THAT(
      faults_of(source),
      ElementsAre(
          "/geopolitical_units/2/object_id: the id \"county\" is that of /geopolitical_units/0 "
          "already",
          "/parties/1/object_id: the id \"party\" is that of /parties/0 already",
          "/candidates/5/object_id: the id \"a\" is that of /candidates/0 already",
          "/contests/2/object_id: the id \"mayor\" is that of /contests/0 already",
          "/ballot_styles/2/object_id: the id \"county-style\" is that of /ballot_styles/0 already",
          "/contests/2/sequence_order: 1 is the place of /contests/1 already",
          "/contests/0/ballot_selections/1/object_id: the id \"a-selection\" is that of "
          "/contests/0/ballot_selections/0 already",
          "/contests/0/ballot_selections/1/sequence_order: 0 is the place of "
          "/contests/0/ballot_selections/0 already",
          "/contests/0/ballot_selections/1/candidate_id: the candidate \"a\" is that of "
          "/contests/0/ballot_selections/0 already",
          "/ballot_styles/1/geopolitical_unit_ids/1: the unit is that of "
          "/ballot_styles/1/geopolitical_unit_ids/0 already"));
  const json manifest = manifest_of(import_of(source));
  EXPECT_THAT(ids(manifest["contests"]), ElementsAre("mayor", "council"));
  EXPECT_THAT(ids(manifest["contests"][0]["options"]), ElementsAre("a"));
  EXPECT_THAT(ids(manifest["styles"]), ElementsAre("county-style", "town-style"));
}

TEST(ElectionGuard, NumbersOfAContest) {
  const auto fault = [](const char* variation, const json& elected, const json& allowed) {
    json source = electionguard_sample();
    json& council = source["contests"][1];
    council["vote_variation"] = variation;
    council["number_elected"] = elected;
    council["votes_allowed"] = allowed;
    std::string all;
    for (const std::string& line : faults(import_of(source))) all += line + "\n";
    return all;
  };
  const std::string elected = "/contests/1/number_elected: ";
  const std::string allowed = "/contests/1/votes_allowed: ";
  EXPECT_EQ(fault("n_of_m", 2, 2), "");
  EXPECT_EQ(fault("approval", 1, 3), "");
  EXPECT_EQ(fault("plurality", 1, nullptr), "");
  EXPECT_EQ(fault("n_of_m", 4, 4),
            elected + "4 are elected of 3 selections\n" + allowed + "4 votes for 3 selections\n");
  EXPECT_EQ(fault("n_of_m", 0, 0),
            elected + "expected 1 to 10000, found 0\n" + allowed + "expected at least 1\n");
  EXPECT_EQ(fault("n_of_m", 3, 2), allowed + "2 votes for 3 who are elected\n");
  EXPECT_EQ(fault("one_of_m", 2, 2),
            elected + "one_of_m elects 1, not 2\n" + allowed + "one_of_m allows 1 vote, not 2\n");
  EXPECT_EQ(fault("n_of_m", "2", 2), elected + "expected an integer, found string\n");
  for (const char* other : {"borda", "cumulative", "majority", "proportional", "range", "rcv",
                            "super_majority", "other", "unknown"}) {
    EXPECT_EQ(fault(other, 2, 2),
              "/contests/1/vote_variation: \"" + std::string(other) +
                  "\" is not imported; one_of_m, n_of_m, plurality and approval are\n");
  }
}

TEST(ElectionGuard, ContestsAndStylesThatHoldNothing) {
  json source = electionguard_sample();
  source["contests"][1]["ballot_selections"] = json::array();
  source["ballot_styles"].push_back(
      {{"object_id", "none"}, {"geopolitical_unit_ids", json::array()}});
  EXPECT_THAT(faults_of(source),
              ElementsAre("/contests/1/ballot_selections: expected a list of at least 1 items, "
                          "found 0",
                          "/ballot_styles/2/geopolitical_unit_ids: expected a list of at least 1 "
                          "items, found 0"));

  source = electionguard_sample();
  source["geopolitical_units"].push_back({{"object_id", "far"}, {"name", "Far"}, {"type", "city"}});
  source["geopolitical_units"].push_back({{"object_id", "sea"}, {"name", "Sea"}, {"type", "city"}});
  source["contests"][1]["electoral_district_id"] = "far";
  source["ballot_styles"][0]["geopolitical_unit_ids"] = {"sea"};
  const Import import = import_of(source);
  EXPECT_THAT(faults(import),
              ElementsAre("/ballot_styles/0: there is no contest in its geopolitical units",
                          "/contests/1/electoral_district_id: no ballot style has this district"));
  const json manifest = manifest_of(import);
  EXPECT_THAT(ids(manifest["styles"]), ElementsAre("town-style"));
  EXPECT_THAT(ids(manifest["contests"]), ElementsAre("mayor"));
}

TEST(ElectionGuard, LimitsOfContestsAndStyles) {
  json source = electionguard_sample();
  json& contest = source["contests"][1];
  contest["ballot_selections"] = json::array();
  const auto add = [&](std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::string id = "x" + std::to_string(source["candidates"].size());
      source["candidates"].push_back({{"object_id", id}, {"name", electionguard_words(id, id)}});
      contest["ballot_selections"].push_back({{"object_id", id},
                                              {"candidate_id", id},
                                              {"sequence_order", source["candidates"].size()}});
    }
  };
  // With the mayor's 2 options and 1 slack slot: 1,000 + digits(15) = 4 slots, 1,007 in all.
  add(1000);
  contest["votes_allowed"] = 15;
  EXPECT_THAT(faults(import_of(source)), IsEmpty());
  add(1);
  EXPECT_THAT(faults(import_of(source)),
              ElementsAre("/contests/1/ballot_selections: 1001 selections; a contest of Viche "
                          "holds 1000"));

  contest["ballot_selections"].erase(1000);
  source["candidates"].erase(source["candidates"].size() - 1);
  json second = source["contests"][0];
  second["object_id"] = "second";
  second["sequence_order"] = 9;
  for (int i = 0; i < 9; ++i) {
    const std::string id = "s" + std::to_string(i);
    source["candidates"].push_back({{"object_id", id}, {"name", electionguard_words(id, id)}});
    second["ballot_selections"].push_back(
        {{"object_id", id}, {"candidate_id", id}, {"sequence_order", 10 + i}});
  }
  source["contests"].push_back(second);  // 11 options and a slack slot: exactly 1,019
  EXPECT_THAT(faults(import_of(source)), IsEmpty());
  source["contests"][2]["ballot_selections"].push_back(
      {{"object_id", "more"}, {"candidate_id", "d"}, {"sequence_order", 100}});
  const Import import = import_of(source);
  EXPECT_THAT(faults(import), ElementsAre("/ballot_styles/1: its ballot would have 1020 slots; "
                                          "1019 fit an entry of the log"));
  EXPECT_THAT(follows(import), ElementsAre("/contests/1: no ballot style that holds it is left"));
}

TEST(ElectionGuard, TextsAndLanguages) {
  json source = electionguard_sample();
  source["candidates"][0]["name"]["text"] = {{{"value", "Ann"}, {"language", "es"}}};
  source["candidates"][1]["name"]["text"] = {{{"value", "Bo"}, {"language", "fr"}}};
  source["contests"][0]["name"] = "Mayor's office";
  source["contests"][0].erase("ballot_title");
  source["contests"][1]["ballot_subtitle"]["text"] = json::array();
  Import import = import_of(source, Unsound::kRefuse);
  EXPECT_THAT(
      notes(import),
      ElementsAre("/candidates/0/name: no text in \"en\": the one in \"es\" stands for it",
                  "/candidates/1/name: no text in \"en\": the one in \"fr\" stands for it",
                  "/candidates/1/name: no text in \"es\": the one in \"fr\" stands for it",
                  "/candidates/1/name: the text in \"fr\" is left out: the election's name is not "
                  "in that language",
                  "/contests/0: no ballot_title: the name stands for it"));
  const json manifest = manifest_of(import);
  EXPECT_EQ(manifest["contests"][0]["title"],
            json({{"en", "Mayor's office"}, {"es", "Mayor's office"}}));
  EXPECT_EQ(manifest["contests"][1]["title"]["es"], "Concejo");
  EXPECT_EQ(manifest["contests"][0]["options"][0]["title"]["en"], "Ann (Party)");

  source = electionguard_sample();
  source["candidates"][0]["name"]["text"] = {{{"value", ""}, {"language", "en"}},
                                             {{"value", "x"}, {"language", "EN"}},
                                             {{"value", "Ann"}, {"language", "en"}},
                                             {{"value", "Anne"}, {"language", "en"}}};
  source["name"]["text"][1]["language"] = 1;
  EXPECT_THAT(
      faults_of(source),
      ElementsAre("/name/text/1/language: expected a string, found 1",
                  "/candidates/0/name/text/0/value: expected a string that is not empty",
                  "/candidates/0/name/text/1/language: expected a language tag such as \"en\" or "
                  "\"pt-BR\"",
                  "/candidates/0/name/text/3/language: there is a text in the language \"en\" "
                  "already"));
  import = import_of(source);
  EXPECT_EQ(manifest_of(import)["languages"], json({"en"}));
}

TEST(ElectionGuard, AManifestHolds32Languages) {
  json source = electionguard_sample();
  json& texts = source["name"]["text"];
  for (char first = 'p'; first <= 'q'; ++first) {
    for (char second = 'a'; second <= 'z' && texts.size() < 33; ++second) {
      texts.push_back({{"value", "x"}, {"language", std::string{first, second}}});
    }
  }
  const Import import = import_of(source);
  EXPECT_THAT(faults(import), ElementsAre("/name: 33 languages; a manifest holds 32"));
  EXPECT_EQ(manifest_of(import)["languages"].size(), 32U);
}

TEST(ElectionGuard, NotesOnWhatChangesOrHasNoMeaning) {
  json source = electionguard_sample();
  source["candidates"][4]["is_write_in"] = true;
  source["candidates"][3]["image_url"] = "x";
  source["candidates"].push_back({{"object_id", "spare"}, {"name", electionguard_words("S", "S")}});
  source["contests"][0]["votes_allowed"] = nullptr;
  source["contests"][0]["primary_party_ids"] = {"party"};
  source["contests"][1]["ballot_title"] = electionguard_words("Mayor", "Concejo");
  source["ballot_styles"][0]["party_id"] = "party";
  source["election_scope_id"] = "Sample 1";
  source["start_date"] = "2026-03-01T08:00:00.25-05:00";
  const Import import = import_of(source, Unsound::kRefuse);
  EXPECT_THAT(
      notes(import),
      ElementsAre(
          "/start_date: imported as 2026-03-01T13:00:00Z",
          "/candidates/3/image_url: an unknown member, which is not imported",
          "/contests/0: there is no votes_allowed; number_elected stands for it, as in "
          "ElectionGuard",
          "/contests/0/primary_party_ids: a primary is imported as any other contest",
          "/candidates/5: no selection names the candidate \"spare\"",
          "/contests/1/ballot_title: the title in \"en\" is that of /contests/0 too",
          "/ballot_styles/0/party_id: a party's own ballot style is imported as any other",
          "/election_scope_id: imported as \"sample-1-8316577d\"",
          "/candidates/4/is_write_in: a ballot holds no written name: the totals say how often "
          "this was marked"));
}

TEST(ElectionGuard, FaultsThatLeaveNothingToImport) {
  const auto fatal = [](const json& source) {
    const Import import = import_of(source);
    EXPECT_TRUE(import.report.is_fatal());
    EXPECT_FALSE(import.manifest.has_value());
    return faults(import);
  };
  EXPECT_THAT(fatal(json::array()).at(0), testing::StartsWith("/: expected an object"));
  json source = electionguard_sample();
  for (const char* member : {"election_scope_id", "name", "start_date", "contests"}) {
    source.erase(member);
  }
  source["end_date"] = "tomorrow";
  source["ballot_styles"] = json::array();
  EXPECT_THAT(
      fatal(source),
      ElementsAre("/: the member \"election_scope_id\" is missing",
                  "/: the member \"name\" is missing", "/: the member \"start_date\" is missing",
                  "/end_date: expected a time with its zone, such as "
                  "2020-03-01T08:00:00-05:00",
                  "/: the member \"contests\" is missing",
                  "/ballot_styles: expected a list of at least 1 items, found 0",
                  "/ballot_styles: no ballot style is left"));
  source = electionguard_sample();
  source["end_date"] = "2026-03-01T12:59:59Z";
  EXPECT_THAT(fatal(source), ElementsAre("/end_date: the election ends before it starts"));

  const auto twice = import_manifest(as_bytes(R"({"name": 1, "name": 2})"), {}, Unsound::kLeaveOut);
  ASSERT_FALSE(twice.ok());
  EXPECT_EQ(twice.error().where, "/name");
}

TEST(ElectionGuard, AnObjectOfTheWrongFormIsLeftOut) {
  json source = electionguard_sample();
  source["candidates"][0] = 7;
  source["geopolitical_units"][0]["type"] = 8;  // not imported, so not looked at
  source["contests"][1] = "contest";
  source["contests"][0]["ballot_selections"][0]["sequence_order"] = "first";
  source["ballot_styles"][1]["geopolitical_unit_ids"][0] = 3;
  source["candidates"][1]["is_write_in"] = "no";
  const Import import = import_of(source);
  EXPECT_THAT(
      faults(import),
      ElementsAre("/candidates/0: expected an object, found 7",
                  "/candidates/1/is_write_in: expected true or false, found string",
                  "/contests/0/ballot_selections/0/sequence_order: expected an integer, found "
                  "string",
                  "/contests/1: expected an object, found string",
                  "/ballot_styles/1/geopolitical_unit_ids/0: expected a string, found 3",
                  "/contests/0/ballot_selections/0/candidate_id: there is no candidate \"a\"; did "
                  "you mean \"b\"?",
                  "/ballot_styles: no ballot style is left"));
  EXPECT_THAT(follows(import),
              ElementsAre("/contests/0/ballot_selections/1/candidate_id: the candidate \"b\" is "
                          "left out",
                          "/contests/0: no selection is left",
                          "/ballot_styles/0: no contest is left in its geopolitical units",
                          "/ballot_styles/1: no contest is left in its geopolitical units"));
}

TEST(ElectionGuard, IdsBecomeLegalAndStayDistinct) {
  IdMaker ids;
  EXPECT_EQ(ids.make("a-legal-1"), "a-legal-1");
  const std::string again = ids.make("a-legal-1");
  EXPECT_EQ(again.size(), std::string("a-legal-1-").size() + 8);
  EXPECT_EQ(ids.make("Caf\xc3\xa9 No. 1").substr(0, 9), "caf-no-1-");
  EXPECT_NE(ids.make("A B"), ids.make("A_B"));
  EXPECT_EQ(ids.make("blank").substr(0, 6), "blank-");
  EXPECT_EQ(ids.make(std::string(64, 'x')), std::string(64, 'x'));
  EXPECT_EQ(ids.make(std::string(65, 'x')).substr(0, 56), std::string(55, 'x') + "-");
  EXPECT_EQ(ids.make("\xd0\x96").size(), 8U);
  // The same in every import, and even an id that is made to look like another stays distinct.
  const std::string made = IdMaker().make("A B");
  EXPECT_EQ(IdMaker().make("A B"), made);
  IdMaker crafted;
  EXPECT_EQ(crafted.make(made), made);
  EXPECT_NE(crafted.make("A B"), made);
}

TEST(ElectionGuard, TimesBecomeUtc) {
  EXPECT_EQ(utc_time("2020-03-01T13:00:00Z"), "2020-03-01T13:00:00Z");
  EXPECT_EQ(utc_time("2020-02-29T23:30:00-05:30"), "2020-03-01T05:00:00Z");
  EXPECT_EQ(utc_time("2020-01-01T00:00:00+02:00"), "2019-12-31T22:00:00Z");
  EXPECT_EQ(utc_time("2020-03-01T13:00:00.123456Z"), "2020-03-01T13:00:00Z");
  for (const char* wrong :
       {"", "2020-03-01", "2020-03-01T13:00:00", "2019-02-29T00:00:00Z", "2020-13-01T00:00:00Z",
        "2020-03-01T24:00:00Z", "2020-03-01T13:60:00Z", "2020-03-01T13:00:00.Z",
        "2020-03-01T13:00:00+2:00", "2020-03-01T13:00:00+24:00", "2020-03-01T13:00:00Zx",
        "0000-01-01T00:00:00+01:00", "9999-12-31T23:00:00-01:00"}) {
    EXPECT_EQ(utc_time(wrong), std::nullopt) << wrong;
  }
}

json hamilton() { return json::parse(read_text(electionguard_hamilton())); }

const std::vector<std::string> kHamiltonFaults = {
    "/contests/0/ballot_selections/6/candidate_id: there is no candidate \"write-in\"; did you "
    "mean \"write-in-1\"?",
    "/contests/1/ballot_selections/26/candidate_id: there is no candidate \"write-in\"; did you "
    "mean \"write-in-1\"?",
    "/contests/2/ballot_selections/0/candidate_id: there is no candidate \"soliz\"; did you mean "
    "\"solis\"?",
    "/contests/2/ballot_selections/2/candidate_id: there is no candidate \"rengel\"; did you mean "
    "\"rangel\"?",
    "/contests/2/ballot_selections/5/candidate_id: there is no candidate \"write-in\"; did you "
    "mean \"write-in-1\"?",
    "/contests/3/ballot_selections/5/candidate_id: there is no candidate \"write-in\"; did you "
    "mean \"write-in-1\"?"};

TEST(ElectionGuardHamilton, ItsDanglingReferencesAreExactlyThese) {
  EXPECT_EQ(faults_of(hamilton()), kHamiltonFaults);
}

TEST(ElectionGuardHamilton, WhatIsSoundIsImported) {
  const Import import = import_of(hamilton());
  EXPECT_EQ(faults(import), kHamiltonFaults);
  EXPECT_THAT(follows(import), IsEmpty());
  EXPECT_EQ(import.contests, 8U);
  EXPECT_EQ(import.options, 6U + 26U + 3U + 5U + 10U + 8U + 2U + 2U);
  EXPECT_EQ(import.styles, 11U);
  EXPECT_EQ(import.units, 8U);
  Settings per_style;
  per_style.counting = app::electionguard::Counting::kStyle;
  EXPECT_EQ(import_of(hamilton(), Unsound::kLeaveOut, per_style).units, 43U);

  const json manifest = manifest_of(import);
  EXPECT_EQ(manifest["languages"], json({"en", "es"}));
  EXPECT_EQ(manifest["closes"], "2020-03-02T01:00:00Z");
  EXPECT_EQ(manifest["registrar"]["name"], "Hamilton State Election Commission");
  EXPECT_EQ(manifest["contests"][0]["options"][0]["title"]["es"],
            "Joseph Barchi and Joseph Hallaren (Whig Party)");
  std::vector<std::size_t> contests;
  for (const json& style : manifest["styles"]) contests.push_back(style["contests"].size());
  EXPECT_THAT(contests, ElementsAre(3, 3, 4, 4, 5, 5, 3, 3, 3, 5, 5));
  // A typo's other end, a title that is another contest's, and three lines for written names.
  const std::vector<std::string> all = notes(import);
  const auto has = [&](const std::string& line) {
    return std::find(all.begin(), all.end(), line) != all.end();
  };
  EXPECT_TRUE(has("/candidates/32: no selection names the candidate \"solis\""));
  EXPECT_TRUE(has("/candidates/34: no selection names the candidate \"rangel\""));
  EXPECT_TRUE(has("/contests/5/ballot_title: the title in \"en\" is that of /contests/4 too"));
  EXPECT_EQ(std::count_if(all.begin(), all.end(),
                          [](const std::string& line) {
                            return line.find("/is_write_in: ") != std::string::npos;
                          }),
            3);
}

}  // namespace
}  // namespace viche::test
