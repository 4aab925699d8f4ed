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

}  // namespace viche::test
