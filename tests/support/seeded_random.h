#pragma once
// Reproducible randomness for tests.

#include <cstdint>

#include "crypto/group/bytes.h"
#include "crypto/group/point.h"
#include "crypto/group/random.h"
#include "crypto/group/scalar.h"

namespace viche::test {

/// A stream of bytes fixed by a seed: SHA-512 of the seed and a counter. Not for secrets.
class SeededRandom final : public RandomSource {
 public:
  explicit SeededRandom(std::uint64_t seed) : seed_(seed) {}

  void fill(std::span<std::uint8_t> out) override;
  Bytes bytes(std::size_t count);
  Bytes32 bytes32();
  Bytes64 bytes64();
  Scalar scalar() { return Scalar::reduce(bytes64()); }
  Point point() { return Point::map(bytes64()); }
  /// A number below `bound`, not quite uniform.
  std::uint64_t below(std::uint64_t bound);

 private:
  std::uint64_t seed_;
  std::uint64_t counter_ = 0;
};

}  // namespace viche::test
