#include "apps/viche/findings.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "crypto/group/random.h"
#include "tally/complaint.h"

namespace viche::app {
namespace {

std::vector<tally::Finding> findings(const log::ElectionState& state) {
  std::vector<tally::Finding> all;
  SystemRandom random;
  for (const log::Complaint& complaint : state.complaints()) {
    all.push_back(tally::judge_complaint(state, complaint, random));
  }
  return all;
}

}  // namespace

std::vector<std::string> describe_findings(const log::ElectionState& state) {
  std::vector<std::string> lines;
  for (const tally::Finding& finding : findings(state)) {
    lines.push_back(fmt::format(
        "trustee {} complained about trustee {}: trustee {} is at fault, {}",
        finding.complaint.complainer, finding.complaint.dealer, finding.at_fault, finding.reason));
  }
  return lines;
}

nlohmann::ordered_json findings_json(const log::ElectionState& state) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const tally::Finding& finding : findings(state)) {
    list.push_back({{"complainer", finding.complaint.complainer},
                    {"dealer", finding.complaint.dealer},
                    {"answered", finding.complaint.ephemeral_secret.has_value()},
                    {"at_fault", finding.at_fault},
                    {"reason", finding.reason}});
  }
  return list;
}

}  // namespace viche::app
