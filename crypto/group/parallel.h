#pragma once
// Work shared among threads.

#include <cstddef>
#include <functional>
#include <future>
#include <system_error>
#include <type_traits>

namespace viche {

/// Calls work(0), ..., work(count - 1), each once, on up to `threads` threads, and returns when all
/// have ended. The order is not fixed: each call writes only what belongs to its number. An
/// exception of a call is thrown again here.
void parallel_for(unsigned threads, std::size_t count,
                  const std::function<void(std::size_t)>& work);

/// What `work()` gives, on a thread of its own; or when it is asked for, if the system gives no
/// thread.
template <class Work>
std::future<std::invoke_result_t<const Work&>> run_beside(const Work& work) {
  try {
    return std::async(std::launch::async, work);
  } catch (const std::system_error&) {
    return std::async(std::launch::deferred, work);
  }
}

}  // namespace viche
