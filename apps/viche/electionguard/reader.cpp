#include "apps/viche/electionguard/reader.h"

#include "apps/viche/electionguard/fields.h"
#include "apps/viche/electionguard/names.h"

namespace viche::app::electionguard {
namespace {

using ballot::JsonNode;

constexpr std::size_t kMostLanguages = 32;

void finish(Item& item, const Fields& fields) {
  item.path = fields.path();
  item.sound = fields.ok();
}

/// A list of strings; one that is none is left out.
std::vector<Placed> read_references(const std::vector<JsonNode>& nodes, Report& report) {
  std::vector<Placed> references;
  for (const JsonNode& node : nodes) {
    Result<std::string> id = node.non_empty_string();
    if (id) {
      references.push_back({node.path(), std::move(*id)});
    } else {
      report.fault(id.error().where, id.error().reason, "the reference is left out");
    }
  }
  return references;
}

Party read_party(const JsonNode& node, Report& report) {
  Fields fields(node, {"object_id", "name", "abbreviation", "color", "logo_uri"}, report,
                "the party is left out");
  Party party;
  party.id = fields.string("object_id");
  party.name = fields.words("name");
  finish(party, fields);
  return party;
}

Candidate read_candidate(const JsonNode& node, Report& report) {
  Fields fields(node, {"object_id", "name", "party_id", "image_uri", "is_write_in"}, report,
                "the candidate is left out");
  Candidate candidate;
  candidate.id = fields.string("object_id");
  candidate.name = fields.words("name");
  candidate.party = fields.optional_placed("party_id");
  candidate.write_in = fields.flag("is_write_in");
  finish(candidate, fields);
  return candidate;
}

GeopoliticalUnit read_unit(const JsonNode& node, Report& report) {
  Fields fields(node, {"object_id", "name", "type", "contact_information"}, report,
                "the geopolitical unit is left out");
  GeopoliticalUnit unit;
  unit.id = fields.string("object_id");
  unit.name = fields.string("name");
  finish(unit, fields);
  return unit;
}

Selection read_selection(const JsonNode& node, Report& report) {
  Fields fields(node, {"object_id", "candidate_id", "sequence_order"}, report,
                "the selection is left out");
  Selection selection;
  selection.id = fields.string("object_id");
  selection.candidate = fields.placed("candidate_id");
  selection.order = fields.number("sequence_order");
  finish(selection, fields);
  return selection;
}

Contest read_contest(const JsonNode& node, Report& report) {
  Fields fields(node,
                {"object_id", "sequence_order", "electoral_district_id", "vote_variation",
                 "number_elected", "votes_allowed", "name", "ballot_title", "ballot_subtitle",
                 "ballot_selections", "primary_party_ids"},
                report, "the contest is left out");
  Contest contest;
  contest.id = fields.string("object_id");
  contest.order = fields.number("sequence_order");
  contest.district = fields.placed("electoral_district_id");
  contest.variation = fields.placed("vote_variation");
  contest.number_elected = fields.number("number_elected");
  contest.votes_allowed = fields.optional_number("votes_allowed");
  contest.name = fields.string("name");
  contest.title = fields.optional_words("ballot_title");
  contest.subtitle = fields.optional_words("ballot_subtitle");
  contest.primary_parties = read_references(fields.optional_list("primary_party_ids"), report);
  for (const JsonNode& item : fields.list("ballot_selections")) {
    contest.selections.push_back(read_selection(item, report));
  }
  finish(contest, fields);
  return contest;
}

BallotStyle read_style(const JsonNode& node, Report& report) {
  Fields fields(node, {"object_id", "geopolitical_unit_ids", "party_id", "image_uri"}, report,
                "the ballot style is left out");
  BallotStyle style;
  style.id = fields.string("object_id");
  const std::vector<JsonNode> units = fields.list("geopolitical_unit_ids");
  style.units = read_references(units, report);
  style.lost_units = units.empty() || style.units.size() < units.size();
  style.party = fields.optional_placed("party_id");
  finish(style, fields);
  return style;
}

/// The commission's name, if there is one.
std::string read_commission(const JsonNode& node, Report& report) {
  Fields fields(node, {"name", "address_line", "email", "phone"}, report, "its name is left out");
  const auto name = fields.optional_placed("name");
  return name ? name->value : "";
}

/// A time of the election, in UTC.
std::string read_time(Fields& fields, const char* name, Report& report) {
  const Placed time = fields.placed(name);
  if (time.value.empty()) return "";
  const std::optional<std::string> utc = utc_time(time.value);
  if (!utc) {
    fields.refuse(time.path, "expected a time with its zone, such as 2020-03-01T08:00:00-05:00");
    return "";
  }
  if (*utc != time.value) report.note(time.path, "imported as " + *utc);
  return *utc;
}

}  // namespace

Source read_source(const JsonNode& root, Report& report) {
  Fields fields(root,
                {"spec_version", "election_scope_id", "type", "start_date", "end_date", "name",
                 "contact_information", "geopolitical_units", "parties", "candidates", "contests",
                 "ballot_styles"},
                report, "");
  Source source;
  source.scope_id = fields.string("election_scope_id");
  source.name = fields.words("name");
  if (source.name.texts.size() > kMostLanguages) {
    report.fault(source.name.path,
                 std::to_string(source.name.texts.size()) + " languages; a manifest holds " +
                     std::to_string(kMostLanguages),
                 "the first are imported");
    source.name.texts.resize(kMostLanguages);
  }
  source.start = read_time(fields, "start_date", report);
  source.end = read_time(fields, "end_date", report);
  if (!source.end.empty() && source.start > source.end) {
    fields.refuse("/end_date", "the election ends before it starts");
  }
  if (const auto commission = fields.member("contact_information")) {
    source.commission = read_commission(*commission, report);
  }
  for (const JsonNode& node : fields.list("geopolitical_units")) {
    source.units.push_back(read_unit(node, report));
  }
  for (const JsonNode& node : fields.optional_list("parties")) {
    source.parties.push_back(read_party(node, report));
  }
  for (const JsonNode& node : fields.list("candidates")) {
    source.candidates.push_back(read_candidate(node, report));
  }
  for (const JsonNode& node : fields.list("contests")) {
    source.contests.push_back(read_contest(node, report));
  }
  for (const JsonNode& node : fields.list("ballot_styles")) {
    source.styles.push_back(read_style(node, report));
  }
  return source;
}

}  // namespace viche::app::electionguard
