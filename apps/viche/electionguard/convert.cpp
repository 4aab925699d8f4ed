#include "apps/viche/electionguard/convert.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "apps/viche/electionguard/languages.h"
#include "apps/viche/electionguard/names.h"
#include "ballot/json.h"

namespace viche::app::electionguard {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint32_t kMaxBallots = 20;
constexpr std::uint32_t kBatchSeconds = 5;

/// `count` people "what 1", "what 2", ... whose keys are to be filled in.
Json people(const std::string& what, std::uint32_t count) {
  Json list = Json::array();
  for (std::uint32_t i = 1; i <= count; ++i) list.push_back({{"name", what + std::to_string(i)}});
  return list;
}

class Converter {
 public:
  Converter(const Source& source, const Settings& settings, Report& report)
      : source_(&source), settings_(&settings), report_(&report), languages_(source.name, report) {
    for (const Party& party : source.parties) {
      if (party.sound) parties_.emplace(party.id, &party);
    }
    for (const Candidate& candidate : source.candidates) {
      if (candidate.sound) candidates_.emplace(candidate.id, &candidate);
    }
    for (const GeopoliticalUnit& unit : source.units) {
      if (unit.sound) units_.emplace(unit.id, &unit);
    }
  }

  Json convert() {
    Json out = head();
    for (const Contest& contest : source_->contests) add_contest(contest, out);
    for (const BallotStyle& style : source_->styles) add_style(style, out);
    add_units(out);
    return out;
  }

 private:
  Json head() {
    const std::uint32_t spare =
        settings_->trustees - std::min(settings_->threshold, settings_->trustees);
    Json out;
    out["viche"] = 1;
    out["id"] =
        id_of(settings_->id.value_or(source_->scope_id), "/election_scope_id", election_id_);
    out["languages"] = languages_.tags();
    out["title"] = languages_.fill(source_->name);
    out["opens"] = source_->start;
    out["closes"] = source_->end;
    out["previous"] = nullptr;
    out["registrar"] = {
        {"name", source_->commission.empty() ? "Election commission" : source_->commission}};
    out["log"] = Json::object();
    const std::uint32_t witnesses = settings_->witnesses;
    out["witnesses"] = {{"quorum", witnesses == 0 ? 0 : witnesses / 2 + 1},
                        {"members", people("witness.example/", witnesses)}};
    out["trustees"] = {{"threshold", settings_->threshold},
                       {"members", people("Trustee ", settings_->trustees)}};
    out["agreement"] = {{"tolerated_corrupt", 0},
                        {"tolerated_lost", 0},
                        {"others", people("Observer ", settings_->others.value_or(spare))}};
    out["revote"] = settings_->revote;
    out["max_ballots"] = kMaxBallots;
    out["floor"] = settings_->floor;
    out["weights"] = settings_->weights;
    out["batch_seconds"] = kBatchSeconds;
    for (const char* list : {"contests", "styles", "units", "results"}) out[list] = Json::array();
    return out;
  }

  /// The manifest's id for an object's; a note if it is another.
  std::string id_of(const std::string& original, const std::string& path, IdMaker& ids) {
    std::string id = ids.make(original);
    if (id != original) report_->note(path, "imported as " + ballot::json_quote(id));
    return id;
  }

  /// A candidate's name, with the party's in brackets.
  const ballot::Text& title_of(const Candidate& candidate) {
    const auto [known, is_new] = candidate_titles_.try_emplace(&candidate);
    if (!is_new) return known->second;
    known->second = languages_.fill(candidate.name);
    if (candidate.party) {
      const Party& party = *parties_.at(candidate.party->value);
      const auto [name, is_first] = party_names_.try_emplace(&party);
      if (is_first) name->second = languages_.fill(party.name);
      known->second = joined(std::move(known->second), " (", name->second, ")");
    }
    if (candidate.write_in) {
      report_->note(candidate.path + "/is_write_in",
                    "a ballot holds no written name: the totals say how often this was marked");
    }
    return known->second;
  }

