#pragma once
// A load's report for people.

#include <string>

#include "apps/viche/load/report.h"

namespace viche::load {

/// Lines, the last one without its end.
[[nodiscard]] std::string report_text(const Report& report);

}  // namespace viche::load
