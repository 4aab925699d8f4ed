#include "crypto/group/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace viche {

void parallel_for(unsigned threads, std::size_t count,
                  const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr fault;
  std::mutex fault_mutex;
  const auto worker = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    } catch (...) {
      const std::lock_guard lock(fault_mutex);
      if (!fault) fault = std::current_exception();
      next = count;
    }
  };
  const std::size_t helpers = std::min<std::size_t>(std::max(threads, 1U), count);
  std::vector<std::thread> pool;
  pool.reserve(helpers);
  try {
    for (std::size_t i = 1; i < helpers; ++i) pool.emplace_back(worker);
  } catch (const std::exception&) {
    // The system gives no more threads, or memory for them: those there are do the work.
  }
  worker();
  for (std::thread& thread : pool) thread.join();
  if (fault) std::rethrow_exception(fault);
}

}  // namespace viche
