#include "apps/viche/electionguard/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "apps/viche/electionguard/references.h"
#include "ballot/json.h"

namespace viche::app::electionguard {
namespace {

constexpr std::size_t kMostSelections = 1000;
constexpr std::uint64_t kMostElected = 10'000;
constexpr const char* kContestOut = "the contest is left out";
constexpr const char* kSelectionOut = "the selection is left out";
/// Those in which a voter marks some of the selections and the most marks win.
constexpr std::array<std::string_view, 4> kVariations = {"one_of_m", "n_of_m", "plurality",
                                                         "approval"};

/// The limits of a contest, as the file states them.
class ContestLimits {
 public:
  ContestLimits(Contest& contest, Report& report) : contest_(&contest), report_(&report) {}

  void check() {
    check_variation();
    const std::size_t selections = contest_->selections.size();
    if (selections > kMostSelections) {
      refuse("ballot_selections", fmt::format("{} selections; a contest of Viche holds {}",
                                              selections, kMostSelections));
    }
    if (!contest_->number_elected) return;
    if (!contest_->votes_allowed && contest_->sound) {
      report_->note(contest_->path,
                    "there is no votes_allowed; number_elected stands for it, as in ElectionGuard");
    }
    if (!contest_->votes_allowed) contest_->votes_allowed = contest_->number_elected;
    check_numbers(*contest_->number_elected, *contest_->votes_allowed, selections);
  }

 private:
  void refuse(const char* member, const std::string& reason) {
    report_->fault(contest_->path + "/" + member, reason, kContestOut);
    contest_->sound = false;
  }

  void check_variation() {
    const std::string& variation = contest_->variation.value;
    if (variation.empty()) return;  // could not be read
    if (std::find(kVariations.begin(), kVariations.end(), variation) == kVariations.end()) {
      refuse("vote_variation",
             ballot::json_quote(variation) +
                 " is not imported; one_of_m, n_of_m, plurality and approval are");
    }
  }

  void check_numbers(std::uint64_t elected, std::uint64_t allowed, std::size_t selections) {
    const bool one = contest_->variation.value == "one_of_m";
    if (elected < 1 || elected > kMostElected) {
      refuse("number_elected", fmt::format("expected 1 to {}, found {}", kMostElected, elected));
    } else if (one && elected != 1) {
      refuse("number_elected", fmt::format("one_of_m elects 1, not {}", elected));
    } else if (selections > 0 && elected > selections) {
      refuse("number_elected", fmt::format("{} are elected of {} selections", elected, selections));
    }
    if (allowed < 1) {
      refuse("votes_allowed", "expected at least 1");
    } else if (one && allowed != 1) {
      refuse("votes_allowed", fmt::format("one_of_m allows 1 vote, not {}", allowed));
    } else if (allowed < elected) {
      refuse("votes_allowed", fmt::format("{} votes for {} who are elected", allowed, elected));
    } else if (selections > 0 && allowed > selections) {
      refuse("votes_allowed", fmt::format("{} votes for {} selections", allowed, selections));
    }
  }

