#include "tests/support/seeded_random.h"

#include <algorithm>

#include "crypto/group/hash.h"

namespace viche::test {

void SeededRandom::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    Bytes input;
    append_u64(input, seed_);
    append_u64(input, counter_++);
    const Bytes64 block = sha512(input);
    const std::size_t count = std::min(out.size(), block.size());
    std::copy_n(block.begin(), count, out.begin());
    out = out.subspan(count);
  }
}

Bytes SeededRandom::bytes(std::size_t count) {
  Bytes out(count);
  fill(out);
  return out;
}

Bytes32 SeededRandom::bytes32() {
  Bytes32 out;
  fill(out);
  return out;
}

Bytes64 SeededRandom::bytes64() {
  Bytes64 out;
  fill(out);
  return out;
}

std::uint64_t SeededRandom::below(std::uint64_t bound) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes(8)) value = value << 8 | byte;
  return value % bound;
}

}  // namespace viche::test
