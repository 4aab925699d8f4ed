#pragma once
// What a load was answered.

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "apps/viche/load/connection.h"
#include "apps/viche/load/histogram.h"

namespace viche::load {

struct Report {
  // Of what was posted. offered = accepted + known + refused + not_taken + lost.
  std::uint64_t offered = 0;                     // ballots, altered ones, repeated ones
  std::uint64_t altered = 0, repeated = 0;       // of those offered
  std::uint64_t accepted = 0;                    // appended
  std::uint64_t known = 0;                       // in the log already
  std::map<std::string, std::uint64_t> refused;  // by the problem's reason
  std::uint64_t refused_unaltered = 0;           // of them those that were not altered
  std::uint64_t not_taken = 0;                   // answered with 503 and not posted again
  std::uint64_t lost = 0;                        // posted and not answered
  std::uint64_t wrong = 0;    // altered and accepted, or repeated and given another index
  std::uint64_t retried = 0;  // posts beyond the first of each
  std::array<std::uint64_t, kFailures> failures{};  // by Failure, of tries
  std::uint64_t reads = 0, reads_failed = 0;
  std::uint64_t connections = 0;               // opened
  std::uint64_t verified = 0, unverified = 0;  // receipts

  // Nanoseconds from the time that an arrival was scheduled for to its answer, by what that is.
  Histogram accepted_latency, refused_latency, not_taken_latency, read_latency;
  Histogram after_sending;  // of what was accepted or known, from the time that it was sent
  Histogram turned_away;    // every 503 from the time that its request was sent
  Histogram waited;  // from the scheduled time to sending: for a connection, for the generator

  double seconds = 0;      // to the last answer
  double cpu_seconds = 0;  // of the generator in this time

  [[nodiscard]] std::uint64_t refused_in_all() const;
  /// Nothing lost, wrong or unverified.
  [[nodiscard]] bool good() const;
  [[nodiscard]] nlohmann::ordered_json json() const;
};

}  // namespace viche::load
