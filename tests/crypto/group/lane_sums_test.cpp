#include "crypto/group/lane_sums.h"

#include <gtest/gtest.h>

#include "crypto/group/multi_scalar.h"
#include "tests/support/seeded_random.h"

namespace viche {
namespace {

// s P - s P in every lane but those of the mask, where one is added to the second scalar.
TEST(LaneSums, TellTheLanesWhoseSumVanishes) {
  test::SeededRandom random(31);
  LaneSums sums;
  for (const std::size_t count : {1U, 7U, 8U, 9U, 64U}) {
    const ScalarLanes::Mask wrong = random.below(UINT64_MAX) & ScalarLanes::first(count);
    std::vector<Point> points;
    std::vector<Scalar> plus, minus;
    for (std::size_t i = 0; i < count; ++i) {
      points.push_back(random.point());
      plus.push_back(random.scalar());
      minus.push_back((wrong >> i & 1) != 0 ? Scalar::one() - plus[i] : -plus[i]);
    }
    std::vector<edwards::Addend> addends(count);
    to_addends(points, addends);
    std::vector<const edwards::Addend*> pointers;
    for (const edwards::Addend& addend : addends) pointers.push_back(&addend);
    sums.clear(count);
    EXPECT_EQ(sums.vanishing(), ScalarLanes::first(count)) << "sums of nothing";
    sums.add(ScalarLanes::load(plus), pointers);
    sums.add(ScalarLanes::load(minus), pointers);
    EXPECT_EQ(sums.vanishing(), ScalarLanes::first(count) & ~wrong) << count;
  }
}

TEST(LaneSumsDeathTest, EveryLaneHasAPoint) {
  LaneSums sums;
  sums.clear(2);
  const edwards::Addend* none[1] = {nullptr};
  EXPECT_DEATH(sums.add(ScalarLanes::one(), none), "not one point a lane");
  EXPECT_DEATH(sums.clear(65), "more lanes");
}

}  // namespace
}  // namespace viche
