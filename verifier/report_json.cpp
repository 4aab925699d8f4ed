// The report's JSON form, version 1: docs/verifier.md.

#include <nlohmann/json.hpp>

#include "verifier/report.h"

namespace viche::verifier {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr int kReportVersion = 1;

template <class Value>
OrderedJson or_null(const std::optional<Value>& value) {
  return value ? OrderedJson(*value) : OrderedJson(nullptr);
}

OrderedJson hex_or_null(const std::optional<Bytes32>& value) {
  return value ? OrderedJson(to_hex(*value)) : OrderedJson(nullptr);
}

const char* status_name(UnitStatus status) {
  switch (status) {
    case UnitStatus::kDecrypted:
      return "decrypted";
    case UnitStatus::kWithheld:
      return "withheld";
    case UnitStatus::kEmpty:
      return "empty";
  }
  return "";
}

OrderedJson checks_of(const Checks& checks) {
  OrderedJson list = OrderedJson::array();
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    const auto id = static_cast<CheckId>(i);
    const CheckTally& tally = checks[id];
    OrderedJson failure = nullptr;
    if (tally.first_failure) {
      failure = {{"entry", or_null(tally.first_failure->entry)},
                 {"message", tally.first_failure->message}};
    }
    list.push_back({{"id", check_number(id)},
                    {"name", check_name(id)},
                    {"holds", tally.holds()},
                    {"passed", tally.passed},
                    {"failed", tally.failed},
                    {"required", tally.required()},
                    {"first_failure", failure}});
  }
  return list;
}

OrderedJson faults_of(const std::vector<Fault>& faults) {
  OrderedJson list = OrderedJson::array();
  for (const Fault& fault : faults) {
    list.push_back({{"trustee", fault.trustee}, {"entry", fault.entry}, {"reason", fault.reason}});
  }
  return list;
}

OrderedJson counts_of(const std::optional<Counts>& counts) {
  if (!counts) return nullptr;
  return {{"cast", counts->cast},
          {"counted", counts->counted},
          {"superseded", counts->superseded},
          {"cancelled", counts->cancelled},
          {"challenged", counts->challenged}};
}

OrderedJson result_of(const std::vector<ResultLine>& lines) {
  OrderedJson list = OrderedJson::array();
  for (const ResultLine& line : lines) {
    list.push_back({{"contest", line.contest},
                    {"unit", line.unit},
                    {"status", status_name(line.status)},
                    {"ballots", line.ballots},
                    {"option", or_null(line.option)},
                    {"votes", or_null(line.votes)}});
  }
  return list;
}

OrderedJson outcome_of(const Outcome& outcome) {
  OrderedJson candidates = OrderedJson::array();
  for (const Candidate& candidate : outcome.candidates) {
    candidates.push_back({{"option", candidate.id},
                          {"votes", candidate.votes},
                          {"score", candidate.score},
                          {"eligible", candidate.eligible},
                          {"seats", candidate.seats}});
  }
  OrderedJson equals = OrderedJson::array();
  for (const Equals& group : outcome.equals) {
    equals.push_back({{"unit", group.unit}, {"options", group.options}});
  }
  return {{"id", outcome.id},         {"rule", rule_name(outcome.kind)},
          {"candidates", candidates}, {"elected", outcome.elected},
          {"tied", outcome.tied},     {"open_seats", outcome.open_seats},
          {"equals", equals}};
}

OrderedJson election_of(const ElectionInfo& election) {
  OrderedJson title = OrderedJson::object();
  for (const auto& [language, text] : election.title) title[language] = text;
  return {
      {"fingerprint", hex_or_null(election.fingerprint)},
      {"manifest_hash", hex_or_null(election.manifest_hash)},
      {"title", title},
      {"size", election.head ? OrderedJson(election.head->size) : OrderedJson(nullptr)},
      {"root", election.head ? OrderedJson(to_hex(election.head->root)) : OrderedJson(nullptr)}};
}

}  // namespace

std::string to_json(const Report& report, const RunInfo& run) {
  OrderedJson outcomes = OrderedJson::array();
  for (const Outcome& outcome : report.outcomes) outcomes.push_back(outcome_of(outcome));
  const OrderedJson json = {{"viche_report", kReportVersion},
                            {"verdict", report.verified() ? "verified" : "failed"},
                            {"election", election_of(report.election)},
                            {"checks", checks_of(report.checks)},
                            {"faults", faults_of(report.faults)},
                            {"counts", counts_of(report.counts)},
                            {"result", result_of(report.result)},
                            {"outcomes", outcomes},
                            {"run",
                             {{"seconds", run.seconds},
                              {"threads", run.threads},
                              {"arithmetic", run.arithmetic},
                              {"kernel", run.kernel},
                              {"version", run.version}}}};
  // Texts of the record may hold anything: what is not UTF-8 is replaced, not thrown at.
  return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

}  // namespace viche::verifier
