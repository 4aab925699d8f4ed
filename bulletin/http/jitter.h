#pragma once
// How long those are told to wait who are sent away.

#include <atomic>
#include <cstdint>

namespace viche::http {

/// Whole seconds, 1 to 5, for Retry-After: those who are sent away together do not come back
/// together. Thread-safe.
class Jitter {
 public:
  explicit Jitter(std::uint64_t seed) : state_(seed) {}

  unsigned seconds() {
    // splitmix64: spread, not secret.
    std::uint64_t x = state_.fetch_add(0x9e3779b97f4a7c15U);
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return 1 + static_cast<unsigned>((x ^ (x >> 31)) % 5);
  }

 private:
  std::atomic<std::uint64_t> state_;
};

}  // namespace viche::http
