#include "crypto/group/curve/scalar_limbs.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include "tests/crypto/group/integers.h"

namespace viche::scalar {
namespace {

using test::modulo_order;
constexpr std::uint64_t kSeed = 52;

ScalarLimbs limbs(const mpz_class& value) { return from_bytes(test::to_bytes<32>(value).data()); }

mpz_class integer(const ScalarLimbs& a) { return test::to_integer(to_bytes(a)); }

TEST(ScalarLimbs, AgreeWithGmp) {
  const std::vector<mpz_class> integers = test::integers_below_the_order(kSeed);
  for (const mpz_class& a : integers) {
    EXPECT_EQ(integer(limbs(a)), a);
    for (const mpz_class& b : integers) {
      const mpz_class c = modulo_order(3 * a + 5 * b);
      EXPECT_EQ(integer(add(limbs(a), limbs(b))), modulo_order(a + b)) << a << " " << b;
      EXPECT_EQ(integer(sub(limbs(a), limbs(b))), modulo_order(a - b)) << a << " " << b;
      EXPECT_EQ(integer(mul(limbs(a), limbs(b))), modulo_order(a * b)) << a << " " << b;
      EXPECT_EQ(integer(multiply_add(limbs(a), limbs(b), limbs(c))), modulo_order(a * b + c));
    }
  }
}

TEST(ScalarLimbs, ReduceAgreesWithGmpAndLibsodium) {
  for (const mpz_class& value : test::integers_of_64_bytes(kSeed)) {
    const Bytes64 bytes = test::to_bytes<64>(value);
    const ScalarLimbs reduced = reduce(bytes.data());
    EXPECT_EQ(integer(reduced), modulo_order(value)) << value;
    Bytes32 expected;
    crypto_core_ristretto255_scalar_reduce(expected.data(), bytes.data());
    EXPECT_EQ(to_bytes(reduced), expected) << value;
  }
}

TEST(ScalarLimbs, CanonicalIsBelowTheOrder) {
  for (const mpz_class& value : test::integers_of_32_bytes(kSeed)) {
    EXPECT_EQ(is_canonical(limbs(value)), value < test::kOrder ? 1U : 0U) << value;
  }
}

TEST(ScalarLimbs, InvertAgreesWithLibsodium) {
  for (const mpz_class& value : test::integers_below_the_order(kSeed)) {
    const Bytes32 inverse = to_bytes(invert(limbs(value)));
    Bytes32 expected{};
    const int status =
        crypto_core_ristretto255_scalar_invert(expected.data(), test::to_bytes<32>(value).data());
    EXPECT_EQ(status == 0, value != 0);
    EXPECT_EQ(inverse, expected) << value;
  }
}

}  // namespace
}  // namespace viche::scalar
