#include "bulletin/service/latency.h"

#include <algorithm>
#include <numeric>

namespace viche::board {

std::uint64_t Latencies::count() const {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

void LatencyHistogram::add(Duration duration, std::uint64_t times) {
  const double seconds = std::chrono::duration<double>(duration).count();
  const auto bound = std::lower_bound(kLatencyBounds.begin(), kLatencyBounds.end(), seconds);
  counts_[static_cast<std::size_t>(bound - kLatencyBounds.begin())] += times;
  const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count();
  nanoseconds_ += times * static_cast<std::uint64_t>(std::max<std::int64_t>(nanoseconds, 0));
}

Latencies LatencyHistogram::read() const {
  Latencies copy;
  for (std::size_t i = 0; i < counts_.size(); ++i) copy.counts[i] = counts_[i];
  copy.seconds = static_cast<double>(nanoseconds_) * 1e-9;
  return copy;
}

}  // namespace viche::board
