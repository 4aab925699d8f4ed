// Multi-scalar multiplication, on every kernel, against the naive sum over libsodium.

#include <gtest/gtest.h>
#include <sodium.h>

#include "crypto/group/batch.h"
#include "crypto/group/curve/normalize.h"
#include "crypto/group/multi_scalar.h"
#include "crypto/group/multi_scalar/few_bits.h"
#include "crypto/group/multi_scalar/pippenger.h"
#include "crypto/group/multi_scalar/straus.h"
#include "tests/crypto/group/kernel/every_kernel.h"
#include "tests/support/seeded_random.h"

namespace viche {
namespace {

// libsodium's sum of scalar * point, over encodings. Its products refuse the identity and zero.
Bytes32 naive_sum(std::span<const Scalar> scalars, std::span<const Point> points) {
  Bytes32 sum{};
  for (std::size_t i = 0; i < scalars.size(); ++i) {
    Bytes32 product{};
    if (crypto_scalarmult_ristretto255(product.data(), scalars[i].encode().data(),
                                       points[i].encode().data()) == 0) {
      EXPECT_EQ(crypto_core_ristretto255_add(sum.data(), sum.data(), product.data()), 0);
    }
  }
  return sum;
}

struct Terms {
  std::vector<Scalar> scalars;
  std::vector<Point> points;

  void add(const Scalar& scalar, const Point& point) {
    scalars.push_back(scalar);
    points.push_back(point);
  }
  [[nodiscard]] std::vector<edwards::Addend> addends() const {
    std::vector<edwards::Addend> addends(points.size());
    to_addends(points, addends);
    return addends;
  }
};

// Scalars and points at every edge, and random ones of every length.
class Source {
 public:
  explicit Source(std::uint64_t seed) : random_(seed) {
    for (int i = 0; i < 40; ++i) points_.push_back(random_.point());
    points_.push_back(Point::identity());
    points_.push_back(Point::base());
    points_.push_back(-points_[0]);
    points_.push_back(points_[1] + points_[2]);  // Z is not 1
  }

  Scalar short_scalar() {
    Bytes64 bytes{};
    random_.fill(std::span(bytes).first(16));
    return Scalar::reduce(bytes);
  }
  Scalar scalar() {
    switch (random_.below(12)) {
      case 0:
        return Scalar::zero();
      case 1:
        return -Scalar::one();
      case 2:
        return Scalar::from_u64(random_.below(40));
      case 3:
        return -Scalar::from_u64(random_.below(40));
      case 4: {  // 2^i, less or more than it by one
        Bytes64 bytes{};
        const std::uint64_t bit = random_.below(253);
        bytes[bit / 8] = static_cast<std::uint8_t>(1U << (bit % 8));
        return Scalar::reduce(bytes) + Scalar::from_u64(random_.below(3)) - Scalar::one();
      }
      case 5: {  // around l/2
        return Scalar::from_u64(2).inverse() + Scalar::from_u64(random_.below(3)) - Scalar::one();
      }
      case 6:
      case 7:
        return short_scalar();
      case 8:
        return -short_scalar();
      default:
        return random_.scalar();
    }
  }
  Point point() { return points_[random_.below(points_.size())]; }
  Terms terms(std::size_t count) {
    Terms terms;
    for (std::size_t i = 0; i < count; ++i) terms.add(scalar(), point());
    return terms;
  }
  test::SeededRandom& random() { return random_; }

 private:
  test::SeededRandom random_;
  std::vector<Point> points_;
};

class KernelMultiScalar : public test::EveryKernel {
 protected:
  void expect_sum(const Terms& terms, const Bytes32& expected) {
    const Point sum(pippenger_.sum(terms.scalars, terms.addends().data(), GetParam()));
    EXPECT_EQ(to_hex(sum.encode()), to_hex(expected)) << terms.scalars.size() << " terms";
  }
  void expect_naive_sum(const Terms& terms) {
    expect_sum(terms, naive_sum(terms.scalars, terms.points));
  }

