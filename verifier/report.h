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
  std::uint64_t credentials = 0;  // of its styles, admitted and not void
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
  std::optional<Manifest> manifest;  // with references resolved, for the names in it

  [[nodiscard]] bool verified() const { return checks.all_hold(); }
};

/// The result's lines and the outcomes of the manifest's rules; the stated units are `units`.
/// `credentials`: how many each style (from 1, at [style - 1]) has, without void ones.
void describe_result(const Manifest& manifest, const std::vector<FinalUnit>& units,
                     const ResultBody& stated, const std::vector<std::uint64_t>& credentials,
                     Report& report);

std::string to_json(const Report& report, const RunInfo& run);
std::string to_text(const Report& report, const RunInfo& run);
/// One page that stands alone: no scripts, nothing from elsewhere. Its bytes depend on the record,
/// the fingerprint that was given and the version, not on the run, its arithmetic or threads.
std::string to_html(const Report& report, const std::string& version);

}  // namespace viche::verifier
