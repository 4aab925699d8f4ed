#pragma once
// POST /v1/ballots and POST /v1/entries: framed entries in, receipts out.

#include "bulletin/http/backend.h"
#include "bulletin/http/jitter.h"
#include "bulletin/http/message.h"

namespace viche::http {

/// Thread-safe. The backend and the jitter outlive it and everything it submitted.
class Submissions {
 public:
  Submissions(Backend& backend, Jitter& jitter, std::size_t ballots_at_once)
      : backend_(backend), jitter_(jitter), ballots_at_once_(ballots_at_once) {}

  void ballots(Request request, Respond respond);
  void statement(const Request& request, const Respond& respond);

 private:
  /// The entries of the body, or nothing if the request was answered with a problem.
  std::optional<std::vector<Bytes>> entries_of(const Request& request, std::size_t limit,
                                               const Respond& respond);

  Backend& backend_;
  Jitter& jitter_;
  std::size_t ballots_at_once_;
};

}  // namespace viche::http
