#pragma once
// Work shared among threads.

#include <cstddef>
#include <functional>

namespace viche {

/// Calls work(0), ..., work(count - 1), each once, on up to `threads` threads, and returns when all
/// have ended. The order is not fixed: each call writes only what belongs to its number. An
/// exception of a call is thrown again here.
void parallel_for(unsigned threads, std::size_t count,
                  const std::function<void(std::size_t)>& work);

}  // namespace viche