  Contest* contest_;
  Report* report_;
};

void refuse_duplicate_orders(const std::vector<Contest>& contests, Report& report) {
  std::map<std::uint64_t, const Contest*> orders;
  for (const Contest& contest : contests) {
    if (!contest.order) continue;
    const auto [first, is_new] = orders.emplace(*contest.order, &contest);
    if (is_new) continue;
    report.fault(contest.path + "/sequence_order",
                 fmt::format("{} is the place of {} already", *contest.order, first->second->path),
                 "the order of the file decides");
  }
}

/// Two contests of one title in some language: legal, but often a slip.
void note_equal_titles(const std::vector<Contest>& contests, Report& report) {
  std::map<std::pair<std::string_view, std::string_view>, const Contest*> titles;
  for (const Contest& contest : contests) {
    if (!contest.title) continue;
    for (const auto& [language, text] : contest.title->texts) {
      const auto [first, is_new] = titles.try_emplace({language, text}, &contest);
      if (is_new) continue;
      report.note(contest.title->path, "the title in " + ballot::json_quote(language) +
                                           " is that of " + first->second->path + " too");
    }
  }
}

/// No candidate and no place twice; every candidate is there.
void check_selections(Contest& contest, const References& candidates, Report& report) {
  refuse_duplicate_ids(contest.selections, kSelectionOut, report);
  std::map<std::string_view, const Selection*> named;
  std::map<std::uint64_t, const Selection*> orders;
  for (Selection& selection : contest.selections) {
    if (selection.order) {
      const auto [first, is_new] = orders.emplace(*selection.order, &selection);
      if (!is_new) {
        report.fault(
            selection.path + "/sequence_order",
            fmt::format("{} is the place of {} already", *selection.order, first->second->path),
            "the order of the file decides");
      }
    }
    const Placed& reference = selection.candidate;
    if (reference.value.empty()) continue;  // could not be read
    if (Item* item = candidates.find(reference.value)) static_cast<Candidate*>(item)->named = true;
    const auto [first, is_new] = named.emplace(reference.value, &selection);
    if (!is_new) {
      report.fault(reference.path,
                   fmt::format("the candidate {} is that of {} already",
                               ballot::json_quote(reference.value), first->second->path),
                   kSelectionOut);
      selection.sound = false;
    }
    const bool matters = contest.sound && selection.sound;
    if (!candidates.check(reference, matters, kSelectionOut, report)) selection.sound = false;
  }
}

/// What is left of a sound contest after its unsound selections.
void settle(Contest& contest, Report& report) {
  const auto left = static_cast<std::uint64_t>(
      std::count_if(contest.selections.begin(), contest.selections.end(),
                    [](const Selection& selection) { return selection.sound; }));
  if (!contest.sound) return;
  if (left == 0) {
    report.consequence(contest.path, "no selection is left", kContestOut);
    contest.sound = false;
  } else if (left < *contest.votes_allowed) {
    report.consequence(
        contest.path + "/votes_allowed",
        fmt::format("{} votes for the {} selections that are left", *contest.votes_allowed, left),
        fmt::format("{} may be marked", left));
    contest.votes_allowed = left;
  }
}

void check_style(BallotStyle& style, const References& units, const References& parties,
                 Report& report) {
  std::map<std::string_view, const Placed*> seen;
  std::vector<Placed> sound;
  for (const Placed& unit : style.units) {
    const auto [first, is_new] = seen.emplace(unit.value, &unit);
    if (!is_new) {
      report.fault(unit.path, "the unit is that of " + first->second->path + " already",
                   "the reference is left out");
    } else if (units.check(unit, style.sound, "the reference is left out", report)) {
      sound.push_back(unit);
    } else {
      style.lost_units = true;
    }
  }
  style.units = std::move(sound);
  if (!style.party) return;
  parties.check(*style.party, false, "the ballot style is imported without it", report);
  report.note(style.path + "/party_id", "a party's own ballot style is imported as any other");
}

}  // namespace

void check_source(Source& source, Report& report) {
  refuse_duplicate_ids(source.units, "this geopolitical unit is left out", report);
  refuse_duplicate_ids(source.parties, "this party is left out", report);
  refuse_duplicate_ids(source.candidates, "this candidate is left out", report);
  refuse_duplicate_ids(source.contests, "this contest is left out", report);
  refuse_duplicate_ids(source.styles, "this ballot style is left out", report);
  const References units("geopolitical unit", source.units);
  const References parties("party", source.parties);
  const References candidates("candidate", source.candidates);

  for (Candidate& candidate : source.candidates) {
    if (candidate.party && !parties.check(*candidate.party, candidate.sound,
                                          "the candidate is imported without it", report)) {
      candidate.party.reset();
    }
  }
  refuse_duplicate_orders(source.contests, report);
  for (Contest& contest : source.contests) {
    ContestLimits(contest, report).check();
    contest.lost_district = contest.district.value.empty() ||
                            !units.check(contest.district, contest.sound, kContestOut, report);
    if (contest.lost_district) contest.sound = false;
    for (const Placed& party : contest.primary_parties) {
      parties.check(party, false, "the contest is imported without it", report);
    }
    if (!contest.primary_parties.empty()) {
      report.note(contest.path + "/primary_party_ids",
                  "a primary is imported as any other contest");
    }
    check_selections(contest, candidates, report);
    settle(contest, report);
  }
  for (const Candidate& candidate : source.candidates) {
    if (candidate.sound && !candidate.named) {
      report.note(candidate.path,
                  "no selection names the candidate " + ballot::json_quote(candidate.id));
    }
  }
  note_equal_titles(source.contests, report);
  for (BallotStyle& style : source.styles) check_style(style, units, parties, report);
}

}  // namespace viche::app::electionguard
