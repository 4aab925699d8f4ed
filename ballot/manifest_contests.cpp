// The manifest's contests, styles and units.

#include <limits>
#include <set>

#include "ballot/layout.h"
#include "ballot/manifest_reader.h"

namespace viche::ballot {
namespace {

constexpr std::size_t kMaxOptions = 1000;
constexpr std::size_t kMaxStyles = 65'535;
constexpr std::size_t kMaxUnits = 65'535;
constexpr std::uint32_t kMaxScore = 1000;

Result<std::vector<Option>> read_options(const ManifestReader& reader, const JsonNode& node) {
  VICHE_ASSIGN(const auto items, node.list(1, kMaxOptions));
  std::vector<Option> options;
  IdList ids;
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(const JsonObject object, item.object({"id", "title"}));
    Option& option = options.emplace_back();
    VICHE_ASSIGN(option.id, ids.add(object["id"]));
    if (option.id == "blank")
      return object["id"].error("the id \"blank\" is reserved for blank votes");
    VICHE_ASSIGN(option.title, reader.text(object["title"]));
  }
  return options;
}

Result<void> read_limits(Contest& contest, const JsonObject& object) {
  const auto N = static_cast<std::uint32_t>(contest.options.size());
  if (contest.kind == ContestKind::kChoose) {
    VICHE_ASSIGN(contest.max, object["max"].integer32(1, N));
    VICHE_ASSIGN(contest.min, object["min"].integer32(0, contest.max));
  } else if (contest.kind == ContestKind::kScore) {
    VICHE_ASSIGN(contest.max_score, object["max_score"].integer32(1, kMaxScore));
    VICHE_ASSIGN(contest.max_total, object["max_total"].integer32(1, contest.max_score * N));
    VICHE_ASSIGN(contest.min_total, object["min_total"].integer32(0, contest.max_total));
  } else {
    VICHE_ASSIGN(const auto items, object["points"].list(1, N));
    std::uint32_t largest = 0;
    for (const JsonNode& item : items) {
      VICHE_ASSIGN(const std::uint32_t points, item.integer32(0, kMaxPoints));
      contest.points.push_back(points);
      largest = std::max(largest, points);
    }
    if (largest == 0) return object["points"].error("expected at least one place with points");
  }
  return {};
}

Result<Contest> read_contest(ManifestReader& reader, const JsonNode& node) {
  // The kind says which members there are, so it is read first, whatever else the object holds.
  VICHE_ASSIGN(const auto members, node.members());
  const JsonNode* kind = nullptr;
  for (const auto& [name, value] : members) {
    if (name == "kind") kind = &value;
  }
  if (kind == nullptr) return node.error("the member \"kind\" is missing");
  Contest contest;
  VICHE_ASSIGN(contest.kind, read_enum<ContestKind>(*kind, {{"choose", ContestKind::kChoose},
                                                            {"score", ContestKind::kScore},
                                                            {"rank", ContestKind::kRank}}));
  const auto object_of_kind = [&]() -> Result<JsonObject> {
    switch (contest.kind) {
      case ContestKind::kChoose:
        return node.object({"id", "title", "kind", "blank", "options", "min", "max"});
      case ContestKind::kScore:
        return node.object(
            {"id", "title", "kind", "blank", "options", "max_score", "min_total", "max_total"});
      case ContestKind::kRank:
        return node.object({"id", "title", "kind", "blank", "options", "points"});
    }
    broken_invariant("a contest of no kind");
  };
  VICHE_ASSIGN(const JsonObject object, object_of_kind());
  VICHE_ASSIGN(contest.id, reader.contest_ids.add(object["id"]));
  VICHE_ASSIGN(contest.title, reader.text(object["title"]));
  VICHE_ASSIGN(contest.blank, object["blank"].boolean());
  VICHE_ASSIGN(contest.options, read_options(reader, object["options"]));
  VICHE_TRY(read_limits(contest, object));
  return contest;
}

Result<Style> read_style(ManifestReader& reader, const JsonNode& node) {
  VICHE_ASSIGN(const JsonObject object, node.object({"id", "title", "contests", "replacements"}));
  Style style;
  VICHE_ASSIGN(style.id, reader.style_ids.add(object["id"]));
  VICHE_ASSIGN(style.title, reader.text(object["title"]));
  VICHE_ASSIGN(style.replacements,
               object["replacements"].integer(0, std::numeric_limits<std::uint64_t>::max()));
  VICHE_ASSIGN(const auto items,
               object["contests"].list(1, std::numeric_limits<std::size_t>::max()));
  std::set<ContestIndex> seen;
  std::size_t slots = 0;
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(const std::uint32_t place, reader.contest_ids.find(item, "contest"));
    const ContestIndex contest(place);
    if (!seen.insert(contest).second) return item.error("this style has the contest already");
    style.contests.push_back(contest);
    slots += count_slots(reader.manifest.contest(contest));
  }
  if (slots > kMaxStyleSlots) {
    return object["contests"].error("a ballot of this style would have " + std::to_string(slots) +
                                    " slots; " + std::to_string(kMaxStyleSlots) +
                                    " fit an entry of the log");
  }
  return style;
}

