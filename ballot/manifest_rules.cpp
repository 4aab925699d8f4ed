// The manifest's result rules (specification, section 9).

#include <limits>
#include <set>

#include "ballot/manifest_reader.h"

namespace viche::ballot {
namespace {

constexpr std::uint32_t kMaxSeats = 10'000;
constexpr std::uint32_t kMaxDenominator = 1'000'000;
constexpr std::size_t kMaxPointsList = 1000;
constexpr std::size_t kMaxContests = 65'535;

Result<std::optional<Threshold>> read_threshold(const JsonNode& node) {
  if (node.is_null()) return std::optional<Threshold>();
  VICHE_ASSIGN(const auto items, node.list(2, 2));
  Threshold threshold;
  VICHE_ASSIGN(threshold.b, items[1].integer32(1, kMaxDenominator));
  VICHE_ASSIGN(threshold.a, items[0].integer32(0, threshold.b));
  return std::optional(threshold);
}

Result<std::vector<AddedPoints>> read_added(const JsonNode& node,
                                            const std::set<std::string_view>& options) {
  VICHE_ASSIGN(const auto items, node.list(0, options.size()));
  std::vector<AddedPoints> added;
  std::set<std::string> seen;
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(const JsonObject object, item.object({"option", "points"}));
    AddedPoints& next = added.emplace_back();
    VICHE_ASSIGN(next.option, object["option"].string());
    if (!options.contains(next.option)) {
      return object["option"].error("no contest of this rule has the option " +
                                    json_quote(next.option) +
                                    nearest_hint(next.option, {options.begin(), options.end()}));
    }
    if (!seen.insert(next.option).second) {
      return object["option"].error("points are added to " + json_quote(next.option) + " already");
    }
    VICHE_ASSIGN(next.points, object["points"].integer32(0, kMaxPoints));
  }
  return added;
}

Result<void> read_rank_points(const Manifest& manifest, const JsonObject& object, Rule& rule) {
  VICHE_ASSIGN(const auto items, object["points"].list(1, kMaxPointsList));
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(const std::uint32_t points, item.integer32(0, kMaxPoints));
    rule.points.push_back(points);
  }
  std::set<std::string_view> options;
  for (const ContestIndex contest : rule.contests) {
    for (const Option& option : manifest.contest(contest).options) options.insert(option.id);
  }
  VICHE_ASSIGN(rule.added, read_added(object["added"], options));
  return {};
}

Result<Rule> read_rule(const ManifestReader& reader, const JsonNode& node, IdList& ids) {
  VICHE_ASSIGN(const auto members, node.members());
  const JsonNode* kind = nullptr;
  for (const auto& [name, value] : members) {
    if (name == "rule") kind = &value;
  }
  if (kind == nullptr) return node.error("the member \"rule\" is missing");
  Rule rule;
  VICHE_ASSIGN(rule.kind, read_enum<RuleKind>(*kind, {{"top", RuleKind::kTop},
                                                      {"rank_points", RuleKind::kRankPoints},
                                                      {"dhondt", RuleKind::kDhondt},
                                                      {"sainte_lague", RuleKind::kSainteLague}}));
  VICHE_ASSIGN(const JsonObject object,
               rule.kind == RuleKind::kRankPoints
                   ? node.object({"id", "title", "rule", "contests", "seats", "points", "added"})
                   : node.object({"id", "title", "rule", "contests", "seats", "threshold"}));
  VICHE_ASSIGN(rule.id, ids.add(object["id"]));
  VICHE_ASSIGN(rule.title, reader.text(object["title"]));
  VICHE_ASSIGN(rule.seats, object["seats"].integer32(1, kMaxSeats));
  VICHE_ASSIGN(const auto items, object["contests"].list(1, kMaxContests));
  std::set<ContestIndex> seen;
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(const std::uint32_t place, reader.contest_ids.find(item, "contest"));
    if (!seen.insert(ContestIndex(place)).second) {
      return item.error("this rule has the contest already");
    }
    rule.contests.emplace_back(place);
  }
  if (rule.kind == RuleKind::kRankPoints) {
    VICHE_TRY(read_rank_points(reader.manifest, object, rule));
  } else {
    VICHE_ASSIGN(rule.threshold, read_threshold(object["threshold"]));
  }
  return rule;
}

}  // namespace

Result<void> read_rules(ManifestReader& reader, const JsonNode& results) {
  VICHE_ASSIGN(const auto items, results.list(0, std::numeric_limits<std::size_t>::max()));
  IdList ids;
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(Rule rule, read_rule(reader, item, ids));
    reader.manifest.results.push_back(std::move(rule));
  }
  return {};
}

}  // namespace viche::ballot
