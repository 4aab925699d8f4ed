#pragma once
// Work split over threads.

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace viche::ballot {

/// Calls work(begin, end) for consecutive pieces of [0, count), on up to `threads` threads (the
/// calling one among them). A piece holds at most `largest` items. `work` must not throw, and must
/// give the same however [0, count) is split.
template <class Work>
void parallel_for(std::size_t count, unsigned threads, std::size_t largest, const Work& work) {
  const std::size_t workers = std::max<std::size_t>(1, std::min<std::size_t>(threads, count));
  const auto run = [&](std::size_t worker) {
    const std::size_t last = count * (worker + 1) / workers;
    for (std::size_t begin = count * worker / workers; begin < last; begin += largest) {
      work(begin, std::min(begin + largest, last));
    }
  };
  std::vector<std::thread> pool;
  for (std::size_t worker = 1; worker < workers; ++worker) pool.emplace_back(run, worker);
  run(0);
  for (std::thread& thread : pool) thread.join();
}

}  // namespace viche::ballot