using Pair = std::pair<ContestIndex, StyleIndex>;

Result<Unit> read_unit(const ManifestReader& reader, const JsonNode& node, IdList& ids,
                       std::set<Pair>& pairs, const std::set<Pair>& held) {
  VICHE_ASSIGN(const JsonObject object, node.object({"id", "title", "contest", "styles"}));
  Unit unit;
  VICHE_ASSIGN(unit.id, ids.add(object["id"]));
  VICHE_ASSIGN(unit.title, reader.text(object["title"]));
  VICHE_ASSIGN(const std::uint32_t contest, reader.contest_ids.find(object["contest"], "contest"));
  unit.contest = ContestIndex(contest);
  VICHE_ASSIGN(const auto items, object["styles"].list(1, kMaxStyles));
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(const std::uint32_t place, reader.style_ids.find(item, "style"));
    const Pair pair(unit.contest, StyleIndex(place));
    if (!held.contains(pair)) return item.error("this style does not hold the unit's contest");
    if (!pairs.insert(pair).second) {
      return item.error("this style is in a unit of the contest already");
    }
    unit.styles.push_back(pair.second);
  }
  return unit;
}

}  // namespace

Result<void> read_contests(ManifestReader& reader, const JsonNode& contests) {
  VICHE_ASSIGN(const auto items, contests.list(1, kMaxUnits));  // each contest needs a unit
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(Contest contest, read_contest(reader, item));
    reader.manifest.contests.push_back(std::move(contest));
  }
  return {};
}

Result<void> read_styles(ManifestReader& reader, const JsonNode& styles) {
  VICHE_ASSIGN(const auto items, styles.list(1, kMaxStyles));
  std::vector<bool> held(reader.manifest.contests.size());
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(Style style, read_style(reader, item));
    for (const ContestIndex contest : style.contests) held[contest.value()] = true;
    reader.manifest.styles.push_back(std::move(style));
  }
  for (std::size_t i = 0; i < held.size(); ++i) {
    if (!held[i]) return Error{"no style holds this contest", "/contests/" + std::to_string(i)};
  }
  return {};
}

Result<void> read_units(ManifestReader& reader, const JsonNode& units) {
  VICHE_ASSIGN(const auto items, units.list(0, kMaxUnits));
  const Manifest& manifest = reader.manifest;
  std::set<Pair> held;
  for (std::size_t style = 0; style < manifest.styles.size(); ++style) {
    for (const ContestIndex contest : manifest.styles[style].contests) {
      held.emplace(contest, StyleIndex(style));
    }
  }
  IdList ids;
  std::set<Pair> pairs;
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(Unit unit, read_unit(reader, item, ids, pairs, held));
    reader.manifest.units.push_back(std::move(unit));
  }
  for (const Pair& pair : held) {
    if (!pairs.contains(pair)) {
      return units.error("no unit has the contest " + json_quote(manifest.contest(pair.first).id) +
                         " for the style " + json_quote(manifest.style(pair.second).id));
    }
  }
  return {};
}

}  // namespace viche::ballot