  ballot::Text title_of(const Contest& contest) {
    ballot::Text title =
        contest.title ? languages_.fill(*contest.title) : languages_.same(contest.name);
    if (!contest.title) report_->note(contest.path, "no ballot_title: the name stands for it");
    if (!contest.subtitle) return title;
    return joined(std::move(title), " \u2013 ", languages_.fill(*contest.subtitle), "");
  }

  void add_contest(const Contest& contest, Json& out) {
    std::string& id = contest_ids_.emplace_back();
    if (!contest.sound) return;
    id = id_of(contest.id, contest.path + "/object_id", ids_of_contests_);
    Json options = Json::array();
    IdMaker ids;
    for (const Selection& selection : contest.selections) {
      if (!selection.sound) continue;
      const Candidate& candidate = *candidates_.at(selection.candidate.value);
      options.push_back({{"id", id_of(candidate.id, selection.candidate.path, ids)},
                         {"title", title_of(candidate)}});
    }
    const ballot::Text title = title_of(contest);
    out["contests"].push_back({{"id", id},
                               {"title", title},
                               {"kind", "choose"},
                               {"blank", false},
                               {"min", 0},
                               {"max", *contest.votes_allowed},
                               {"options", std::move(options)}});
    out["results"].push_back({{"id", id},
                              {"title", title},
                              {"rule", "top"},
                              {"contests", {id}},
                              {"seats", *contest.number_elected},
                              {"threshold", nullptr}});
  }

  void add_style(const BallotStyle& style, Json& out) {
    if (!style.sound) return;
    std::string names;
    for (const Placed& unit : style.units) {
      names += (names.empty() ? "" : ", ") + units_.at(unit.value)->name;
    }
    Json contests = Json::array();
    for (const std::size_t c : style.contests) contests.push_back(contest_ids_[c]);
    const std::string id = id_of(style.id, style.path + "/object_id", ids_of_styles_);
    styles_.push_back({&style, id, languages_.same(names)});
    out["styles"].push_back({{"id", id},
                             {"title", styles_.back().title},
                             {"contests", std::move(contests)},
                             {"replacements", 0}});
  }

  void add_units(Json& out) {
    IdMaker ids;
    for (std::size_t c = 0; c < source_->contests.size(); ++c) {
      const Contest& contest = source_->contests[c];
      if (!contest.sound) continue;
      Json all = Json::array();
      for (const HeldStyle& style : styles_) {
        const auto& held = style.source->contests;
        if (std::find(held.begin(), held.end(), c) == held.end()) continue;
        all.push_back(style.id);
        if (settings_->counting == Counting::kContest) continue;
        out["units"].push_back({{"id", ids.make(contest_ids_[c] + "-" + style.id)},
                                {"title", style.title},
                                {"contest", contest_ids_[c]},
                                {"styles", {style.id}}});
      }
      if (settings_->counting == Counting::kStyle) continue;
      out["units"].push_back({{"id", ids.make(contest_ids_[c])},
                              {"title", languages_.same(units_.at(contest.district.value)->name)},
                              {"contest", contest_ids_[c]},
                              {"styles", std::move(all)}});
    }
  }

  struct HeldStyle {
    const BallotStyle* source;
    std::string id;
    ballot::Text title;
  };

  const Source* source_;
  const Settings* settings_;
  Report* report_;
  Languages languages_;
  IdMaker election_id_, ids_of_contests_, ids_of_styles_;
  std::unordered_map<std::string_view, const Party*> parties_;
  std::unordered_map<std::string_view, const Candidate*> candidates_;
  std::unordered_map<std::string_view, const GeopoliticalUnit*> units_;
  std::unordered_map<const Candidate*, ballot::Text> candidate_titles_;
  std::unordered_map<const Party*, ballot::Text> party_names_;
  std::vector<std::string> contest_ids_;  // of all contests; empty for those that are left out
  std::vector<HeldStyle> styles_;
};

}  // namespace

Json convert(const Source& source, const Settings& settings, Report& report) {
  return Converter(source, settings, report).convert();
}

}  // namespace viche::app::electionguard
