// The late choices of late_mutants.cpp would work: with the challenges that the cheat computed,
// both equations hold, and the ciphertext holds something else than a vote.

#include <gtest/gtest.h>

#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

TEST(LateMutants, HoldWithTheChallengesOfTheCheat) {
  for (const Mutant& mutant : late_mutants()) {
    SCOPED_TRACE(mutant.name);
    Forge forge;
    mutant.change(forge);
    (void)forge.build();
    const BallotDraft& ballot = forge.ballot(1, "n1");
    const BallotSetting setting = forge.setting(kNorth);
    EXPECT_TRUE(residual_E1(ballot, setting).is_identity());
    EXPECT_TRUE(residual_E2(ballot).is_identity());
    const Point opened = decoded(ballot.C[1]) - multiply(ballot.r, setting.Y[0]);
    EXPECT_NE(opened, Point::identity());
    EXPECT_NE(opened, Point::base());
  }
}

TEST(LateMutants, LateKeysOpenABallotToAThousandVotes) {
  Forge forge;
  late_mutants().back().change(forge);
  (void)forge.build();
  const BallotDraft& ballot = forge.ballot(1, "n1");
  EXPECT_EQ(decoded(ballot.C[1]) - multiply(ballot.r, forge.setting(kNorth).Y[0]),
            multiply_base(Scalar::from_u64(1125)));
}

}  // namespace
}  // namespace viche::mutations
