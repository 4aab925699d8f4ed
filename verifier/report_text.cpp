// The report for people.

#include <fmt/format.h>

#include "verifier/report.h"

namespace viche::verifier {
namespace {

/// Bytes of a record must not steer a terminal: control characters become ?.
std::string printable(std::string text) {
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) c = '?';
  }
  return text;
}

void add_election(const ElectionInfo& election, std::string& out) {
  if (!election.title.empty()) out += printable(election.title.front().second) + "\n";
  if (election.fingerprint) out += fmt::format("fingerprint  {}\n", to_hex(*election.fingerprint));
  if (election.manifest_hash) {
    out += fmt::format("manifest     {}\n", to_hex(*election.manifest_hash));
  }
  if (election.head) {
    out += fmt::format("log          {} entries, root {}\n", election.head->size,
                       to_hex(election.head->root));
  }
}

void add_checks(const Checks& checks, std::string& out) {
  out +=
      fmt::format("\n{:<4}{:<22}{:>10}{:>9}{:>11}\n", "", "check", "passed", "failed", "required");
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    const auto id = static_cast<CheckId>(i);
    const CheckTally& tally = checks[id];
    const char* remark = tally.holds() ? "" : tally.failed > 0 ? "  FAILED" : "  NOT DONE";
    out += fmt::format("{:<4}{:<22}{:>10}{:>9}{:>11}{}\n", check_number(id), check_name(id),
                       tally.passed, tally.failed, tally.required(), remark);
    if (!tally.first_failure) continue;
    const EntryIndex& entry = tally.first_failure->entry;
    out += fmt::format("    first: {}{}\n", entry ? fmt::format("entry {}: ", *entry) : "",
                       printable(tally.first_failure->message));
  }
}

void add_faults(const std::vector<Fault>& faults, std::string& out) {
  if (!faults.empty()) out += "\nThe key ceremony has ended.\n";
  for (const Fault& fault : faults) {
    out += fmt::format("  trustee {} is at fault (complaint at entry {}): {}\n", fault.trustee,
                       fault.entry, fault.reason);
  }
}

void add_result(const Report& report, std::string& out) {
  if (report.counts) {
    out += fmt::format("\n{} cast = {} counted + {} superseded + {} cancelled; {} challenged\n",
                       report.counts->cast, report.counts->counted, report.counts->superseded,
                       report.counts->cancelled, report.counts->challenged);
  }
  std::string heading;
  for (const ResultLine& line : report.result) {
    const std::string unit =
        fmt::format("\n{}, {} ({} ballots)\n", line.contest, line.unit, line.ballots);
    if (unit != heading) out += heading = unit;
    if (line.option) {
      out += fmt::format("{:>12}  {}\n", *line.votes, *line.option);
    } else {
      out += line.status == UnitStatus::kEmpty ? "  no ballots\n" : "  withheld: below the floor\n";
    }
  }
  for (const Outcome& outcome : report.outcomes) {
    out += fmt::format("\n{} ({})\n", outcome.id, rule_name(outcome.kind));
    for (const Candidate& candidate : outcome.candidates) {
      out += fmt::format("{:>12}  {}{}{}\n", candidate.score, candidate.id,
                         candidate.seats > 0 ? fmt::format(", seats: {}", candidate.seats) : "",
                         candidate.eligible ? "" : ", below the threshold");
    }
    for (const Equals& group : outcome.equals) {
      out += fmt::format("  equal in {}: {}\n", group.unit, fmt::join(group.options, ", "));
    }
    if (!outcome.tied.empty()) out += fmt::format("  tied: {}\n", fmt::join(outcome.tied, ", "));
    if (outcome.open_seats > 0) out += fmt::format("  open seats: {}\n", outcome.open_seats);
  }
}

}  // namespace

std::string to_text(const Report& report, const RunInfo& run) {
  std::string out;
  add_election(report.election, out);
  add_checks(report.checks, out);
  add_faults(report.faults, out);
  add_result(report, out);
  out += fmt::format("\n{:.1f} s, {} threads, {} arithmetic ({}), viche-verify {}\n", run.seconds,
                     run.threads, run.arithmetic, run.kernel, run.version);
  out += report.verified() ? "VERIFIED\n" : "FAILED\n";
  return out;
}

}  // namespace viche::verifier
