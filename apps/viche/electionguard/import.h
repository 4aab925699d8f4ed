#pragma once
// The import of an ElectionGuard manifest as a whole.

#include <optional>
#include <string>

#include "apps/viche/electionguard/convert.h"
#include "apps/viche/electionguard/report.h"
#include "crypto/group/bytes.h"

namespace viche::app::electionguard {

/// What an import does with what is not sound.
enum class Unsound { kRefuse, kLeaveOut };

struct Import {
  Report report;
  std::optional<std::string> manifest;  // the template as JSON, unless the import is refused
  std::size_t contests = 0, options = 0, styles = 0, units = 0;  // of the template
};

/// Reads an ElectionGuard manifest, reports all its faults, and makes a template of a Viche
/// manifest (specification, section 2) of it, that parse_manifest accepts. An error: the text is
/// not strict JSON, or the settings make no manifest.
Result<Import> import_manifest(ByteView json, const Settings& settings, Unsound unsound);

}  // namespace viche::app::electionguard
