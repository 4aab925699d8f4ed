#pragma once
// POST /v1/ballots and POST /v1/entries: framed entries in, receipts out.

#include <atomic>
#include <cstdint>

#include "bulletin/http/backend.h"
#include "bulletin/http/message.h"

namespace viche::http {

/// Whole seconds, 1 to 5, for Retry-After: those who are sent away together do not come back
/// together. Thread-safe.
class Jitter {
 public:
  explicit Jitter(std::uint64_t seed) : state_(seed) {}
  unsigned seconds();

 private:
  std::atomic<std::uint64_t> state_;
};

/// Thread-safe. The backend and the jitter outlive it and everything it submitted.
class Submissions {
 public:
  Submissions(Backend& backend, Jitter& jitter, std::size_t ballots_at_once)
      : backend_(backend), jitter_(jitter), ballots_at_once_(ballots_at_once) {}

  void ballots(Request request, Respond respond);
  void statement(Request request, Respond respond);

 private:
  /// The entries of the body, or nothing if the request was answered with a problem.
  std::optional<std::vector<Bytes>> entries_of(const Request& request, std::size_t limit,
                                               const Respond& respond);

  Backend& backend_;
  Jitter& jitter_;
  std::size_t ballots_at_once_;
};

}  // namespace viche::http
