#pragma once
// The board's HTTP interface (docs/http-api.md): which resource answers which path and method.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "bulletin/http/app_files.h"
#include "bulletin/http/backend.h"
#include "bulletin/http/metrics_text.h"
#include "bulletin/http/resources.h"
#include "bulletin/http/server.h"
#include "bulletin/http/side_thread.h"
#include "bulletin/http/submissions.h"

namespace viche::http {

struct ApiOptions {
  std::filesystem::path record;  // the published log
  std::string version = {};      // the program's, for GET /version
  std::string kernel = {};
  std::size_t ballots_at_once = 1024;  // in one POST
  std::uint64_t seed = 0;              // of the jitter of Retry-After
  /// Of requests that wait for the side thread: their bodies and 64 KiB each.
  std::size_t aside_limit = std::size_t{16} << 20;
  std::shared_ptr<const AppFiles> app = nullptr;  // served if given
  std::filesystem::path reports = {};             // as for reports_response
};

/// Thread-safe. The backend outlives it. Ballots are taken on the caller's thread; what reads
/// files, makes long texts or checks signatures is done on one of its own, so that ballots do not
/// wait for it, and is answered with 503 when too much of it waits.
class Api {
 public:
  Api(Backend& backend, ApiOptions options);

  void handle(Request request, Respond respond);
  /// Whose numbers are in /metrics; before the server is served.
  void set_server_counters(std::function<ServerCounters()> counters) {
    counters_ = std::move(counters);
  }
  /// From now on /readyz says that the board is stopping.
  void stop() { stopping_ = true; }

 private:
  void read(const Request& request, const Respond& respond);
  /// Has the side thread do it, if there is room.
  void aside(Request request, Respond respond, void (Api::*work)(const Request&, const Respond&));
  void take_statement(const Request& request, const Respond& respond) {
    submissions_.statement(request, respond);
  }
  [[nodiscard]] Response get(const Request& request);
  [[nodiscard]] Response version() const;
  [[nodiscard]] Response ready();

  Backend& backend_;
  ApiOptions options_;
  Jitter jitter_;
  Submissions submissions_;
  ElectionResource election_;
  std::function<ServerCounters()> counters_;
  std::atomic<bool> stopping_{false};
  MetricsPage metrics_;
  SideThread side_;  // ends first
};

}  // namespace viche::http
