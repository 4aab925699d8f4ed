#include "tests/apps/electionguard_sample.h"

namespace viche::test {
namespace {

using nlohmann::json;

json candidate(const std::string& id, const std::string& name) {
  return {{"object_id", id}, {"name", electionguard_words(name, name)}};
}

json contest(const std::string& id, int order, const std::string& district, int votes,
             const json& titles, const std::vector<std::string>& candidates) {
  json selections = json::array();
  for (const std::string& one : candidates) {
    selections.push_back({{"object_id", one + "-selection"},
                          {"candidate_id", one},
                          {"sequence_order", selections.size()}});
  }
  return {{"object_id", id},
          {"sequence_order", order},
          {"electoral_district_id", district},
          {"vote_variation", votes == 1 ? "one_of_m" : "n_of_m"},
          {"number_elected", votes},
          {"votes_allowed", votes},
          {"name", id},
          {"ballot_title", titles},
          {"ballot_selections", selections}};
}

}  // namespace

json electionguard_words(const std::string& en, const std::string& es) {
  return {{"text", {{{"value", en}, {"language", "en"}}, {{"value", es}, {"language", "es"}}}}};
}

json electionguard_sample() {
  json sample = {
      {"spec_version", "1.0"},
      {"election_scope_id", "sample"},
      {"type", "general"},
      {"start_date", "2026-03-01T13:00:00Z"},
      {"end_date", "2026-03-02T01:00:00Z"},
      {"name", electionguard_words("Sample", "Ejemplo")},
      {"contact_information", {{"name", "Commission"}, {"email", json::array()}}},
      {"geopolitical_units",
       {{{"object_id", "county"}, {"name", "County"}, {"type", "county"}},
        {{"object_id", "town"}, {"name", "Town"}, {"type", "township"}}}},
      {"parties", {{{"object_id", "party"}, {"name", electionguard_words("Party", "Partido")}}}},
      {"candidates",
       {candidate("a", "Ann"), candidate("b", "Bo"), candidate("c", "Cy"), candidate("d", "Di"),
        candidate("e", "Ed")}},
      {"contests",
       {contest("mayor", 0, "county", 1, electionguard_words("Mayor", "Alcalde"), {"a", "b"}),
        contest("council", 1, "town", 2, electionguard_words("Council", "Concejo"),
                {"c", "d", "e"})}},
      {"ballot_styles",
       {{{"object_id", "county-style"}, {"geopolitical_unit_ids", {"county"}}},
        {{"object_id", "town-style"}, {"geopolitical_unit_ids", {"county", "town"}}}}}};
  sample["candidates"][0]["party_id"] = "party";
  sample["candidates"][1]["party_id"] = "party";
  sample["contests"][1]["ballot_subtitle"] = electionguard_words("Up to two", "Hasta dos");
  return sample;
}

std::string electionguard_hamilton() {
  return std::string(VICHE_SOURCE_DIR) +
         "/tests/data/electionguard/electionguard-hamilton-manifest.json";
}

}  // namespace viche::test
