#include "crypto/proof/hedged_lanes.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/proof/nonce.h"
#include "tests/support/seeded_random.h"

namespace viche {
namespace {

TEST(HedgedLanes, DrawWhatHedgedScalarDrawsLaneByLane) {
  for (const std::size_t lanes : {0U, 1U, 15U, 16U, 17U, 64U}) {
    SCOPED_TRACE(lanes);
    test::SeededRandom statements(1), random(2), same(2);
    constexpr std::size_t kCount = 3;
    std::vector<Bytes> keys, votes;
    HedgedLanes hedged("tag");
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      keys.push_back(statements.bytes(32));
      votes.push_back(statements.bytes(lane % 5 * 60));  // of different lengths
      hedged.add({keys[lane], votes[lane]}, {keys[0]});
    }
    const Secret<std::vector<ScalarLanes>> drawn = hedged.draw(kCount, random);
    ASSERT_EQ(drawn.expose().size(), kCount);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      for (std::size_t i = 0; i < kCount; ++i) {
        const Secret<Scalar> alone = hedged_scalar("tag", static_cast<std::uint32_t>(i), same,
                                                   {keys[lane], votes[lane]}, {keys[0]});
        EXPECT_EQ(drawn.expose()[i].lane(lane), alone.expose()) << lane << " " << i;
      }
    }
    EXPECT_EQ(random.bytes(32), same.bytes(32));
  }
}

TEST(HedgedLanes, DrawAnewEachTime) {
  test::SeededRandom random(3);
  HedgedLanes hedged("tag");
  hedged.add({}, {});
  const Scalar first = hedged.draw(1, random).expose()[0].lane(0);
  EXPECT_FALSE(hedged.draw(1, random).expose()[0].lane(0) == first);
}

// The dead stack below the caller of `draw`, read as no sanitizer allows.
__attribute__((noinline, no_sanitize("address", "undefined"))) std::vector<std::uint8_t>
dead_stack() {
  constexpr std::ptrdiff_t kSize = 48 << 10;
  std::vector<std::uint8_t> bytes(kSize);
  const auto* const frame = static_cast<const volatile std::uint8_t*>(__builtin_frame_address(0));
  for (std::ptrdiff_t i = 0; i < kSize; ++i) bytes[i] = frame[i - kSize - 512];
  return bytes;
}

__attribute__((noinline)) Secret<std::vector<ScalarLanes>> draw_some(RandomSource& random) {
  HedgedLanes hedged("tag");
  for (std::size_t lane = 0; lane < ScalarLanes::kLanes; ++lane) hedged.add({}, {});
  return hedged.draw(2, random);
}

TEST(HedgedLanes, LeaveNothingThatWasDrawnOnTheStack) {
  test::SeededRandom random(4);
  const Secret<std::vector<ScalarLanes>> drawn = draw_some(random);
  const std::vector<std::uint8_t> left = dead_stack();
  for (const ScalarLanes& scalars : drawn.expose()) {
    for (const ScalarBlock& block : scalars.blocks()) {
      const auto* const first = reinterpret_cast<const std::uint8_t*>(&block);
      EXPECT_EQ(std::search(left.begin(), left.end(), first, first + 64), left.end());
    }
  }
}

TEST(HedgedLanesDeathTest, HoldNoMoreStatementsThanLanes) {
  HedgedLanes hedged("tag");
  for (std::size_t lane = 0; lane < ScalarLanes::kLanes; ++lane) hedged.add({}, {});
  EXPECT_DEATH(hedged.add({}, {}), "more statements than lanes");
}

}  // namespace
}  // namespace viche
