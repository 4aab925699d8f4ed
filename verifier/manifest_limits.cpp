// Checks M2 and M3: limits, references, and whether agreement can be reached.

#include <algorithm>
#include <set>

#include "verifier/manifest.h"

#include "crypto/group/condition.h"

namespace viche::verifier {
namespace {

constexpr std::uint64_t kMaxNumbered = 65'535;  // what a u16 numbers
constexpr std::uint64_t kMillion = 1'000'000;

std::string item(std::string_view list, std::size_t index) {
  return "$." + std::string(list) + "[" + std::to_string(index) + "]";
}

template <class Value>
bool distinct(const std::vector<Value>& values) {
  return std::set<Value>(values.begin(), values.end()).size() == values.size();
}

using Ids = std::vector<std::string>;

template <class Item>
Ids ids_of(const std::vector<Item>& items) {
  Ids ids;
  for (const Item& each : items) ids.push_back(each.id);
  return ids;
}

template <class Item>
bool distinct_ids(const std::vector<Item>& items) {
  return distinct(ids_of(items));
}

Error limit(std::string where, std::string reason) {
  return Error{std::move(reason), std::move(where)};
}

/// The place of an id in a list, from 0.
Result<std::uint32_t> find(const Ids& known, const std::string& id, std::string_view list,
                           const std::string& where) {
  const auto place = std::find(known.begin(), known.end(), id);
  if (VICHE_FAULT(place == known.end())) {
    return limit(where, "\"" + id + "\" is not in `" + std::string(list) + "`");
  }
  return static_cast<std::uint32_t>(place - known.begin());
}

Result<std::vector<std::uint32_t>> find_all(const Ids& known, const Ids& ids, std::string_view list,
                                            const std::string& where) {
  if (VICHE_FAULT(ids.empty())) return limit(where, "an empty list");
  std::vector<std::uint32_t> found;
  for (const std::string& id : ids) {
    VICHE_ASSIGN(const std::uint32_t index, find(known, id, list, where));
    found.push_back(index);
  }
  if (VICHE_FAULT(!distinct(found))) return limit(where, "an id occurs twice");
  return found;
}

Result<void> check_contest(const Contest& contest, const std::string& where) {
  const std::uint64_t options = contest.options.size();
  if (VICHE_FAULT(options < 1) || VICHE_FAULT(options > 1000))
    return limit(where + ".options", "not 1 to 1,000 options");
  if (VICHE_FAULT(!distinct(contest.options)))
    return limit(where + ".options", "an id occurs twice");
  if (VICHE_FAULT(std::find(contest.options.begin(), contest.options.end(), "blank") !=
                  contest.options.end())) {
    return limit(where + ".options", "the id \"blank\" is reserved");
  }
  switch (contest.kind) {
    case Contest::Kind::kChoose:
      if (VICHE_FAULT(contest.min > contest.max)) return limit(where + ".min", "above `max`");
      if (VICHE_FAULT(contest.max < 1) || VICHE_FAULT(contest.max > options)) {
        return limit(where + ".max", "not 1 to the number of options");
      }
      break;
    case Contest::Kind::kScore:
      if (VICHE_FAULT(contest.max_score < 1) || VICHE_FAULT(contest.max_score > 1000)) {
        return limit(where + ".max_score", "not 1 to 1,000");
      }
      if (VICHE_FAULT(contest.min_total > contest.max_total)) {
        return limit(where + ".min_total", "above `max_total`");
      }
      if (VICHE_FAULT(contest.max_total < 1) ||
          VICHE_FAULT(contest.max_total > contest.max_score * options)) {
        return limit(where + ".max_total", "not 1 to max_score * options");
      }
      break;
    case Contest::Kind::kRank:
      if (VICHE_FAULT(contest.points.empty()) || VICHE_FAULT(contest.points.size() > options)) {
        return limit(where + ".points", "not 1 to the number of options places");
      }
      if (VICHE_FAULT(*std::max_element(contest.points.begin(), contest.points.end()) > kMillion)) {
        return limit(where + ".points", "above 1,000,000");
      }
      if (VICHE_FAULT(*std::max_element(contest.points.begin(), contest.points.end()) == 0)) {
        return limit(where + ".points", "no place has points");
      }
      break;
  }
  return {};
}

Result<void> check_people(const Manifest& manifest) {
  if (VICHE_FAULT(manifest.trustees.empty()) || VICHE_FAULT(manifest.trustees.size() > 64)) {
    return limit("$.trustees.members", "not 1 to 64 trustees");
  }
  if (VICHE_FAULT(manifest.threshold < 1) ||
      VICHE_FAULT(manifest.threshold > manifest.trustees.size())) {
    return limit("$.trustees.threshold", "not 1 to the number of trustees");
  }
  if (VICHE_FAULT(manifest.others.size() > 64)) return limit("$.agreement.others", "more than 64");
  if (VICHE_FAULT(manifest.tolerated_corrupt > manifest.others.size())) {
    return limit("$.agreement.tolerated_corrupt", "more than `others`");
  }
  if (VICHE_FAULT(manifest.tolerated_lost > manifest.others.size())) {
    return limit("$.agreement.tolerated_lost", "more than `others`");
  }
  if (VICHE_FAULT(manifest.witnesses.size() > 32))
    return limit("$.witnesses.members", "more than 32");
  return {};
}

Result<void> resolve_units(Manifest& manifest) {
  if (VICHE_FAULT(manifest.units.size() > kMaxNumbered))
    return limit("$.units", "more than 65,535");
  if (VICHE_FAULT(!distinct_ids(manifest.units))) return limit("$.units", "an id occurs twice");
  const Ids contest_ids = ids_of(manifest.contests);
  const Ids style_ids = ids_of(manifest.styles);
  std::set<std::pair<std::uint32_t, std::uint32_t>> covered;  // contest, style
  for (std::size_t i = 0; i < manifest.units.size(); ++i) {
    Unit& unit = manifest.units[i];
    const std::string where = item("units", i);
    VICHE_ASSIGN(unit.contest, find(contest_ids, unit.contest_id, "contests", where + ".contest"));
    VICHE_ASSIGN(unit.styles, find_all(style_ids, unit.style_ids, "styles", where + ".styles"));
    for (const std::uint32_t style : unit.styles) {
      const std::vector<std::uint32_t>& contests = manifest.styles[style].contests;
      if (VICHE_FAULT(std::find(contests.begin(), contests.end(), unit.contest) ==
                      contests.end())) {
        return limit(where + ".styles",
                     "\"" + manifest.styles[style].id + "\" does not hold the contest");
      }
      if (VICHE_FAULT(!covered.emplace(unit.contest, style).second)) {
        return limit(where + ".styles", "contest \"" + unit.contest_id + "\" in style \"" +
                                            manifest.styles[style].id + "\" is in two units");
      }
    }
  }
  for (std::size_t i = 0; i < manifest.styles.size(); ++i) {
    for (const std::uint32_t contest : manifest.styles[i].contests) {
      if (VICHE_FAULT(!covered.contains({contest, static_cast<std::uint32_t>(i)}))) {
        return limit(item("styles", i), "contest \"" + manifest.contests[contest].id +
                                            "\" in this style is in no unit");
      }
    }
  }
  return {};
}

Result<void> check_keys(const Manifest& manifest) {
  std::vector<Bytes32> keys{manifest.registrar.key, manifest.log_key};
  for (const auto* list : {&manifest.witnesses, &manifest.trustees, &manifest.others}) {
    for (const Signer& signer : *list) keys.push_back(signer.key);
  }
  if (VICHE_FAULT(!distinct(keys))) return limit("$", "a key occurs twice");
  return {};
}

Result<void> check_rule(const Manifest& manifest, const Rule& rule, const std::string& where) {
  if (VICHE_FAULT(rule.seats < 1) || VICHE_FAULT(rule.seats > 10'000))
    return limit(where + ".seats", "not 1 to 10,000");
  if (rule.threshold) {
    const auto& [a, b] = *rule.threshold;
    if (VICHE_FAULT(a > b) || VICHE_FAULT(b < 1) || VICHE_FAULT(b > kMillion)) {
      return limit(where + ".threshold", "not a <= b with b from 1 to 1,000,000");
    }
  }
  if (rule.kind != Rule::Kind::kRankPoints) return {};
  if (VICHE_FAULT(rule.points.empty()) || VICHE_FAULT(rule.points.size() > 1000)) {
    return limit(where + ".points", "not 1 to 1,000 numbers");
  }
  if (VICHE_FAULT(*std::max_element(rule.points.begin(), rule.points.end()) > kMillion)) {
    return limit(where + ".points", "above 1,000,000");
  }
  Ids options;
  for (const auto& [option, points] : rule.added) {
    if (VICHE_FAULT(points > kMillion)) return limit(where + ".added", "above 1,000,000");
    const bool known = std::any_of(
        rule.contests.begin(), rule.contests.end(), [&, &id = option](std::uint32_t contest) {
          const std::vector<std::string>& list = manifest.contests[contest].options;
          return std::find(list.begin(), list.end(), id) != list.end();
        });
    if (VICHE_FAULT(!known))
      return limit(where + ".added", "\"" + option + "\" is no option of these contests");
    options.push_back(option);
  }
  if (VICHE_FAULT(!distinct(options))) return limit(where + ".added", "an option occurs twice");
  return {};
}

}  // namespace

Result<void> resolve(Manifest& manifest) {
  VICHE_TRY(check_people(manifest));
  if (VICHE_FAULT(manifest.contests.empty()) ||
      VICHE_FAULT(manifest.contests.size() > kMaxNumbered)) {
    return limit("$.contests", "not 1 to 65,535");
  }
  if (VICHE_FAULT(!distinct_ids(manifest.contests)))
    return limit("$.contests", "an id occurs twice");
  for (std::size_t i = 0; i < manifest.contests.size(); ++i) {
    VICHE_TRY(check_contest(manifest.contests[i], item("contests", i)));
  }
  const Ids contest_ids = ids_of(manifest.contests);
  if (VICHE_FAULT(manifest.styles.empty()) || VICHE_FAULT(manifest.styles.size() > kMaxNumbered)) {
    return limit("$.styles", "not 1 to 65,535");
  }
  if (VICHE_FAULT(!distinct_ids(manifest.styles))) return limit("$.styles", "an id occurs twice");
  for (std::size_t i = 0; i < manifest.styles.size(); ++i) {
    Style& style = manifest.styles[i];
    VICHE_ASSIGN(style.contests, find_all(contest_ids, style.contest_ids, "contests",
                                          item("styles", i) + ".contests"));
  }
  VICHE_TRY(resolve_units(manifest));
  for (std::size_t i = 0; i < manifest.rules.size(); ++i) {
    Rule& rule = manifest.rules[i];
    VICHE_ASSIGN(rule.contests, find_all(contest_ids, rule.contest_ids, "contests",
                                         item("results", i) + ".contests"));
  }
  return {};
}

Result<void> check_limits(const Manifest& manifest) {
  if (VICHE_FAULT(manifest.version != 1)) return limit("$.viche", "not 1");
  if (VICHE_FAULT(manifest.languages.empty()) || VICHE_FAULT(manifest.languages.size() > 32)) {
    return limit("$.languages", "not 1 to 32");
  }
  if (VICHE_FAULT(!distinct(manifest.languages))) return limit("$.languages", "a tag occurs twice");
  VICHE_TRY(check_keys(manifest));
  std::vector<std::string> names;
  for (const Signer& witness : manifest.witnesses) names.push_back(witness.name);
  if (VICHE_FAULT(!distinct(names))) return limit("$.witnesses.members", "a name occurs twice");
  if (VICHE_FAULT(manifest.quorum > manifest.witnesses.size())) {
    return limit("$.witnesses.quorum", "more than there are witnesses");
  }
  if (VICHE_FAULT(manifest.max_ballots < 1) || VICHE_FAULT(manifest.max_ballots > 1000)) {
    return limit("$.max_ballots", "not 1 to 1,000");
  }
  if (VICHE_FAULT(manifest.floor < 1)) return limit("$.floor", "not at least 1");
  if (VICHE_FAULT(manifest.batch_seconds < 1) || VICHE_FAULT(manifest.batch_seconds > 3600)) {
    return limit("$.batch_seconds", "not 1 to 3,600");
  }
  std::set<std::uint32_t> held;
  for (const Style& style : manifest.styles)
    held.insert(style.contests.begin(), style.contests.end());
  if (VICHE_FAULT(held.size() != manifest.contests.size()))
    return limit("$.styles", "a contest is in no style");
  if (VICHE_FAULT(!distinct_ids(manifest.rules))) return limit("$.results", "an id occurs twice");
  for (std::size_t i = 0; i < manifest.rules.size(); ++i) {
    VICHE_TRY(check_rule(manifest, manifest.rules[i], item("results", i)));
  }
  return {};
}

Result<void> check_agreement(const Manifest& manifest) {
  const std::uint64_t signers = manifest.agreement_signers();
  const std::uint64_t absent =
      manifest.trustees.size() - manifest.threshold + manifest.tolerated_lost;
  if (VICHE_FAULT(signers < absent + manifest.agreement_quorum())) {
    return Error{"with all tolerated absences " +
                     std::to_string(signers - std::min(absent, signers)) +
                     " agreement signers are left, and the quorum is " +
                     std::to_string(manifest.agreement_quorum()),
                 "$.agreement"};
  }
  return {};
}

const Bytes32* Manifest::signer_key(std::uint16_t signer) const {
  if (signer == 0) return &registrar.key;
  const std::size_t index = signer - 1U;
  if (index < trustees.size()) return &trustees[index].key;
  if (index < trustees.size() + others.size()) return &others[index - trustees.size()].key;
  return nullptr;
}

std::uint64_t Manifest::agreement_quorum() const {
  return (agreement_signers() + threshold - 1 + tolerated_corrupt) / 2 + 1;
}

}  // namespace viche::verifier
