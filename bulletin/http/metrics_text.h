#pragma once
// GET /metrics: the Prometheus text format, version 0.0.4. No label names a voter, ballot or
// option.

#include <string>

#include "bulletin/http/server.h"
#include "bulletin/service/service.h"

namespace viche::http {

[[nodiscard]] std::string metrics_text(const board::ServiceStatus& status,
                                       const board::ServiceMetrics& metrics,
                                       const ServerCounters& server);

}  // namespace viche::http
