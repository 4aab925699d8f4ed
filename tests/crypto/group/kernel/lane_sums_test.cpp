// Sums in lanes, on every kernel, against libsodium.

#include <gtest/gtest.h>
#include <sodium.h>

#include "crypto/group/multi_scalar.h"
#include "crypto/group/scalar_lanes.h"
#include "tests/crypto/group/kernel/every_kernel.h"
#include "tests/support/seeded_random.h"

namespace viche {
namespace {

constexpr std::size_t kMostLanes = ScalarLanes::kLanes;

// Terms of which each lane has scalars and points of its own, those at the edges among them.
struct LaneTerms {
  std::vector<std::vector<Scalar>> scalars;  // of each term, one a lane
  std::vector<std::vector<Point>> points;

  LaneTerms(std::size_t terms, std::uint64_t seed) {
    test::SeededRandom random(seed);
    const Scalar half = Scalar::from_u64(2).inverse();
    const std::vector<Scalar> edges{Scalar::zero(),       Scalar::one(),
                                    -Scalar::one(),       half,
                                    Scalar::from_u64(8),  -Scalar::from_u64(8),
                                    half - Scalar::one(), Scalar::from_u64(0x8888888888888888)};
    const std::vector<Point> special{Point::identity(), Point::base(), random.point(),
                                     random.point()};
    for (std::size_t t = 0; t < terms; ++t) {
      scalars.emplace_back();
      points.emplace_back();
      for (std::size_t lane = 0; lane < kMostLanes; ++lane) {
        const std::size_t which = random.below(2 * edges.size());
        scalars.back().push_back(which < edges.size() ? edges[which] : random.scalar());
        points.back().push_back(random.below(3) == 0 ? random.point()
                                                     : special[random.below(special.size())]);
      }
    }
  }

  [[nodiscard]] Bytes32 expected(std::size_t lane) const {
    Bytes32 sum{};
    for (std::size_t t = 0; t < scalars.size(); ++t) {
      Bytes32 product{};
      if (crypto_scalarmult_ristretto255(product.data(), scalars[t][lane].encode().data(),
                                         points[t][lane].encode().data()) == 0) {
        EXPECT_EQ(crypto_core_ristretto255_add(sum.data(), sum.data(), product.data()), 0);
      }
    }
    return sum;
  }

  [[nodiscard]] std::vector<Point> sums(const kernel::Kernel& kernel, std::size_t blocks) const {
    std::vector<ScalarLanes> lanes;
    std::vector<std::vector<edwards::Addend>> addends;
    std::vector<const edwards::Addend*> pointers;
    for (std::size_t t = 0; t < scalars.size(); ++t) {
      lanes.push_back(ScalarLanes::load(scalars[t]));
      to_addends(points[t], addends.emplace_back(kMostLanes));
    }
    for (const auto& of_term : addends) {
      for (const edwards::Addend& addend : of_term) pointers.push_back(&addend);
    }
    std::vector<kernel::LaneTerm> terms;
    for (std::size_t t = 0; t < scalars.size(); ++t) {
      terms.push_back({lanes[t].blocks().data(), pointers.data() + kMostLanes * t});
    }
    std::vector<edwards::Extended> sums(ScalarBlock::kLanes * blocks);
    kernel.lane_sums(terms.data(), terms.size(), blocks, sums.data());
    std::vector<Point> made;
    for (const edwards::Extended& sum : sums) made.emplace_back(sum);
    return made;
  }
};

using KernelLaneSums = test::EveryKernel;

TEST_P(KernelLaneSums, AreThoseOfLibsodiumInEachLane) {
  for (const std::size_t count : {0U, 1U, 2U, 3U, 23U}) {
    for (const std::size_t blocks : {0U, 1U, 3U, 8U}) {
      if (count == 23 && blocks > 1) continue;
      const std::uint64_t seed = 400 + 10 * count + blocks;
      SCOPED_TRACE(testing::Message() << count << " terms, seed " << seed);
      const LaneTerms terms(count, seed);
      const std::vector<Point> sums = terms.sums(GetParam(), blocks);
      ASSERT_EQ(sums.size(), 8 * blocks);
      for (std::size_t lane = 0; lane < sums.size(); ++lane) {
        ASSERT_EQ(to_hex(sums[lane].encode()), to_hex(terms.expected(lane))) << "lane " << lane;
      }
    }
  }
}

// Every digit, at every place.
TEST_P(KernelLaneSums, TakeEveryDigitAtEveryPlace) {
  LaneTerms terms(1, 7);
  for (unsigned bit = 0; bit < 252; bit += 4) {
    for (std::size_t digit = 0; digit < 16; ++digit) {
      Bytes64 bytes{};
      bytes[bit / 8] = static_cast<std::uint8_t>(digit << (bit % 8));
      terms.scalars[0][digit] = Scalar::reduce(bytes);
      terms.points[0][digit] = Point::base();
    }
    const std::vector<Point> sums = terms.sums(GetParam(), 2);
    for (std::size_t digit = 0; digit < 16; ++digit) {
      ASSERT_EQ(sums[digit], multiply_base(terms.scalars[0][digit])) << bit << ' ' << digit;
    }
  }
}

VICHE_ON_EVERY_KERNEL(KernelLaneSums);

}  // namespace
}  // namespace viche
