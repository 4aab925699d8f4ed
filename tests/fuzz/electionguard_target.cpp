// ElectionGuard manifests: the import refuses or gives a manifest that can be read, whatever is
// wrong with the file; without faults both ways of importing give the same.

#include "apps/viche/electionguard/import.h"
#include "ballot/json.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {

void read_electionguard(ByteView input) {
  using namespace app::electionguard;
  if (input.size() > 16'384) return;
  const bool is_json = ballot::JsonText::parse(input).ok();
  const auto left_out = import_manifest(input, {}, Unsound::kLeaveOut);
  const auto refused = import_manifest(input, {}, Unsound::kRefuse);
  require(left_out.ok() == is_json && refused.ok() == is_json,
          "the import makes a manifest that is none");
  if (!is_json) return;
  const bool faults = left_out->report.count(FindingKind::kFault) > 0;
  require(faults == (refused->report.count(FindingKind::kFault) > 0), "faults that come and go");
  require(refused->manifest.has_value() == !faults, "a file with a fault is imported whole");
  require(left_out->manifest.has_value() == !left_out->report.is_fatal(),
          "what is sound is not imported");
  require(faults || left_out->manifest == refused->manifest, "two manifests of a sound file");
  require(faults || left_out->report.count(FindingKind::kConsequence) == 0,
          "a consequence of nothing");
}

}  // namespace viche::fuzz
