#pragma once
// What a verification found, and its two forms: JSON (docs/verifier.md) and text for people.

#include <optional>
#include <string>
#include <vector>

#include "verifier/checks.h"
#include "verifier/complaints.h"
#include "verifier/manifest.h"
#include "verifier/merkle.h"
#include "verifier/rules.h"
#include "verifier/tally.h"

namespace viche::verifier {

/// One total, or a unit without totals (then `option` and `votes` are empty).
struct ResultLine {
  std::string contest;
  std::string unit;  // ids of its members joined by +
  UnitStatus status = UnitStatus::kEmpty;
  std::uint64_t ballots = 0;
  std::optional<std::string> option;
  std::optional<std::uint64_t> votes;
};

struct ElectionInfo {
  std::optional<Bytes32> fingerprint;
  std::optional<Bytes32> manifest_hash;
  Text title;
  std::optional<Head> head;  // the checkpoint's size and root
};

/// What may differ between two runs on one record.
struct RunInfo {
  double seconds = 0;
  unsigned threads = 1;
  std::string arithmetic;
  std::string kernel;
  std::string version;
};

struct Report {
  Checks checks;
  std::vector<Fault> faults;       // by section 5.1
  std::optional<Counts> counts;    // recounted; nothing if the log did not get that far
  std::vector<ResultLine> result;  // as the record states it
  std::vector<Outcome> outcomes;   // computed from it
  ElectionInfo election;

  [[nodiscard]] bool verified() const { return checks.all_hold(); }
};

/// The result's lines and the outcomes of the manifest's rules; the stated units are `units`.
void describe_result(const Manifest& manifest, const std::vector<FinalUnit>& units,
                     const ResultBody& stated, Report& report);

std::string to_json(const Report& report, const RunInfo& run);
std::string to_text(const Report& report, const RunInfo& run);

}  // namespace viche::verifier
