#pragma once
// GET /v1/election, /v1/status, /v1/ballots/{tracker}, /v1/credentials/{K}, /v1/entries/{index}:
// what the published log says.

#include <filesystem>
#include <memory>
#include <mutex>
#include <string_view>

#include "bulletin/http/backend.h"
#include "bulletin/http/message.h"

namespace viche::http {

/// Phase, head, counts and witnesses of the published log.
[[nodiscard]] Response status_response(const board::ServiceStatus& status);

/// What became of the ballot with this tracker: 64 hexadecimal digits, or the 20 characters that
/// people see.
[[nodiscard]] Response ballot_response(Backend& backend, std::string_view tracker);

/// The credential with this K (64 hexadecimal digits): its style and its latest ballot.
[[nodiscard]] Response credential_response(Backend& backend, std::string_view K);

/// The bytes of the entry at this index of the published log, which lies in `record`.
[[nodiscard]] Response entry_response(Backend& backend, const std::filesystem::path& record,
                                      std::string_view index);

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
