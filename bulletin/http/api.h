#pragma once
// The board's HTTP interface (docs/http-api.md): which resource answers which path and method.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "bulletin/http/backend.h"
#include "bulletin/http/resources.h"
#include "bulletin/http/server.h"
#include "bulletin/http/submissions.h"

namespace viche::http {

struct ApiOptions {
  std::filesystem::path record;  // the published log
  std::string version;           // the program's, for GET /version
  std::string kernel;
  std::size_t ballots_at_once = 1024;  // in one POST
  std::uint64_t seed = 0;              // of the jitter of Retry-After
};

/// Thread-safe. The backend outlives it; it outlives every Respond it was given.
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
  [[nodiscard]] Response get(std::string_view path);
  [[nodiscard]] Response ready();

  Backend& backend_;
  ApiOptions options_;
  Jitter jitter_;
  Submissions submissions_;
  ElectionResource election_;
  std::function<ServerCounters()> counters_;
  std::atomic<bool> stopping_{false};
};

}  // namespace viche::http
