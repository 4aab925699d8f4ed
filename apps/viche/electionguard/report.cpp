#include "apps/viche/electionguard/report.h"

#include <algorithm>

namespace viche::app::electionguard {

void Report::fault(std::string path, std::string reason, std::string outcome) {
  findings_.push_back(
      {FindingKind::kFault, std::move(path), std::move(reason), std::move(outcome)});
}

void Report::fatal(std::string path, std::string reason) {
  fatal_ = true;
  fault(std::move(path), std::move(reason), "nothing can be imported");
}

void Report::consequence(std::string path, std::string reason, std::string outcome) {
  findings_.push_back(
      {FindingKind::kConsequence, std::move(path), std::move(reason), std::move(outcome)});
}

void Report::note(std::string path, std::string reason) {
  findings_.push_back({FindingKind::kNote, std::move(path), std::move(reason), ""});
}

std::size_t Report::count(FindingKind kind) const {
  return static_cast<std::size_t>(
      std::count_if(findings_.begin(), findings_.end(),
                    [kind](const Finding& finding) { return finding.kind == kind; }));
}

std::vector<Finding> Report::of(FindingKind kind) const {
  std::vector<Finding> found;
  std::copy_if(findings_.begin(), findings_.end(), std::back_inserter(found),
               [kind](const Finding& finding) { return finding.kind == kind; });
  return found;
}

}  // namespace viche::app::electionguard
