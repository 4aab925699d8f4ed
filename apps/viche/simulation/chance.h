#pragma once
// The seeded choices of a simulation: who votes what, when, and again. Never used for keys or
// encryption.

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace viche::app {

/// The same numbers from the same seed on every machine (the standard fixes the engine, not the
/// distributions).
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}

  /// Uniform in [0, limit); limit >= 1.
  std::uint64_t below(std::uint64_t limit);

  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

  /// `count` distinct numbers of [0, limit), in random order; count <= limit.
  std::vector<std::uint32_t> distinct(std::size_t count, std::size_t limit);

 private:
  std::mt19937_64 engine_;
};

/// An urn with counts[i] balls of colour i; draws without replacement, O(log colours) each.
class Urn {
 public:
  explicit Urn(const std::vector<std::uint64_t>& counts);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// The colour of the next ball; size() >= 1.
  std::size_t draw(Chance& chance);

 private:
  std::vector<std::uint64_t> tree_;  // Fenwick tree of the counts, from index 1
  std::uint64_t size_ = 0;
};

}  // namespace viche::app
