#include "crypto/group/multi_scalar/magnitude.h"

namespace viche::multi_scalar {
namespace {

using u64 = std::uint64_t;

constexpr Words kOrder{0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000};

Words to_words(const Scalar& scalar) {
  const Bytes32 bytes = scalar.encode();
  Words words{};
  for (std::size_t i = 0; i < 32; ++i) words[i / 8] |= static_cast<u64>(bytes[i]) << (8 * (i % 8));
  return words;
}

struct Difference {
  Words words;
  bool below_zero;
};
Difference subtract(const Words& a, const Words& b) {
  Difference out{};
  u64 borrow = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const u64 partial = a[i] - b[i];
    out.words[i] = partial - borrow;
    borrow = static_cast<u64>(a[i] < b[i]) | static_cast<u64>(partial < borrow);
  }
  out.below_zero = borrow != 0;
  return out;
}

}  // namespace

Magnitude magnitude(const Scalar& s) {
  const Words words = to_words(s);
  const Words other = subtract(kOrder, words).words;
  return subtract(other, words).below_zero ? Magnitude{other, true} : Magnitude{words, false};
}

unsigned bit_length(const Words& words) {
  for (unsigned i = 4; i-- > 0;) {
    if (words[i] != 0) return 64 * i + 64 - static_cast<unsigned>(__builtin_clzll(words[i]));
  }
  return 0;
}

}  // namespace viche::multi_scalar
