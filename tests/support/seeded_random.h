#pragma once
// Reproducible randomness for tests.

#include <cstdint>

#include "crypto/group/bytes.h"
#include "crypto/group/random.h"

namespace viche::test {

/// A stream of bytes fixed by a seed: SHA-512 of the seed and a counter. Not for secrets.
class SeededRandom final : public RandomSource {
 public:
  explicit SeededRandom(std::uint64_t seed) : seed_(seed) {}
  void fill(std::span<std::uint8_t> out) override;

 private:
  std::uint64_t seed_;
  std::uint64_t counter_ = 0;
};

}  // namespace viche::test
