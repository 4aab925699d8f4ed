#include "apps/viche/simulation/result_json.h"

#include <algorithm>

namespace viche::app {
namespace {

const char* status_name(log::UnitStatus status) {
  switch (status) {
    case log::UnitStatus::kDecrypted:
      return "decrypted";
    case log::UnitStatus::kWithheld:
      return "withheld";
    case log::UnitStatus::kEmpty:
      return "empty";
  }
  return "";
}

const char* rule_name(ballot::RuleKind kind) {
  switch (kind) {
    case ballot::RuleKind::kTop:
      return "top";
    case ballot::RuleKind::kRankPoints:
      return "rank_points";
    case ballot::RuleKind::kDhondt:
      return "dhondt";
    case ballot::RuleKind::kSainteLague:
      return "sainte_lague";
  }
  return "";
}

/// A line for each row, or one without option and votes.
void add_lines(const ballot::Manifest& manifest, const log::UnitResult& unit, Json& lines) {
  const ballot::Contest& contest = manifest.contest(unit.contest);
  std::string members;
  for (const ballot::UnitIndex member : unit.members) {
    members += (members.empty() ? "" : "+") + manifest.unit(member).id;
  }
  Json line{{"contest", contest.id},   {"unit", members},   {"status", status_name(unit.status)},
            {"ballots", unit.counted}, {"option", nullptr}, {"votes", nullptr}};
  if (unit.totals.empty()) lines.push_back(line);
  for (std::size_t row = 0; row < unit.totals.size(); ++row) {
    line["option"] = row < contest.options.size() ? contest.options[row].id : "blank";
    line["votes"] = unit.totals[row];
    lines.push_back(line);
  }
}

Json outcome_json(const Outcome& outcome) {
  Json out{{"id", outcome.rule->id},
           {"rule", rule_name(outcome.rule->kind)},
           {"candidates", Json::array()},
           {"tied", Json::array()},
           {"open_seats", outcome.result.open_seats}};
  for (const tally::CandidateResult& candidate : outcome.result.candidates) {
    out["candidates"].push_back({{"option", candidate.id},
                                 {"votes", candidate.votes},
                                 {"score", candidate.score},
                                 {"eligible", candidate.eligible},
                                 {"seats", candidate.seats}});
    if (candidate.tied) out["tied"].push_back(candidate.id);
  }
  return out;
}

Json member(const Json& object, const char* name) {
  return object.is_object() && object.contains(name) ? object[name] : Json(nullptr);
}

}  // namespace

Json result_json(const ballot::Manifest& manifest, const Expected& expected) {
  const log::BallotCounts& counts = expected.result.counts;
  Json out{{"counts",
            {{"cast", counts.cast},
             {"counted", counts.counted},
             {"superseded", counts.superseded},
             {"cancelled", counts.cancelled},
             {"challenged", counts.challenged}}},
           {"result", Json::array()},
           {"outcomes", Json::array()}};
  for (const log::UnitResult& unit : expected.result.units)
    add_lines(manifest, unit, out["result"]);
  for (const Outcome& outcome : expected.outcomes) out["outcomes"].push_back(outcome_json(outcome));
  return out;
}

Json comparable(const Json& object) {
  Json out{{"counts", member(object, "counts")},
           {"result", member(object, "result")},
           {"outcomes", Json::array()}};
  for (const Json& outcome : member(object, "outcomes")) {
    std::vector<std::string> tied;
    for (const Json& id : member(outcome, "tied"))
      tied.push_back(id.is_string() ? id.get<std::string>() : "");
    std::sort(tied.begin(), tied.end());
    out["outcomes"].push_back({{"id", member(outcome, "id")},
                               {"rule", member(outcome, "rule")},
                               {"candidates", member(outcome, "candidates")},
                               {"tied", tied},
                               {"open_seats", member(outcome, "open_seats")}});
  }
  return out;
}

std::vector<std::string> differences(const Json& expected, const Json& found) {
  std::vector<std::string> list;
  const nlohmann::json before = expected;
  const nlohmann::json after = found;
  for (const nlohmann::json& step : nlohmann::json::diff(before, after)) {
    const std::string path = step["path"];
    const nlohmann::json::json_pointer pointer(path);
    const auto text = [&](const nlohmann::json& whole) {
      return whole.contains(pointer) ? whole[pointer].dump() : std::string("nothing");
    };
    list.push_back(path + ": expected " + text(before) + ", found " + text(after));
  }
  return list;
}

}  // namespace viche::app
