// The field and the curve of the kernel "ifma", at the stated bounds of every operation: the field
// against GMP, the curve against the portable arithmetic. All eight lanes differ.

#include <gmpxx.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>

#include "crypto/group/kernel/ifma.h"
#include "tests/crypto/group/kernel/ifma_arithmetic.h"
#include "tests/support/seeded_random.h"

namespace viche {
namespace {

namespace ifma = test::ifma;
using edwards::Addend;
using edwards::Extended;
using field::u64;
using Eight = std::array<FieldElement, 8>;
using Points = std::array<Extended, 8>;

constexpr u64 kTight = (u64{1} << 51) + (u64{1} << 16), kLoose = u64{1} << 52,
              kColumn = u64{1} << 62;
const mpz_class kP = (mpz_class(1) << 255) - 19;

mpz_class to_integer(const FieldElement& a) {
  mpz_class value = 0;
  for (int i = 4; i >= 0; --i)
    value = (value << 51) + mpz_class(static_cast<unsigned long>(a.limb[i]));
  return value;
}

mpz_class modulo(const mpz_class& a) {
  mpz_class r = a % kP;
  return r < 0 ? mpz_class(r + kP) : r;
}

class IfmaArithmetic : public testing::Test {
 protected:
  void SetUp() override {
    if (!viche::ifma::supported()) GTEST_SKIP() << "kernel ifma does not run on this machine";
  }

  // Limbs at zero, at one below the bound, near p, and random below the bound.
  FieldElement element(u64 bound) {
    FieldElement a = field::kZero;
    switch (random_.below(8)) {
      case 0:
        break;
      case 1:
        std::fill(std::begin(a.limb), std::end(a.limb), bound - 1);
        break;
      case 2:
        a.limb[random_.below(5)] = bound - 1;
        break;
      case 3:  // p - 4 .. p + 4
        std::fill(std::begin(a.limb), std::end(a.limb), field::kMask);
        a.limb[0] -= 22 - random_.below(9);
        break;
      default:
        for (u64& limb : a.limb) limb = random_.below(bound);
    }
    return a;
  }
  Eight elements(u64 bound) {
    Eight all;
    for (FieldElement& a : all) a = element(bound);
    return all;
  }

