#include <gtest/gtest.h>

#include <algorithm>

#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

/// What a batch with one weight for everything would sum up over n2's and n3's ballots.
Point unweighted_sum(const Forge& forge) {
  Point sum;
  for (const char* voter : {"n2", "n3"}) {
    const BallotDraft& ballot = forge.ballot(1, voter);
    sum += residual_E1(ballot, forge.setting(kNorth)) + residual_E2(ballot) +
           residual_signature(ballot);
  }
  return sum;
}

TEST(CancellingMutants, VanishWithEqualWeightsAndAreNoHonestBallots) {
  for (const Mutant& mutant : cancelling_mutants()) {
    SCOPED_TRACE(mutant.name);
    Forge forge;
    mutant.change(forge);
    (void)forge.build();
    EXPECT_TRUE(unweighted_sum(forge).is_identity());
    const BallotDraft& ballot = forge.ballot(1, "n2");
    EXPECT_FALSE(residual_E1(ballot, forge.setting(kNorth)).is_identity() &&
                 residual_E2(ballot).is_identity());
  }
}

TEST(CancellingMutants, ResidualsOfHonestBallotsVanishOneByOne) {
  Forge forge;
  (void)forge.build();
  for (const char* voter : {"n2", "n3"}) {
    const BallotDraft& ballot = forge.ballot(1, voter);
    EXPECT_TRUE(residual_E1(ballot, forge.setting(kNorth)).is_identity());
    EXPECT_TRUE(residual_E2(ballot).is_identity());
    EXPECT_TRUE(residual_signature(ballot).is_identity());
  }
}

}  // namespace
}  // namespace viche::mutations
