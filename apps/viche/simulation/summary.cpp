#include "apps/viche/simulation/summary.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/common/console.h"

namespace viche::app {
namespace {

constexpr std::size_t kMostLines = 12;  // of a rule's candidates

std::string in_language(const ballot::Text& text) {
  const auto english = text.find("en");
  return english != text.end() ? english->second : text.begin()->second;
}

/// How many columns a UTF-8 text takes, as long as no character is wide or combining.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}
std::string padded(std::string_view text, std::size_t width) {
  return std::string(text) + std::string(width > columns(text) ? width - columns(text) : 0, ' ');
}

std::string title_of(const ballot::Manifest& manifest, std::string_view option) {
  if (option == "blank") return "(blank)";
  for (const ballot::Contest& contest : manifest.contests) {
    for (const ballot::Option& one : contest.options) {
      if (one.id == option) return in_language(one.title);
    }
  }
  return std::string(option);
}

std::string unit_title(const ballot::Manifest& manifest, const log::UnitResult& unit) {
  std::string title;
  for (const ballot::UnitIndex member : unit.members) {
    title += (title.empty() ? "" : " + ") + in_language(manifest.unit(member).title);
  }
  return title;
}

/// The votes the verifier found for the next rows, in the order of its report.
class FoundVotes {
 public:
  explicit FoundVotes(const Json& report) : lines_(report.value("result", Json::array())) {}

  std::string next() {
    if (at_ >= lines_.size()) return "missing";
    const Json votes = lines_[at_++].value("votes", Json());
    return votes.is_number_unsigned() ? grouped(votes.get<std::uint64_t>()) : "none";
  }

