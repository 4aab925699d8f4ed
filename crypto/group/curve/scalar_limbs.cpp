#include "crypto/group/curve/scalar_limbs.h"

#include <bit>
#include <cstddef>
#include <cstring>

namespace viche::scalar {
namespace {

static_assert(std::endian::native == std::endian::little ||
              std::endian::native == std::endian::big);

// The word whose bytes in memory are little-endian, and back.
u64 little_endian(u64 word) {
  return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
}

u64 load_word(const std::uint8_t* bytes) {
  u64 word;
  std::memcpy(&word, bytes, sizeof(word));
  return little_endian(word);
}

// Limb i of little-endian words.
template <std::size_t n>
u64 limb_of(const u64 (&words)[n], std::size_t i) {
  const std::size_t word = 52 * i / 64, shift = 52 * i % 64;
  u64 limb = words[word] >> shift;
  if (shift > 12 && word + 1 < n) limb |= words[word + 1] << (64 - shift);
  return limb & kMask;
}

}  // namespace

ScalarLimbs from_bytes(const std::uint8_t* bytes) {
  u64 words[4];
  for (std::size_t i = 0; i < 4; ++i) words[i] = load_word(bytes + 8 * i);
  ScalarLimbs out;
  for (std::size_t i = 0; i < 5; ++i) out.limb[i] = limb_of(words, i);
  return out;
}

Bytes32 to_bytes(const ScalarLimbs& a) {
  expect_canonical(a);
  const u64(&limb)[5] = a.limb;
  const u64 words[4] = {
      little_endian(limb[0] | limb[1] << 52), little_endian(limb[1] >> 12 | limb[2] << 40),
      little_endian(limb[2] >> 24 | limb[3] << 28), little_endian(limb[3] >> 36 | limb[4] << 16)};
  Bytes32 out;
  std::memcpy(out.data(), words, out.size());
  return out;
}

ScalarLimbs reduce(const std::uint8_t* bytes) {
  u64 words[8];
  for (std::size_t i = 0; i < 8; ++i) words[i] = load_word(bytes + 8 * i);
  i128 columns[10];
  for (std::size_t i = 0; i < 10; ++i) columns[i] = static_cast<i128>(limb_of(words, i));
  return reduce_columns(columns);
}

// a^(l - 2) by four bits of the exponent at a time, which is public.
ScalarLimbs invert(const ScalarLimbs& a) {
  constexpr ScalarLimbs kExponent{
      {kOrder.limb[0] - 2, kOrder.limb[1], kOrder.limb[2], kOrder.limb[3], kOrder.limb[4]}};
  const Bytes32 exponent = to_bytes(kExponent);
  ScalarLimbs powers[16] = {{{1, 0, 0, 0, 0}}, a};
  for (int i = 2; i < 16; ++i) powers[i] = mul(powers[i - 1], a);
  ScalarLimbs result = powers[0];
  for (std::size_t i = 64; i-- > 0;) {
    for (int square = 0; square < 4; ++square) result = mul(result, result);
    result = mul(result, powers[exponent[i / 2] >> (4 * (i % 2)) & 15]);
  }
  return result;
}

}  // namespace viche::scalar
