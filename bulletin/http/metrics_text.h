#pragma once
// GET /metrics: the Prometheus text format, version 0.0.4. No label names a voter, ballot or
// option.

#include <chrono>
#include <functional>
#include <mutex>
#include <string>

#include "bulletin/http/server.h"
#include "bulletin/service/service.h"

namespace viche::http {

[[nodiscard]] std::string metrics_text(const board::ServiceStatus& status,
                                       const board::ServiceMetrics& metrics,
                                       const ServerCounters& server);

/// The text, made anew only when it is older than `lifetime`: whoever asks often costs little.
/// Thread-safe.
class MetricsPage {
 public:
  MetricsPage(std::function<std::string()> make, std::chrono::milliseconds lifetime)
      : make_(std::move(make)), lifetime_(lifetime) {}

  std::string text();

 private:
  const std::function<std::string()> make_;
  const std::chrono::milliseconds lifetime_;
  std::mutex mutex_;
  std::string text_;  // empty until it is first asked for
  std::chrono::steady_clock::time_point made_{};
};

}  // namespace viche::http
