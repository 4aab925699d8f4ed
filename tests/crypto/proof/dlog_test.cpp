#include "crypto/proof/dlog.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace viche {
namespace {

Point times_G(std::uint64_t T) { return multiply_base(Scalar::from_u64(T)); }

TEST(DiscreteLog, FindsEveryValueUpToTheBoundAndNoneBeyond) {
  for (const std::uint64_t table_size : {1, 2, 7, 10, 11, 64}) {
    const DiscreteLog table(table_size);
    for (const std::uint64_t bound : {0, 1, 9, 10, 21}) {
      for (std::uint64_t T = 0; T <= bound; ++T) {
        EXPECT_EQ(table.find(times_G(T), bound).value(), T) << table_size << " " << bound;
      }
      for (std::uint64_t T = bound + 1; T <= bound + 70; ++T) {
        EXPECT_FALSE(table.find(times_G(T), bound).ok()) << table_size << " " << bound << " " << T;
      }
    }
  }
}

TEST(DiscreteLog, RefusesNegativeAndRandomElements) {
  const DiscreteLog table(32);
  EXPECT_FALSE(table.find(-Point::base(), 1000).ok());
  EXPECT_EQ(table.find(test::SeededRandom(16).point(), 1000).error().message(),
            "no discrete logarithm in [0, 1000]");
}

TEST(DiscreteLog, OneTableForManyLookUpsUpToTwoToThe32) {
  const std::uint64_t bound = std::uint64_t{1} << 32;
  const DiscreteLog table(1 << 16);
  for (const std::uint64_t T :
       {std::uint64_t{0}, std::uint64_t{65535}, std::uint64_t{65536}, bound}) {
    EXPECT_EQ(table.find(times_G(T), bound).value(), T);
  }
}

TEST(DiscreteLogDeathTest, TableSizes) {
  EXPECT_DEATH(DiscreteLog(0), "table size");
  EXPECT_DEATH(DiscreteLog((std::uint64_t{1} << 28) + 1), "table size");
}

}  // namespace
}  // namespace viche
