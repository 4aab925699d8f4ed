#include "apps/viche/electionguard/import.h"

#include "apps/viche/electionguard/ballots.h"
#include "apps/viche/electionguard/check.h"
#include "apps/viche/electionguard/reader.h"
#include "ballot/json.h"
#include "ballot/manifest.h"

namespace viche::app::electionguard {

Result<Import> import_manifest(ByteView json, const Settings& settings, Unsound unsound) {
  VICHE_ASSIGN(const ballot::JsonText text, ballot::JsonText::parse(json));
  Import import;
  Report& report = import.report;
  Source source = read_source(text.root(), report);
  check_source(source, report);
  lay_out_ballots(source, report);
  if (report.is_fatal()) return import;
  std::string manifest = convert(source, settings, report).dump(2) + "\n";
  if (report.count(FindingKind::kFault) > 0 && unsound == Unsound::kRefuse) return import;
  const auto parsed = ballot::parse_manifest(as_bytes(manifest), ballot::KeyPolicy::kMayBeMissing);
  if (!parsed) return parsed.error().at("the manifest that was made");
  import.contests = parsed->contests.size();
  import.styles = parsed->styles.size();
  import.units = parsed->units.size();
  for (const ballot::Contest& contest : parsed->contests) import.options += contest.options.size();
  import.manifest = std::move(manifest);
  return import;
}

}  // namespace viche::app::electionguard
