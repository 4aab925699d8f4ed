#pragma once
// Timing on a machine that others use too: processor time, and the best of some runs.

#include <time.h>

#include <algorithm>

namespace viche::bench {

enum class Clock {
  kProcessor,  // what all threads of this program have used: for work on one thread
  kWall        // for work on several threads
};

/// Seconds that `work()` takes.
template <class Work>
double seconds(const Work& work, Clock clock = Clock::kProcessor) {
  const auto now = [clock] {
    timespec time{};
    clock_gettime(clock == Clock::kWall ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  };
  const double start = now();
  work();
  return now() - start;
}

/// The least of `runs` (at least 1) times.
template <class Work>
double best_seconds(unsigned runs, const Work& work) {
  double best = seconds(work);
  for (unsigned run = 1; run < runs; ++run) best = std::min(best, seconds(work));
  return best;
}

}  // namespace viche::bench
