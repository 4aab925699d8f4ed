// The report as a page for people who have never seen the program.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

#include "verifier/html_text.h"
#include "verifier/report.h"

namespace viche::verifier {
namespace {

constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<style>
body { margin: 0 auto; max-width: 58rem; padding: 1.5rem 1rem 4rem; font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; border-bottom: 1px solid #767676; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
p, li { max-width: 46rem; }
.verdict { margin: 1.25rem 0; padding: .9rem 1.1rem; border: 2px solid; border-left-width: .6rem; }
.verdict strong { font-size: 1.3rem; }
.good { border-color: #17633a; background: #eef7f1; }
.bad { border-color: #a4161a; background: #fdefef; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
caption { text-align: left; padding: .25rem 0; color: #4a4a4a; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #d0d0d0; }
td.n, th.n { text-align: right; padding-right: 1.2rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
code { font: .9em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: .75rem; background: #f3f3f3; }
.bar { display: block; height: .7rem; margin-top: .4rem; background: #1f5fa8; }
.scroll { overflow-x: auto; }
.failed { font-weight: bold; color: #a4161a; }
@media print { body { max-width: none; } .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
</style>
)";

/// What a rule does, for who does not know its word.
std::string_view meaning_of(Rule::Kind kind) {
  switch (kind) {
    case Rule::Kind::kTop:
      return "most votes";
    case Rule::Kind::kDhondt:
      return "seats in proportion to votes, by D&#39;Hondt&#39;s method";
    case Rule::Kind::kSainteLague:
      return "seats in proportion to votes, by Sainte-Lagu\xc3\xab&#39;s method";
    case Rule::Kind::kRankPoints:
      return "points by the order of votes in each unit, and points that others have given";
  }
  return "";
}

/// In the manifest's first language, which is also said to readers' software.
std::string name_in(const Text& text) {
  if (text.empty()) return "";
  const auto& [language, words] = text.front();
  return fmt::format("<bdi lang=\"{}\">{}</bdi>", html_escaped(language), html_escaped(words));
}

class Page {
 public:
  Page(const Report& report, const std::string& version) : report_(report), version_(version) {}

  std::string make() {
    out_ = kHead;
    const std::string title =
        report_.election.title.empty() ? "an election" : report_.election.title.front().second;
    out_ += fmt::format("<title>Verification of {}</title>\n</head>\n<body>\n<main>\n",
                        html_escaped(title));
    add_heading();
    add_verdict();
    add_ballots();
    add_outcomes();
    add_totals();
    add_turnout();
    add_checks();
    add_meaning();
    add_identity();
    out_ += "</main>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  void add_heading() {
    out_ += "<p>Report of an independent verification</p>\n";
    if (report_.election.title.empty()) out_ += "<h1>An election without a readable title</h1>\n";
    const Text& title = report_.election.title;
    for (std::size_t i = 0; i < title.size(); ++i) {
      out_ += fmt::format("<{0}>{1}</{0}>\n", i == 0 ? "h1" : "p", name_in({title[i]}));
    }
  }

  void add_verdict() {
    std::size_t held = 0;
    for (std::size_t i = 0; i < kCheckCount; ++i) {
      if (report_.checks[static_cast<CheckId>(i)].holds()) ++held;
    }
    if (report_.verified()) {
      out_ += fmt::format(
          "<div class=\"verdict good\"><strong>Verified</strong><br>All {} checks hold. The result "
          "below follows from the ballots in the record.</div>\n",
          kCheckCount);
      return;
    }
    out_ += fmt::format(
        "<div class=\"verdict bad\"><strong>Not verified</strong><br>{} of {} checks do not hold. "
        "The figures below are what could be recomputed, and prove nothing.</div>\n",
        kCheckCount - held, kCheckCount);
    for (const Fault& fault : report_.faults) {
      out_ += fmt::format("<p>The key ceremony ended: trustee {} is at fault ({}).</p>\n",
                          fault.trustee, html_escaped(fault.reason));
    }
  }

  void add_ballots() {
    out_ += "<h2>Ballots</h2>\n";
    if (!report_.counts) {
      out_ += "<p>The record does not reach the end of the vote: nothing was counted.</p>\n";
      return;
    }
    const Counts& counts = *report_.counts;
    out_ += "<table><caption>Recounted from the record, ballot by ballot</caption>\n<tbody>\n";
    const auto row = [&](std::string_view name, std::uint64_t number) {
      out_ += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td></tr>\n", name,
                          grouped(number));
    };
    row("Ballots cast", counts.cast);
    row("of these counted", counts.counted);
    row("replaced by a later ballot of the same voter", counts.superseded);
    row("cancelled (voted on paper, or the voting code was declared void)", counts.cancelled);
    row("Test ballots, opened to check a device and never counted", counts.challenged);
    out_ += "</tbody></table>\n";
  }

  [[nodiscard]] const Contest* contest_of(const std::string& id) const {
    if (!report_.manifest) return nullptr;
    for (const Contest& contest : report_.manifest->contests) {
      if (contest.id == id) return &contest;
    }
    return nullptr;
  }

  /// Of an option in the contests of a rule, which is null where the manifest is not known.
  [[nodiscard]] std::string option_name(const Rule* rule, const std::string& id) const {
    if (rule == nullptr) return html_escaped(id);
    for (const std::uint32_t number : rule->contests) {
      const Contest& contest = report_.manifest->contests[number];
      for (std::size_t i = 0; i < contest.options.size(); ++i) {
        if (contest.options[i] == id) return name_in(contest.option_titles[i]);
      }
    }
    return html_escaped(id);
  }
  [[nodiscard]] std::string option_name(const Contest* contest, const std::string& id) const {
    for (std::size_t i = 0; contest != nullptr && i < contest->options.size(); ++i) {
      if (contest->options[i] == id) return name_in(contest->option_titles[i]);
    }
    return id == "blank" ? "Blank" : html_escaped(id);
  }

  /// Of a unit's ids joined by +.
  [[nodiscard]] std::string unit_name(std::string_view ids) const {
    std::string out;
    while (!ids.empty()) {
      const std::size_t end = std::min(ids.find('+'), ids.size());
      const std::string_view id = ids.substr(0, end);
      ids.remove_prefix(std::min(end + 1, ids.size()));
      const auto found = units_.find(id);
      out += (out.empty() ? "" : ", ") +
             (found == units_.end() ? html_escaped(id) : name_in(*found->second));
    }
    return out;
  }

  void add_outcomes() {
    if (report_.outcomes.empty()) return;
    out_ += "<h2>Result</h2>\n";
    for (std::size_t i = 0; i < report_.outcomes.size(); ++i) {
      const Outcome& outcome = report_.outcomes[i];
      const Rule* rule = report_.manifest && i < report_.manifest->rules.size()
                             ? &report_.manifest->rules[i]
                             : nullptr;
      out_ += fmt::format("<h3>{}</h3>\n",
                          rule != nullptr ? name_in(rule->title) : html_escaped(outcome.id));
      add_outcome(outcome, rule);
    }
  }

  void add_outcome(const Outcome& outcome, const Rule* rule) {
    const bool by_points = outcome.kind == Rule::Kind::kRankPoints;
    const bool seats = std::any_of(outcome.candidates.begin(), outcome.candidates.end(),
                                   [](const Candidate& candidate) { return candidate.seats > 0; });
    out_ += fmt::format(
        "<div class=\"scroll\"><table><caption>By the rule <code>{}</code>: "
        "{}</caption>\n<thead><tr>"
        "<th scope=\"col\">Option</th><th scope=\"col\" class=\"n\">Votes</th>{}{}"
        "<th scope=\"col\">Elected</th></tr></thead>\n<tbody>\n",
        rule_name(outcome.kind), meaning_of(outcome.kind),
        by_points ? "<th scope=\"col\" class=\"n\">Points</th>" : "",
        seats ? "<th scope=\"col\" class=\"n\">Seats</th>" : "");
    std::vector<const Candidate*> order;
    for (const Candidate& candidate : outcome.candidates) order.push_back(&candidate);
    std::stable_sort(order.begin(), order.end(),
                     [](const Candidate* a, const Candidate* b) { return a->score > b->score; });
    const auto among = [](const std::vector<std::string>& list, const std::string& id) {
      return std::find(list.begin(), list.end(), id) != list.end();
    };
    for (const Candidate* candidate : order) {
      const char* elected = among(outcome.elected, candidate->id) ? "yes"
                            : among(outcome.tied, candidate->id)  ? "tied"
                            : !candidate->eligible                ? "below the threshold"
                                                                  : "";
      out_ += fmt::format(
          "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td>{}{}<td>{}</td></tr>\n",
          option_name(rule, candidate->id), grouped(candidate->votes),
          by_points ? fmt::format("<td class=\"n\">{}</td>", grouped(candidate->score)) : "",
          seats ? fmt::format("<td class=\"n\">{}</td>", grouped(candidate->seats)) : "", elected);
    }
    out_ += "</tbody></table></div>\n";
    if (outcome.open_seats > 0) {
      out_ +=
          fmt::format("<p>Seats that the rule leaves open: {}.</p>\n", grouped(outcome.open_seats));
    }
  }

  void add_totals() {
    if (report_.result.empty()) return;
    out_ += "<h2>Votes by unit</h2>\n";
    for (std::size_t i = 0; i < report_.result.size();) {
      const ResultLine& first = report_.result[i];
      std::size_t end = i;
      while (end < report_.result.size() && report_.result[end].unit == first.unit &&
             report_.result[end].contest == first.contest) {
        ++end;
      }
      add_unit(first, std::span(report_.result).subspan(i, end - i));
      i = end;
    }
  }

  void add_unit(const ResultLine& unit, std::span<const ResultLine> lines) {
    const Contest* contest = contest_of(unit.contest);
    const std::string heading = fmt::format(
        "{} &middot; {}", contest != nullptr ? name_in(contest->title) : html_escaped(unit.contest),
        unit_name(unit.unit));
    out_ += fmt::format("<h3>{}</h3>\n", heading);
    if (!unit.option) {
      out_ +=
          unit.status == UnitStatus::kEmpty
              ? "<p>No ballots.</p>\n"
              : "<p>Withheld: so few ballots that opening them would tell how people voted.</p>\n";
      return;
    }
    std::uint64_t sum = 0;
    for (const ResultLine& line : lines) sum += *line.votes;
    out_ +=
        "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Option</th><th scope=\"col\" "
        "class=\"n\">Votes</th><th scope=\"col\" class=\"n\">Share of these votes</th>"
        "<td style=\"width:30%\"></td></tr></thead>\n"
        "<tbody>\n";
    for (const ResultLine& line : lines) {
      const std::string share = percent(*line.votes, sum);
      const std::string width = share.empty() ? "0" : share.substr(0, share.size() - 2);
      out_ += fmt::format(
          "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td>"
          "<td aria-hidden=\"true\"><span class=\"bar\" style=\"width:{}%\"></span></td></tr>\n",
          option_name(contest, *line.option), grouped(*line.votes), share, width);
    }
    out_ += "</tbody></table></div>\n";
  }

  void add_turnout() {
    if (report_.result.empty()) return;
    out_ +=
        "<h2>Turnout by unit</h2>\n<div class=\"scroll\"><table><caption>Voting codes on the roll "
        "that were not void, and "
        "ballots counted</caption>\n<thead><tr><th scope=\"col\">Unit</th><th scope=\"col\" "
        "class=\"n\">On the roll</th><th scope=\"col\" class=\"n\">Ballots counted</th>"
        "<th scope=\"col\" class=\"n\">Turnout</th></tr></thead>\n<tbody>\n";
    const ResultLine* last = nullptr;
    for (const ResultLine& line : report_.result) {
      if (last != nullptr && last->unit == line.unit && last->contest == line.contest) continue;
      last = &line;
      out_ += fmt::format(
          "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td>"
          "<td class=\"n\">{}</td></tr>\n",
          unit_name(line.unit), grouped(line.credentials), grouped(line.ballots),
          percent(line.ballots, line.credentials));
    }
    out_ += "</tbody></table></div>\n";
  }

  void add_checks() {
    out_ +=
        "<h2>What was checked</h2>\n<p>Each check is numbered as in the specification. It holds if "
        "it never failed and ran as often as the record says it must.</p>\n"
        "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Check</th><th scope=\"col\" "
        "class=\"n\">Times</th>"
        "<th scope=\"col\">Holds</th><th scope=\"col\">Without it</th></tr></thead>\n<tbody>\n";
    for (std::size_t i = 0; i < kCheckCount; ++i) add_check(static_cast<CheckId>(i));
    out_ +=
        "</tbody></table></div>\n<p>Checkpoints and receipts that whoever ran the program had kept "
        "(R8, R9) are in this table only where one fails, so that the page is the same for "
        "everybody.</p>\n";
  }

  void add_check(CheckId id) {
    const CheckTally& tally = report_.checks[id];
    const bool kept = id == CheckId::R8 || id == CheckId::R9;
    if (kept && tally.holds()) return;
    out_ += fmt::format(
        "<tr><th scope=\"row\">{} {}</th><td class=\"n\">{}</td><td>{}</td><td>{}",
        check_number(id), check_name(id), grouped(tally.passed + tally.failed),
        tally.holds() ? "yes"
        : tally.failed > 0
            ? fmt::format("<span class=\"failed\">no: {} failed</span>", grouped(tally.failed))
            : "<span class=\"failed\">not done</span>",
        html_escaped(without_check(id)));
    if (tally.first_failure) {
      const EntryIndex& entry = tally.first_failure->entry;
      out_ += fmt::format("<br><span class=\"failed\">First failure{}: {}</span>",
                          entry ? fmt::format(" (entry {})", *entry) : "",
                          html_escaped(tally.first_failure->message));
    }
    out_ += "</td></tr>\n";
  }

  void add_meaning() {
    out_ += R"(<h2>What this shows, and what it does not</h2>
<p>If every check holds:</p>
<ul>
<li>Every ballot that was counted was cast with a voting code of the published roll, or of an admission on record, once for each code, and no ballot of the record was left out.</li>
<li>Every ballot holds a vote that the rules allow, and nobody has opened a single one to find that out.</li>
<li>The totals are those of the counted ballots, and the result follows from them by the published rules.</li>
<li>Nothing in the record was changed, added or removed after it was signed and witnessed.</li>
</ul>
<p>It does not show:</p>
<ul>
<li>whether the roll is right: whether each code belongs to one person who may vote;</li>
<li>whether a voter&#39;s own device encrypted what the voter chose: test ballots are for that;</li>
<li>whether somebody voted with another&#39;s code, or was bribed or forced;</li>
<li>whether enough trustees conspired to read single votes;</li>
<li>whether your ballot is there: look for it with your tracker or receipt.</li>
</ul>
)";
  }

  void add_identity() {
    const ElectionInfo& election = report_.election;
    out_ += "<h2>Which record, and by which software</h2>\n<table><tbody>\n";
    const auto row = [&](std::string_view name, const std::string& value) {
      out_ += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", name, value);
    };
    const auto code = [](const std::optional<Bytes32>& hash) {
      return hash ? "<code>" + to_hex(*hash) + "</code>" : std::string("none");
    };
    row("Fingerprint of the election", code(election.fingerprint));
    const bool compared = report_.checks[CheckId::V4].passed > 0;
    row("was compared with one obtained elsewhere",
        compared ? "yes" : "no: this may be another election than you think");
    row("Hash of its manifest", code(election.manifest_hash));
    if (election.head) {
      row("Entries of the log", grouped(election.head->size));
      row("Root of the log", code(election.head->root));
    }
    row("Verified by", "viche-verify " + html_escaped(version_));
    out_ += "</tbody></table>\n";
    out_ += fmt::format(
        "<p>Anybody can repeat this. From the record, or from the address of a board or "
        "mirror:</p>\n"
        "<pre><code>viche-verify RECORD --fingerprint {} --html report.html</code></pre>\n"
        "<p>The same version gives the same page, byte for byte, on any machine: compare "
        "its SHA-256.</p>\n",
        election.fingerprint ? to_hex(*election.fingerprint) : "FINGERPRINT");
  }

  static std::map<std::string, const Text*, std::less<>> units_of(const Report& report) {
    std::map<std::string, const Text*, std::less<>> units;
    if (!report.manifest) return units;
    for (const Unit& unit : report.manifest->units) units[unit.id] = &unit.title;
    return units;
  }

  const Report& report_;
  const std::string& version_;
  std::map<std::string, const Text*, std::less<>> units_ = units_of(report_);
  std::string out_;
};

}  // namespace

std::string to_html(const Report& report, const std::string& version) {
  return Page(report, version).make();
}

}  // namespace viche::verifier
