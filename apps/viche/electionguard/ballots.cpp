#include "apps/viche/electionguard/ballots.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "ballot/layout.h"

namespace viche::app::electionguard {
namespace {

constexpr const char* kStyleOut = "the ballot style is left out";

template <class T>
void sort_by_order(std::vector<T>& items) {
  std::stable_sort(items.begin(), items.end(),
                   [](const T& a, const T& b) { return a.order < b.order; });
}

std::size_t slots_of(const Contest& contest) {
  ballot::Contest slots;
  slots.options.resize(static_cast<std::size_t>(
      std::count_if(contest.selections.begin(), contest.selections.end(),
                    [](const Selection& selection) { return selection.sound; })));
  slots.max = static_cast<std::uint32_t>(*contest.votes_allowed);
  return ballot::count_slots(slots);
}

void lay_out(BallotStyle& style, const std::vector<Contest>& contests, Report& report) {
  std::unordered_set<std::string_view> units;
  for (const Placed& unit : style.units) units.insert(unit.value);
  bool any =
      style.lost_units || std::any_of(contests.begin(), contests.end(),
                                      [](const Contest& contest) { return contest.lost_district; });
  std::size_t slots = 0;
  for (std::size_t c = 0; c < contests.size(); ++c) {
    if (!units.contains(contests[c].district.value)) continue;
    any = true;
    if (!contests[c].sound) continue;
    style.contests.push_back(c);
    slots += slots_of(contests[c]);
  }
  if (style.contests.empty()) {
    style.sound = false;
    if (any) {
      report.consequence(style.path, "no contest is left in its geopolitical units", kStyleOut);
    } else {
      report.fault(style.path, "there is no contest in its geopolitical units", kStyleOut);
    }
  } else if (slots > ballot::kMaxStyleSlots) {
    style.sound = false;
    report.fault(style.path,
                 fmt::format("its ballot would have {} slots; {} fit an entry of the log", slots,
                             ballot::kMaxStyleSlots),
                 kStyleOut);
  }
}

}  // namespace

void lay_out_ballots(Source& source, Report& report) {
  sort_by_order(source.contests);
  for (Contest& contest : source.contests) sort_by_order(contest.selections);
  std::vector<bool> held(source.contests.size(), false);
  std::unordered_set<std::string_view> in_some_style;
  bool lost_units = false;
  for (BallotStyle& style : source.styles) {
    for (const Placed& unit : style.units) in_some_style.insert(unit.value);
    lost_units = lost_units || style.lost_units;
    if (style.sound) lay_out(style, source.contests, report);
    if (!style.sound) continue;
    for (const std::size_t c : style.contests) held[c] = true;
  }
  if (std::none_of(source.styles.begin(), source.styles.end(),
                   [](const BallotStyle& style) { return style.sound; })) {
    report.fatal("/ballot_styles", "no ballot style is left");
  }
  for (std::size_t c = 0; c < held.size(); ++c) {
    Contest& contest = source.contests[c];
    if (held[c] || !contest.sound) continue;
    contest.sound = false;
    if (lost_units || in_some_style.contains(contest.district.value)) {
      report.consequence(contest.path, "no ballot style that holds it is left",
                         "the contest is left out");
    } else {
      report.fault(contest.district.path, "no ballot style has this district",
                   "the contest is left out");
    }
  }
}

}  // namespace viche::app::electionguard
