#pragma once
// How fast ballots are checked, from the bytes of their entries to verdicts.

#include <optional>
#include <vector>

#include "bench/report/sample.h"
#include "bench/report/timing.h"

namespace viche::bench {

/// Entries handed over again and again, until as many have been checked as a log would hold: each
/// is copied to a buffer first, as if it had been read from there.
struct Stream {
  std::size_t ballots = 0;
  double seconds = 0;
  std::size_t resident_kib = 0;  // of the program, when it was done
};

/// Checks `ballots` entries in all, on up to `threads` threads. Nothing if one of them was not
/// accepted.
std::optional<Stream> check_stream(const Sample& sample, const std::vector<Bytes>& entries,
                                   std::size_t ballots, unsigned threads, Clock clock);

/// Seconds for a check of all entries when one in every `bad_every` is bad in its signature's last
/// byte (0: none; 1: all). Nothing if the verdicts are not exactly that.
std::optional<double> check_with_bad(const Sample& sample, const std::vector<Bytes>& entries,
                                     std::size_t bad_every);

}  // namespace viche::bench
