#pragma once
// Integers in bytes, for comparing scalars with GMP.

#include <gmpxx.h>

#include <vector>

#include "crypto/group/bytes.h"
#include "tests/support/seeded_random.h"

namespace viche::test {

inline const mpz_class kOrder =
    (mpz_class(1) << 252) + mpz_class("27742317777372353535851937790883648493");

inline mpz_class power_of_two(unsigned exponent) { return mpz_class(1) << exponent; }

inline mpz_class modulo_order(const mpz_class& a) {
  mpz_class r;
  mpz_mod(r.get_mpz_t(), a.get_mpz_t(), kOrder.get_mpz_t());
  return r;
}

/// Little-endian.
inline mpz_class to_integer(ByteView bytes) {
  mpz_class value;
  mpz_import(value.get_mpz_t(), bytes.size(), -1, 1, 0, 0, bytes.data());
  return value;
}

template <std::size_t size>
std::array<std::uint8_t, size> to_bytes(const mpz_class& value) {
  std::array<std::uint8_t, size> bytes{};
  if (value < 0 || mpz_sizeinbase(value.get_mpz_t(), 2) > 8 * size)
    broken_invariant("an integer that does not fit");
  mpz_export(bytes.data(), nullptr, -1, 1, 0, 0, value.get_mpz_t());
  return bytes;
}

/// Integers below 2^256: around zero, the order, powers of two and the limbs' borders, and random
/// ones.
inline std::vector<mpz_class> integers_of_32_bytes(std::uint64_t seed) {
  std::vector<mpz_class> integers;
  const auto add_around = [&](const mpz_class& center) {
    for (int offset = -2; offset <= 2; ++offset) {
      const mpz_class value = center + offset;
      if (value >= 0 && value < power_of_two(256)) integers.push_back(value);
    }
  };
  add_around(0);
  for (int multiple = 1; multiple <= 15; ++multiple) add_around(multiple * kOrder);
  for (const unsigned exponent :
       {52, 64, 104, 124, 125, 128, 156, 192, 208, 251, 252, 253, 255, 256})
    add_around(power_of_two(exponent));
  for (unsigned limb = 0; limb < 5; ++limb)
    integers.push_back((power_of_two(limb < 4 ? 52 : 44) - 1) << (52 * limb));
  SeededRandom random(seed);
  for (int i = 0; i < 100; ++i) integers.push_back(to_integer(random.bytes32()));
  for (int i = 0; i < 60; ++i) integers.push_back(modulo_order(to_integer(random.bytes64())));
  return integers;
}

inline std::vector<mpz_class> integers_below_the_order(std::uint64_t seed) {
  std::vector<mpz_class> integers;
  for (const mpz_class& integer : integers_of_32_bytes(seed)) {
    if (integer < kOrder) integers.push_back(integer);
  }
  return integers;
}

/// Integers below 2^512: multiples of the order and their neighbours, all powers of two, all of
/// them less one, and random ones.
inline std::vector<mpz_class> integers_of_64_bytes(std::uint64_t seed) {
  std::vector<mpz_class> integers = integers_of_32_bytes(seed);
  for (unsigned exponent = 0; exponent < 512; ++exponent) {
    integers.push_back(power_of_two(exponent));
    integers.push_back(power_of_two(exponent + 1) - 1);
  }
  SeededRandom random(seed + 1);
  for (int i = 0; i < 200; ++i) {
    integers.push_back(to_integer(random.bytes64()));
    const mpz_class multiple = kOrder * (to_integer(random.bytes32()) * 8);
    integers.push_back(multiple);
    integers.push_back(multiple - 1);
    integers.push_back(multiple + 1);
  }
  const mpz_class largest = (power_of_two(512) - 1) / kOrder * kOrder;
  integers.push_back(largest);
  integers.push_back(largest - 1);
  integers.push_back((kOrder - 1) * (kOrder - 1));
  return integers;
}

}  // namespace viche::test