  multi_scalar::Pippenger pippenger_;  // one for all sums, as it is used
};

TEST_P(KernelMultiScalar, SumsOfAllSizesAreTheNaiveOnes) {
  const std::uint64_t seed = 71;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  Source source(seed);
  std::vector<std::size_t> sizes;
  for (std::size_t size = 0; size <= 40; ++size) sizes.push_back(size);
  for (const std::size_t size : {95, 96, 97, 98, 99, 100, 255, 256, 257, 1000, 4096}) {
    sizes.push_back(size);
  }
  for (const std::size_t size : sizes) expect_naive_sum(source.terms(size));
}

TEST_P(KernelMultiScalar, ShortOnesAloneAndMixedWithLongOnes) {
  Source source(72);
  for (const std::size_t size : {1, 8, 100, 600}) {
    Terms shorts, mixed;
    for (std::size_t i = 0; i < size; ++i) {
      shorts.add(source.short_scalar(), source.point());
      mixed.add(i % 9 == 0 ? source.random().scalar() : -source.short_scalar(), source.point());
    }
    expect_naive_sum(shorts);
    expect_naive_sum(mixed);
  }
}

// What somebody who chooses scalars and points may choose.
TEST_P(KernelMultiScalar, AdversarialTerms) {
  Source source(73);
  const Scalar s = source.random().scalar(), w = source.short_scalar();
  const Point P = source.random().point();
  for (const std::size_t size : {64, 1500}) {
    Terms equal_scalars, zeros, minus_ones, equal_points, identities, all_equal, two_values, powers,
        cancelling;
    for (std::size_t i = 0; i < size; ++i) {
      equal_scalars.add(s, source.point());
      zeros.add(Scalar::zero(), source.point());
      minus_ones.add(-Scalar::one(), source.point());
      equal_points.add(source.random().scalar(), P);
      identities.add(source.random().scalar(), Point::identity());
      all_equal.add(w, P);
      two_values.add(i % 3 == 0 ? s : w, source.point());
      powers.add(Scalar::from_u64(std::uint64_t{1} << (i % 64)), source.point());
      cancelling.add(i % 2 == 0 ? s : -s, P);
    }
    for (const Terms* terms : {&equal_scalars, &zeros, &minus_ones, &equal_points, &identities,
                               &all_equal, &two_values, &powers, &cancelling}) {
      expect_naive_sum(*terms);
    }
  }
}

// Many terms: too many for libsodium, so in a form whose sum is known.
TEST_P(KernelMultiScalar, ManyTerms) {
  constexpr std::size_t kCount = 20'000;
  Source source(74);
  const Point P = source.random().point(), Q = source.random().point();
  Terms terms;
  Scalar of_P, of_Q;
  for (std::size_t i = 0; i < kCount; ++i) {
    const Scalar scalar = i % 4 == 0 ? source.scalar() : source.random().scalar();
    terms.add(scalar, i % 2 == 0 ? P : Q);
    (i % 2 == 0 ? of_P : of_Q) += scalar;
  }
  expect_sum(terms, naive_sum(std::vector{of_P, of_Q}, std::vector{P, Q}));
}

VICHE_ON_EVERY_KERNEL(KernelMultiScalar);

TEST(Straus, IsTheNaiveSum) {
  Source source(75);
  for (std::size_t size = 0; size <= 40; ++size) {
    const Terms terms = source.terms(size);
    std::vector<edwards::Extended> points;
    for (const Point& point : terms.points) points.push_back(point.curve());
    EXPECT_EQ(Point(multi_scalar::straus(terms.scalars, points)).encode(),
              naive_sum(terms.scalars, terms.points));
  }
}

// Weights of votes: zero, one, few bits high up; points that are equal, opposite, the identity.
TEST(FewBits, AreTheNaiveSumOrNothing) {
  Source source(77);
  for (const std::size_t size : {0, 1, 2, 5, 6, 11, 63, 64, 65}) {
    Terms terms = source.terms(size);
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint64_t weights[] = {1, 3, 0, 1, std::uint64_t{1} << 63, 5, 12, 255};
      terms.scalars[i] = Scalar::from_u64(weights[i % 8]);
    }
    const auto sum = multi_scalar::sum_of_few_bits(terms.scalars, terms.addends());
    ASSERT_EQ(sum.has_value(), size <= 64) << size;
    if (!sum) continue;
    EXPECT_EQ(Point(*sum).encode(), naive_sum(terms.scalars, terms.points)) << size;
  }
  const Terms one = source.terms(1);
  const auto of = [&](const Scalar& scalar) {
    return multi_scalar::sum_of_few_bits(std::vector{scalar}, one.addends()).has_value();
  };
  EXPECT_TRUE(of(Scalar::from_u64(0b10111)));
  EXPECT_FALSE(of(Scalar::from_u64(0b11111)));
  EXPECT_FALSE(of(-Scalar::one()));
  EXPECT_FALSE(
      of(Scalar::from_u64(std::uint64_t{1} << 63) + Scalar::from_u64(std::uint64_t{1} << 63)));
}

TEST(VartimeMultiMultiply, BothFormsAreTheNaiveSum) {
  Source source(76);
  MultiScalarBuffers buffers;
  for (const std::size_t size : {0, 1, 2, 7, 31, 63, 64, 65, 95, 96, 300}) {
    const Terms terms = source.terms(size);
    const Bytes32 expected = naive_sum(terms.scalars, terms.points);
    EXPECT_EQ(vartime_multi_multiply(terms.scalars, terms.points).encode(), expected) << size;
    EXPECT_EQ(vartime_multi_multiply(terms.scalars, terms.addends(), buffers).encode(), expected)
        << size;
  }
}

TEST(VartimeSum, SumsWhatItWasFed) {
  Source source(77);
  VartimeSum sum;
  EXPECT_TRUE(sum.value().is_identity());
  for (int round = 0; round < 3; ++round) {
    const Terms a = source.terms(50), b = source.terms(90), c = source.terms(3);
    sum.add(a.scalars, a.points);
    sum.add(b.scalars, b.addends());
    const VartimeSum::Terms room = sum.append(5);  // two of them stay zero
    std::copy(c.scalars.begin(), c.scalars.end(), room.scalars.begin());
    to_addends(c.points, room.addends.first(3));
    ASSERT_EQ(sum.size(), 145U);
    const auto value = [](const Terms& terms) {
      return vartime_multi_multiply(terms.scalars, terms.points);
    };
    EXPECT_EQ(sum.value(), value(a) + value(b) + value(c));
    sum.reserve(1000);
    EXPECT_EQ(sum.size(), 145U);
    EXPECT_EQ(sum.value(), value(a) + value(b) + value(c));
    sum.terms().scalars[7] += Scalar::one();
    EXPECT_EQ(sum.value(), value(a) + a.points[7] + value(b) + value(c));
    sum.clear();
    EXPECT_EQ(sum.size(), 0U);
    EXPECT_TRUE(sum.value().is_identity());
  }
}

TEST(VartimeSumDeathTest, UnequalLengthsAreABrokenInvariant) {
  VartimeSum sum;
  const std::vector<Scalar> scalars(2);
  EXPECT_DEATH(sum.add(scalars, std::vector<edwards::Addend>(1)), "unequal");
  EXPECT_DEATH(sum.add(scalars, std::vector<Point>(3)), "unequal");
}

TEST(ToAddends, RoundTrips) {
  Source source(78);
  std::vector<Point> points;
  for (int i = 0; i < 50; ++i)
    points.push_back(i % 3 == 2 ? source.point() + points.back() : source.point());
  std::vector<edwards::Addend> addends(points.size());
  to_addends(points, addends);
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(Point(edwards::to_extended(addends[i].point)), points[i]) << i;
  }
}

}  // namespace
}  // namespace viche
