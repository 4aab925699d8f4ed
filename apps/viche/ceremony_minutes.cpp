#include "apps/viche/ceremony_minutes.h"

#include <fmt/format.h>

#include "apps/common/check_phrase.h"
#include "apps/common/console.h"
#include "apps/viche/findings.h"
#include "bulletin/log/envelope.h"
#include "tally/results.h"

namespace viche::app {
namespace {

constexpr std::string_view kStyleSheet = R"(
body { font: 11pt/1.4 serif; color: #000; background: #fff; max-width: 48rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem; break-after: avoid }
table { border-collapse: collapse; width: 100% } tr { break-inside: avoid }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #777; padding: .25rem .5rem .25rem 0 }
td.number { text-align: right } code { font: 8.5pt monospace; overflow-wrap: anywhere }
td.sign { height: 3.5rem; width: 45% } p.note { font-size: 9.5pt }
@page { margin: 18mm } @media print { body { margin: 0; max-width: none } }
)";

/// The text in the manifest's first language, else in any.
std::string first_language(const ballot::Manifest& manifest, const ballot::Text& text) {
  for (const std::string& language : manifest.languages) {
    const auto found = text.find(language);
    if (found != text.end()) return found->second;
  }
  return text.empty() ? "" : text.begin()->second;
}

std::string code(ByteView bytes) { return "<code>" + to_hex(bytes) + "</code>"; }

/// One row of the log's table: a statement, or ballots that stand together.
struct MinuteRow {
  std::uint64_t first = 0, last = 0;  // entries
  std::string who, what;
  log::TreeHead head;  // just after them
};

std::string signer_text(const ballot::Manifest& manifest, std::uint16_t number) {
  const auto signer = log::find_signer(manifest, number);
  if (!signer) return "";
  const std::size_t n = manifest.trustees.size();
  const std::string& name = number == 0   ? manifest.registrar.name
                            : number <= n ? manifest.trustees[number - std::size_t{1}].name
                                          : manifest.others[number - n - 1].name;
  return fmt::format("{} ({})", escape_html(name), signer->name());
}

/// Replays the log.
class Replay {
 public:
  explicit Replay(const Record& record) : record_(record) {}

  Result<log::ElectionState> run() {
    log::ElectionState state;
    log::EntryStream stream = record_.reader.stream();
    while (true) {
      VICHE_ASSIGN(const std::vector<log::HashedEntry> block, stream.next_block());
      if (block.empty()) break;
      VICHE_TRY(state.apply_all(block, [&](const log::Applied& applied, ByteView) {
        take(applied, state.head());
        return Result<void>();
      }));
    }
    return state;
  }

  [[nodiscard]] const std::vector<MinuteRow>& rows() const { return rows_; }

 private:
  void take(const log::Applied& applied, const log::TreeHead& head) {
    if (log::entry_shape(applied.type) != log::EntryShape::kStatement) {
      const bool ballot = log::entry_shape(applied.type) == log::EntryShape::kBallot;
      if (!voting_) rows_.push_back({applied.index, applied.index, "the board", "", head});
      ballots_ = (voting_ ? ballots_ : 0) + (ballot ? 1 : 0);
      voting_ = true;
      rows_.back().last = applied.index;
      rows_.back().head = head;
      rows_.back().what = fmt::format("ballots: {}", grouped(ballots_));
      return;
    }
    if (!pending_) first_ = applied.index;
    pending_ = !applied.signer.has_value();
    if (pending_) return;
    voting_ = false;
    rows_.push_back({first_, applied.index, signer_text(record_.manifest, *applied.signer),
                     std::string(log::entry_name(applied.type)), head});
  }

