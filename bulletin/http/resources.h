#pragma once
// GET /v1/election, /v1/status, /v1/ballots/{tracker}: what the published log says, as JSON.

#include <memory>
#include <mutex>
#include <string_view>

#include "bulletin/http/backend.h"
#include "bulletin/http/message.h"

namespace viche::http {

/// Phase, head, counts and witnesses of the published log.
[[nodiscard]] Response status_response(const board::ServiceStatus& status);

/// What became of the ballot with this tracker (64 hexadecimal digits).
[[nodiscard]] Response ballot_response(Backend& backend, std::string_view tracker);

/// What a client needs to know of the election; kept, since it is asked for often and changes
/// seldom. Thread-safe.
class ElectionResource {
 public:
  [[nodiscard]] Response respond(const board::ServiceStatus& status);

 private:
  std::mutex mutex_;
  log::Phase phase_ = log::Phase::kManifest;
  std::shared_ptr<const Bytes> manifest_;
  std::shared_ptr<const ballot::ElectionContext> context_;
  std::string body_;
};

}  // namespace viche::http