 private:
  Json lines_;
  std::size_t at_ = 0;
};

void print_unit(const ballot::Manifest& manifest, const log::UnitResult& unit, FoundVotes& found,
                bool colour) {
  const ballot::Contest& contest = manifest.contest(unit.contest);
  print("");
  print(bold(fmt::format("{}, {} ({} ballots)", in_language(contest.title),
                         unit_title(manifest, unit), grouped(unit.counted)),
             colour));
  if (unit.totals.empty()) {
    print(unit.status == log::UnitStatus::kEmpty ? "  no ballots" : "  withheld: below the floor");
    found.next();
    return;
  }
  std::size_t width = 6;
  for (const ballot::Option& option : contest.options) {
    width = std::max(width, std::min<std::size_t>(columns(in_language(option.title)), 40));
  }
  print(fmt::format("  {} {:>12} {:>12}", padded("option", width), "votes", "expected"));
  for (std::size_t row = 0; row < unit.totals.size(); ++row) {
    const std::string id = row < contest.options.size() ? contest.options[row].id : "blank";
    print(fmt::format("  {} {:>12} {:>12}", padded(title_of(manifest, id), width), found.next(),
                      grouped(unit.totals[row])));
  }
}

void print_outcome(const ballot::Manifest& manifest, const Outcome& outcome, bool colour) {
  print("");
  print(bold(in_language(outcome.rule->title), colour));
  std::vector<const tally::CandidateResult*> order;
  std::size_t width = 0;
  for (const tally::CandidateResult& candidate : outcome.result.candidates) {
    order.push_back(&candidate);
    width = std::max(width, columns(title_of(manifest, candidate.id)));
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return a->score > b->score; });
  const bool points = outcome.rule->kind == ballot::RuleKind::kRankPoints;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const tally::CandidateResult& candidate = *order[i];
    if (i >= kMostLines && candidate.seats == 0 && !candidate.tied) continue;
    const std::string seats = outcome.rule->seats == 1 ? "winner"
                              : candidate.seats == 1   ? "1 seat"
                                                       : fmt::format("{} seats", candidate.seats);
    print(fmt::format("  {} {:>12} {:6}  {}", padded(title_of(manifest, candidate.id), width),
                      grouped(candidate.score), points ? "points" : "votes",
                      candidate.seats > 0  ? bold(seats, colour)
                      : candidate.tied     ? "tied for the last seat"
                      : candidate.eligible ? ""
                                           : "below the threshold"));
  }
  if (outcome.result.open_seats > 0)
    print(fmt::format("  {} seats open", outcome.result.open_seats));
  if (!outcome.result.unit_ties.empty()) {
    print(fmt::format("  {} ties within units: equals got the same points",
                      outcome.result.unit_ties.size()));
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::vector<std::string> decrypting_names(const Summary& summary) {
  std::vector<std::string> names;
  for (const std::size_t i : summary.election->decrypting())
    names.push_back(fmt::format("trustee-{}", i));
  return names;
}

}  // namespace

void print_summary(const Summary& summary) {
  const ballot::Manifest& manifest = *summary.manifest;
  const VerifierVerdict& verdict = *summary.verdict;
  const log::BallotCounts& counts = summary.expected->result.counts;
  const bool colour = stdout_wants_colour();
  print(bold(in_language(manifest.title), colour));
  print(fmt::format("trustees      {} of {}; the head signed by {}; decrypted by {}",
                    manifest.threshold, manifest.trustees.size(),
                    joined(summary.election->signers()), joined(decrypting_names(summary))));
  print(
      fmt::format("ballots       {} cast = {} counted + {} superseded + {} cancelled; {} "
                  "challenged; {} of {} voters voted",
                  grouped(counts.cast), grouped(counts.counted), grouped(counts.superseded),
                  grouped(counts.cancelled), grouped(counts.challenged),
                  grouped(summary.plan->voting()), grouped(summary.plan->voters.size())));
  if (summary.served != nullptr) {
    print(fmt::format(
        "over HTTP     {:.0f} ballots a second, receipts verified; the board took {:.0f} s of "
        "processor and {} MB at most",
        summary.served->load.value("accepted_per_second", 0.0), summary.served->board.cpu_seconds,
        summary.served->board.peak_memory_kib / 1024));
  }
  FoundVotes found(verdict.report);
  for (const log::UnitResult& unit : summary.expected->result.units)
    print_unit(manifest, unit, found, colour);
  for (const Outcome& outcome : summary.expected->outcomes)
    print_outcome(manifest, outcome, colour);
  print("");
  print("fingerprint   " + summary.election->fingerprint());
  print(fmt::format("viche-verify  {}: {} numbered checks, run {} times, in {:.1f} s",
                    bold(verdict.verified ? "VERIFIED" : "FAILED", colour), verdict.checks,
                    grouped(verdict.runs), verdict.seconds));
  for (const std::string& failure : verdict.failures) print("  failed: " + failure);
  print(fmt::format("expected      {}", verdict.differences.empty()
                                            ? "counts, totals and outcomes are equal"
                                            : "DIFFERS"));
  for (const std::string& difference : verdict.differences) print("  " + difference);
  print("record        " + (summary.directory / "record").string());
  print(
      "also there    manifest.json, expected.json, report.json, receipts/, logs/; keys/ is secret");
  print("verify again  " + verdict.command);
}

Json summary_json(const Summary& summary) {
  const VerifierVerdict& verdict = *summary.verdict;
  Json json{{"election", summary.manifest->id},
            {"manifest_hash", summary.election->manifest_hash()},
            {"fingerprint", summary.election->fingerprint()},
            {"threshold", summary.manifest->threshold},
            {"trustees", summary.manifest->trustees.size()},
            {"signers", summary.election->signers()},
            {"decrypted_by", decrypting_names(summary)},
            {"voters", summary.plan->voters.size()},
            {"found", comparable(verdict.report)},
            {"expected", comparable(result_json(*summary.manifest, *summary.expected))},
            {"differences", verdict.differences},
            {"verdict", verdict.verified ? "verified" : "failed"},
            {"checks", verdict.checks},
            {"check_runs", verdict.runs},
            {"record", (summary.directory / "record").string()},
            {"report", (summary.directory / "report.json").string()},
            {"seconds", summary.seconds}};
  if (summary.served != nullptr) {
    json["load"] = summary.served->load;
    json["board"] = {{"cpu_seconds", summary.served->board.cpu_seconds},
                     {"peak_memory_kib", summary.served->board.peak_memory_kib}};
  }
  return json;
}

}  // namespace viche::app