  test::SeededRandom random_{52};
};

void expect_eight(const Eight& out, u64 bound, const std::function<mpz_class(std::size_t)>& value) {
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(modulo(to_integer(out[i])), modulo(value(i))) << "lane " << i;
    EXPECT_LT(*std::max_element(std::begin(out[i].limb), std::end(out[i].limb)), bound);
  }
}

TEST_F(IfmaArithmetic, FieldAgreesWithGmpAtTheStatedBounds) {
  for (int round = 0; round < 500; ++round) {
    const Eight a = elements(kLoose), b = elements(kLoose), s = elements(kTight),
                t = elements(kTight), c = elements(kColumn);
    const auto A = [&](std::size_t i) -> mpz_class { return to_integer(a[i]); };
    const auto B = [&](std::size_t i) -> mpz_class { return to_integer(b[i]); };
    const auto S = [&](std::size_t i) -> mpz_class { return to_integer(s[i]); };
    const auto T = [&](std::size_t i) -> mpz_class { return to_integer(t[i]); };
    Eight out;
    ifma::mul(a.data(), b.data(), out.data());
    expect_eight(out, kTight, [&](std::size_t i) -> mpz_class { return A(i) * B(i); });
    ifma::square(a.data(), out.data());
    expect_eight(out, kTight, [&](std::size_t i) -> mpz_class { return A(i) * A(i); });
    ifma::add(a.data(), b.data(), out.data());
    expect_eight(out, kTight, [&](std::size_t i) -> mpz_class { return A(i) + B(i); });
    ifma::sub(a.data(), t.data(), out.data());
    expect_eight(out, kTight, [&](std::size_t i) -> mpz_class { return A(i) - T(i); });
    ifma::negate(t.data(), out.data());
    expect_eight(out, kTight, [&](std::size_t i) -> mpz_class { return -T(i); });
    ifma::carry(c.data(), out.data());
    expect_eight(out, kTight, [&](std::size_t i) -> mpz_class { return to_integer(c[i]); });
    ifma::product_difference(a.data(), b.data(), s.data(), a.data(), out.data());
    expect_eight(out, kTight,
                 [&](std::size_t i) -> mpz_class { return A(i) * B(i) - S(i) * A(i); });
    ifma::biased_product_difference(a.data(), b.data(), t.data(), b.data(), out.data());
    expect_eight(out, kTight,
                 [&](std::size_t i) -> mpz_class { return A(i) * B(i) - T(i) * B(i); });
    ifma::biased_square_difference(a.data(), t.data(), out.data());
    expect_eight(out, kTight,
                 [&](std::size_t i) -> mpz_class { return 2 * A(i) * A(i) - T(i) * T(i); });
    ifma::product_sum(a.data(), b.data(), s.data(), t.data(), out.data());
    expect_eight(out, kTight,
                 [&](std::size_t i) -> mpz_class { return A(i) * B(i) + S(i) * T(i); });
    const auto mask = static_cast<std::uint8_t>(random_.below(256));
    ifma::negate_where(s.data(), mask, out.data());
    expect_eight(out, kLoose,
                 [&](std::size_t i) -> mpz_class { return (mask >> i & 1) != 0 ? -S(i) : S(i); });
    ifma::select(a.data(), b.data(), mask, out.data());
    expect_eight(out, kLoose,
                 [&](std::size_t i) -> mpz_class { return (mask >> i & 1) != 0 ? B(i) : A(i); });
  }
}

TEST_F(IfmaArithmetic, CanonicalElements) {
  for (int round = 0; round < 500; ++round) {
    Eight a = elements(kTight), canonical, others = elements(u64{1} << 51);
    ifma::canonical(a.data(), canonical.data());
    for (std::size_t i = 0; i < 8; ++i) {
      EXPECT_EQ(to_integer(canonical[i]), modulo(to_integer(a[i])));
      EXPECT_LE(*std::max_element(std::begin(canonical[i].limb), std::end(canonical[i].limb)),
                field::kMask);
      if (random_.below(2) == 0) others[i] = canonical[i];
      if (random_.below(4) == 0) others[i].limb[random_.below(5)] ^= u64{1} << random_.below(51);
    }
    const unsigned same = ifma::same(canonical.data(), others.data()),
                   odd = ifma::is_odd(canonical.data());
    for (std::size_t i = 0; i < 8; ++i) {
      EXPECT_EQ(same >> i & 1U, to_integer(canonical[i]) == to_integer(others[i]) ? 1U : 0U);
      EXPECT_EQ(odd >> i & 1U, canonical[i].limb[0] & 1U);
    }
  }
}

// An element with a random Z, in a random coset of the torsion: the identity among them.
Extended extended(test::SeededRandom& random) {
  const Extended torsion{field::kSqrtM1, field::kZero, field::kOne, field::kZero};
  Extended p = random.below(8) == 0 ? edwards::kIdentity : edwards::twice(random.point().curve());
  for (u64 i = random.below(4); i > 0; --i) p = p + edwards::to_cached(torsion);
  return p;
}

Addend addend(const Extended& affine) {
  return {{field::carry(field::add(affine.Y, affine.X)),
           field::carry(field::sub2(affine.Y, affine.X)), field::mul(affine.T, field::kTwoD)},
          0};
}

// The same point of the curve, not only the same element; and coordinates that belong together.
void expect_same_point(const Extended& a, const Extended& b) {
  const auto equal = [](const FieldElement& x, const FieldElement& y) {
    return field::is_zero(field::sub2(x, y)) == 1;
  };
  EXPECT_TRUE(equal(field::mul(a.X, b.Z), field::mul(b.X, a.Z)));
  EXPECT_TRUE(equal(field::mul(a.Y, b.Z), field::mul(b.Y, a.Z)));
  EXPECT_TRUE(equal(field::mul(a.X, a.Y), field::mul(a.Z, a.T)));
  EXPECT_EQ(field::is_zero(a.Z), 0U);
}

TEST_F(IfmaArithmetic, CurveAgreesWithThePortableArithmetic) {
  for (int round = 0; round < 100; ++round) {
    Points p, q, out;
    std::array<Addend, 8> addends, copies;
    std::array<const Addend*, 8> pointers;
    std::array<Extended, 8> affine;
    for (std::size_t i = 0; i < 8; ++i) {
      p[i] = extended(random_);
      // Doubling by addition, and cancellation.
      q[i] = random_.below(8) == 0 ? p[i] : extended(random_);
      if (random_.below(8) == 0) q[i] = edwards::negate(p[i]);
      affine[i] = random_.below(8) == 0 ? edwards::kIdentity : random_.point().curve();
      if (random_.below(8) == 0) p[i] = affine[i];
      addends[i] = addend(affine[i]);
      pointers[7 - i] = &addends[i];
    }
    std::reverse(pointers.begin(), pointers.end());
    const auto negative = static_cast<std::uint8_t>(random_.below(256));
    const auto is_negative = [&](std::size_t i) -> mpz_class { return (negative >> i & 1) != 0; };

    ifma::twice(p.data(), out.data());
    for (std::size_t i = 0; i < 8; ++i) expect_same_point(out[i], edwards::twice(p[i]));
    ifma::add_points(p.data(), q.data(), negative, out.data());
    for (std::size_t i = 0; i < 8; ++i) {
      const edwards::Cached c = edwards::to_cached(q[i]);
      expect_same_point(out[i], is_negative(i) ? p[i] - c : p[i] + c);
    }
    ifma::add_addends(p.data(), pointers.data(), negative, out.data());
    for (std::size_t i = 0; i < 8; ++i) {
      const edwards::Cached c = edwards::to_cached(affine[i]);
      expect_same_point(out[i], is_negative(i) ? p[i] - c : p[i] + c);
    }
    ifma::from_addends(pointers.data(), out.data());
    for (std::size_t i = 0; i < 8; ++i) expect_same_point(out[i], affine[i]);
    ifma::copy(pointers.data(), copies.data());
    for (std::size_t i = 0; i < 8; ++i) {
      EXPECT_EQ(std::memcmp(&copies[i], &addends[i], sizeof(Addend)), 0);
    }
  }
}

}  // namespace
}  // namespace viche
