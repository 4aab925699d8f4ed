#include "crypto/group/multi_scalar/magnitude.h"

namespace viche::multi_scalar {
namespace {

using u64 = std::uint64_t;
__extension__ using u128 = unsigned __int128;

constexpr Words kOrder{0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000};

// Eight little-endian bytes: written out, it is one load.
u64 load(const std::uint8_t* bytes) {
  const auto at = [bytes](unsigned i) { return static_cast<u64>(bytes[i]) << (8 * i); };
  return at(0) | at(1) | at(2) | at(3) | at(4) | at(5) | at(6) | at(7);
}

Words to_words(const Scalar& scalar) {
  const Bytes32 bytes = scalar.encode();
  return {load(bytes.data()), load(bytes.data() + 8), load(bytes.data() + 16),
          load(bytes.data() + 24)};
}

// a - b; 1 if it is below zero, else 0.
u64 subtract(const Words& a, const Words& b, Words& difference) {
  u64 borrow = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const u128 d = static_cast<u128>(a[i]) - b[i] - borrow;
    difference[i] = static_cast<u64>(d);
    borrow = static_cast<u64>(d >> 64) & 1;
  }
  return borrow;
}

}  // namespace

// Without a branch: of random scalars, half are negated.
Magnitude magnitude(const Scalar& s) {
  const Words words = to_words(s);
  Words other, unused;
  subtract(kOrder, words, other);
  const u64 negative = subtract(other, words, unused);
  Magnitude out{words, negative != 0};
  for (std::size_t i = 0; i < 4; ++i) out.words[i] ^= (0 - negative) & (words[i] ^ other[i]);
  return out;
}

unsigned bit_length(const Words& words) {
  for (unsigned i = 4; i-- > 0;) {
    if (words[i] != 0) return 64 * i + 64 - static_cast<unsigned>(__builtin_clzll(words[i]));
  }
  return 0;
}

}  // namespace viche::multi_scalar
