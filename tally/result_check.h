#pragma once
// The registrar's result compared with what was recounted (protocol section 8.5).

#include "ballot/manifest.h"
#include "bulletin/log/tally_bodies.h"

namespace viche::tally {

/// Checks T5 to T7: `stated` equals `expected`; the error names the first difference.
Result<void> check_result(const ballot::Manifest& manifest, const log::ResultBody& stated,
                          const log::ResultBody& expected);

}  // namespace viche::tally
