#include "crypto/group/curve/field.h"

#include <gmpxx.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/seeded_random.h"

namespace viche::field {
namespace {

using test::SeededRandom;
constexpr std::uint64_t kSeed = 51;

const mpz_class kP = (mpz_class(1) << 255) - 19;

mpz_class to_integer(const FieldElement& a) {
  mpz_class value = 0;
  for (int i = 4; i >= 0; --i)
    value = (value << 51) + mpz_class(static_cast<unsigned long>(a.limb[i]));
  return value % kP;
}

mpz_class to_integer(const Bytes32& bytes) {
  mpz_class value;
  mpz_import(value.get_mpz_t(), 32, -1, 1, 0, 0, bytes.data());
  return value;
}

mpz_class modulo(const mpz_class& a) {
  mpz_class r = a % kP;
  return r < 0 ? mpz_class(r + kP) : r;
}

// Elements whose limbs are at zero, at one below the bound, or random below it.
std::vector<FieldElement> samples(u64 bound) {
  SeededRandom random(kSeed);
  std::vector<FieldElement> elements{kZero, kOne};
  elements.push_back({{bound - 1, bound - 1, bound - 1, bound - 1, bound - 1}});
  for (int i = 0; i < 5; ++i) {
    FieldElement one_limb = kZero;
    one_limb.limb[i] = bound - 1;
    elements.push_back(one_limb);
  }
  // p, p - 1, 2p, in limbs
  elements.push_back({{kMask - 18, kMask, kMask, kMask, kMask}});
  elements.push_back({{kMask - 19, kMask, kMask, kMask, kMask}});
  elements.push_back({{kMask - 17, kMask, kMask, kMask, kMask}});
  for (int k = 0; k < 200; ++k) {
    FieldElement element;
    for (u64& limb : element.limb) {
      std::uint8_t bytes[8];
      random.fill(bytes);
      limb = 0;
      for (const std::uint8_t byte : bytes) limb = limb << 8 | byte;
      limb %= bound;
    }
    elements.push_back(element);
  }
  return elements;
}

TEST(Field, AgreesWithGmpUpToTheStatedBounds) {
  const auto loose = samples(kLoose);
  for (std::size_t i = 0; i < loose.size(); ++i) {
    const FieldElement& a = loose[i];
    const FieldElement& b = loose[(7 * i + 3) % loose.size()];
    const FieldElement product = mul(a, b), squared = square(a), carried = carry(a);
    EXPECT_EQ(to_integer(product), modulo(to_integer(a) * to_integer(b)));
    EXPECT_EQ(to_integer(squared), modulo(to_integer(a) * to_integer(a)));
    EXPECT_EQ(to_integer(carried), to_integer(a));
    for (const FieldElement& out : {product, squared, carried}) {
      EXPECT_LT(*std::max_element(std::begin(out.limb), std::end(out.limb)), kTight);
    }
    EXPECT_EQ(to_integer(encode(a)), to_integer(a)) << "encoding is canonical";
    EXPECT_EQ(is_zero(a), to_integer(a) == 0 ? 1U : 0U);
    EXPECT_EQ(is_negative(a), to_integer(a) % 2 == 1 ? 1U : 0U);
  }
}

TEST(Field, DifferencesDoNotUnderflowAtTheStatedBounds) {
  const auto tight = samples(kTight), below = samples(0x1fffffffffffb4);
  for (std::size_t i = 0; i < tight.size(); ++i) {
    const FieldElement& a = tight[(5 * i + 1) % tight.size()];
    EXPECT_EQ(to_integer(sub2(a, tight[i])), modulo(to_integer(a) - to_integer(tight[i])));
    EXPECT_EQ(to_integer(sub4(a, below[i])), modulo(to_integer(a) - to_integer(below[i])));
    EXPECT_EQ(to_integer(negate(tight[i])), modulo(-to_integer(tight[i])));
    EXPECT_EQ(to_integer(add(a, tight[i])), modulo(to_integer(a) + to_integer(tight[i])));
  }
}

TEST(Field, EncodesAndDecodes) {
  for (const FieldElement& a : samples(kTight)) {
    const Bytes32 bytes = encode(a);
    EXPECT_EQ(to_integer(decode(bytes.data())), to_integer(a));
  }
}

TEST(Field, PowerAndRootOfRatio) {
  const auto elements = samples(kTight);
  const mpz_class exponent = (kP - 5) / 8;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const FieldElement &u = elements[i], &v = elements[(3 * i + 2) % elements.size()];
    mpz_class power;
    mpz_powm(power.get_mpz_t(), to_integer(u).get_mpz_t(), exponent.get_mpz_t(), kP.get_mpz_t());
    EXPECT_EQ(to_integer(power_p58(u)), power);

    const RootOfRatio ratio = sqrt_ratio_m1(u, v);
    const mpz_class r = to_integer(ratio.root), U = to_integer(u), V = to_integer(v);
    EXPECT_EQ(r % 2, 0) << "the root is not negative";
    if (U == 0) {
      EXPECT_EQ(ratio.was_square, 1U);
      EXPECT_EQ(r, 0);
    } else if (V == 0) {
      EXPECT_EQ(ratio.was_square, 0U);
      EXPECT_EQ(r, 0);
    } else {
      const mpz_class target = ratio.was_square == 1 ? U : modulo(U * to_integer(kSqrtM1));
      EXPECT_EQ(modulo(V * r * r), target);
      EXPECT_EQ(ratio.was_square == 1,
                mpz_legendre(modulo(U * V).get_mpz_t(), kP.get_mpz_t()) == 1);
    }
  }
}

TEST(Field, Constants) {
  const mpz_class d = to_integer(kD);
  EXPECT_EQ(modulo(d * 121666 + 121665), 0);
  EXPECT_EQ(to_integer(kTwoD), modulo(2 * d));
  EXPECT_EQ(modulo(to_integer(kSqrtM1) * to_integer(kSqrtM1)), kP - 1);
  EXPECT_EQ(modulo(to_integer(kInvSqrtAMinusD) * to_integer(kInvSqrtAMinusD) * modulo(-1 - d)), 1);
}

#ifndef NDEBUG
TEST(FieldDeathTest, DebugBuildsHoldEveryLimbToItsBound) {
  for (std::size_t i = 0; i < 5; ++i) {
    FieldElement a = kOne;
    a.limb[i] = kLoose - 1;
    expect_below(a, kLoose);
    for (const u64 limb : {kLoose, kLoose + 1, u64{1} << 63, ~u64{0}}) {
      a.limb[i] = limb;
      EXPECT_DEATH(expect_below(a, kLoose), "stated bound");
    }
  }
}
#endif

}  // namespace
}  // namespace viche::field