  const Record& record_;
  std::vector<MinuteRow> rows_;
  bool pending_ = false, voting_ = false;
  std::uint64_t first_ = 0, ballots_ = 0;
};

void add_people(const ballot::Manifest& manifest, std::string& html) {
  html += "<h2>Who takes part</h2>\n<table><tr><th>Role<th>Name<th>Public key, and its words\n";
  const auto row = [&](const std::string& role, const ballot::Official& person) {
    html += fmt::format("<tr><td>{}<td>{}<td>{}<br>{}\n", role, escape_html(person.name),
                        code(person.key.bytes), check_phrase(person.key));
  };
  row("registrar", manifest.registrar);
  std::size_t number = 0;
  for (const ballot::Official& one : manifest.trustees)
    row(fmt::format("trustee {}", ++number), one);
  for (const ballot::Official& one : manifest.others) {
    row(fmt::format("agreement signer {}", ++number), one);
  }
  for (const ballot::Official& one : manifest.witnesses.members) row("witness", one);
  html += fmt::format(
      "</table>\n<p>Of {} trustees any {} decrypt; {} of {} signers agree on the log before that; "
      "checkpoints need {} of {} witnesses.\n",
      manifest.trustees.size(), manifest.threshold, manifest.agreement_quorum(),
      manifest.agreement_signers(), manifest.witnesses.quorum, manifest.witnesses.members.size());
}

void add_rows(const std::vector<MinuteRow>& rows, std::string& html) {
  html +=
      "<h2>What was said, in the log's order</h2>\n"
      "<table><tr><th>Entries<th>Who<th>What<th>Root of the log after it\n";
  for (const MinuteRow& row : rows) {
    const std::string entries = row.first == row.last
                                    ? grouped(row.first)
                                    : grouped(row.first) + "\u2013" + grouped(row.last);
    html += fmt::format("<tr><td>{}<td>{}<td>{}<td>{}\n", entries, row.who, row.what,
                        code(row.head.root));
  }
  html += "</table>\n";
}

std::string option_title(const ballot::Manifest& manifest, const ballot::Contest& contest,
                         std::size_t row) {
  return row < contest.options.size()
             ? escape_html(first_language(manifest, contest.options[row].title))
             : "blank";
}

void add_totals(const ballot::Manifest& manifest, const log::ResultBody& result,
                std::string& html) {
  const log::BallotCounts& counts = result.counts;
  html += fmt::format(
      "<h2>Result</h2>\n<p>Ballots cast {}: counted {}, superseded {}, cancelled {}. Challenged "
      "(not counted): {}.\n",
      grouped(counts.cast), grouped(counts.counted), grouped(counts.superseded),
      grouped(counts.cancelled), grouped(counts.challenged));
  for (const log::UnitResult& unit : result.units) {
    const ballot::Contest& contest = manifest.contest(unit.contest);
    std::string members;
    for (const ballot::UnitIndex member : unit.members) {
      members += (members.empty() ? "" : " + ") +
                 escape_html(first_language(manifest, manifest.unit(member).title));
    }
    html += fmt::format("<h3>{} \u2014 {}</h3>\n",
                        escape_html(first_language(manifest, contest.title)), members);
    if (unit.status != log::UnitStatus::kDecrypted) {
      html += unit.status == log::UnitStatus::kEmpty
                  ? "<p>Nobody voted.\n"
                  : "<p>Withheld: fewer ballots than the floor.\n";
      continue;
    }
    html += fmt::format("<p>{} ballots.\n<table>\n", grouped(unit.counted));
    for (std::size_t row = 0; row < unit.totals.size(); ++row) {
      html += fmt::format("<tr><td>{}<td class=number>{}\n", option_title(manifest, contest, row),
                          grouped(unit.totals[row]));
    }
    html += "</table>\n";
  }
}

void add_outcomes(const ballot::Manifest& manifest, const log::ResultBody& result,
                  std::string& html) {
  // Contests may give one id to different options, a rule's are among its own.
  const auto title_of = [&](const ballot::Rule& rule, const std::string& id) {
    for (const ballot::ContestIndex contest : rule.contests) {
      for (const ballot::Option& option : manifest.contest(contest).options) {
        if (option.id == id) return escape_html(first_language(manifest, option.title));
      }
    }
    return escape_html(id);
  };
  for (const ballot::Rule& rule : manifest.results) {
    const tally::RuleResult outcome = tally::apply_rule(manifest, rule, result.units);
    html += fmt::format("<h3>{}</h3>\n<table><tr><th>Candidate<th>Votes<th>Decides<th>Seats\n",
                        escape_html(first_language(manifest, rule.title)));
    for (const tally::CandidateResult& one : outcome.candidates) {
      html +=
          fmt::format("<tr><td>{}<td class=number>{}<td class=number>{}<td class=number>{}{}{}\n",
                      title_of(rule, one.id), grouped(one.votes), grouped(one.score), one.seats,
                      one.tied ? " (tied)" : "", one.eligible ? "" : " (below the threshold)");
    }
    html += "</table>\n";
    if (outcome.open_seats > 0) {
      html +=
          fmt::format("<p>Seats that a tie or missing votes leave open: {}.\n", outcome.open_seats);
    }
  }
}

void add_signatures(const ballot::Manifest& manifest, std::string& html) {
  html +=
      "<h2>Signatures</h2>\n<p>Place and date: ______________________________\n"
      "<table><tr><th>Name<th>Role<th>Signature\n";
  const auto line = [&](const std::string& name, const std::string& role) {
    html += fmt::format("<tr><td>{}<td>{}<td class=sign>\n", escape_html(name), role);
  };
  line(manifest.registrar.name, "registrar");
  std::size_t number = 0;
  for (const ballot::Official& one : manifest.trustees) {
    line(one.name, fmt::format("trustee {}", ++number));
  }
  for (const ballot::Official& one : manifest.others) {
    line(one.name, fmt::format("agreement signer {}", ++number));
  }
  line("", "observer");
  html += "</table>\n";
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

Result<std::string> ceremony_minutes(const Record& record, std::string_view program) {
  Replay replay(record);
  VICHE_ASSIGN(const log::ElectionState state, replay.run());
  const ballot::Manifest& manifest = record.manifest;
  const std::string title = escape_html(first_language(manifest, manifest.title));
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>Minutes: {0}</title>\n<style>{1}</style>\n<h1>Minutes: {0}</h1>\n",
      title, kStyleSheet);
  html += fmt::format(
      "<table>\n<tr><th>Election<td>{}\n<tr><th>Manifest<td>{}\n<tr><th>Vote<td>{} to {}\n",
      escape_html(manifest.id), code(record.manifest_hash), escape_html(manifest.opens),
      escape_html(manifest.closes));
  if (state.election()) html += "<tr><th>Fingerprint<td>" + code(*state.election()) + "\n";
  html += fmt::format(
      "<tr><th>Log<td>{} entries, root {}\n<tr><th>State<td>{}\n<tr><th>Written "
      "by<td>{}\n</table>\n",
      grouped(state.size()), code(state.head().root), escape_html(state.describe()),
      escape_html(program));
  html +=
      "<p class=note>These minutes repeat what the log says, and anybody makes them again from "
      "the record. Whether it is right, <code>viche-verify</code> says. The log holds no times: "
      "write them beside what was done.\n";
  add_people(manifest, html);
  add_rows(replay.rows(), html);
  for (const std::string& finding : describe_findings(state)) {
    html += "<p><strong>Complaint:</strong> " + escape_html(finding) + "\n";
  }
  if (state.result()) {
    add_totals(manifest, *state.result(), html);
    add_outcomes(manifest, *state.result(), html);
  }
  add_signatures(manifest, html);
  return html + "</html>\n";
}

}  // namespace viche::app
