// Each mutant is refused by the checks that it names and by no other, alike in both arithmetics.

#include <gtest/gtest.h>

#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

class MutantTest : public ::testing::TestWithParam<Mutant> {};

TEST_P(MutantTest, IsRefusedByTheNamedChecksAlone) {
  const Mutant& mutant = GetParam();
  Forge forge;
  mutant.change(forge);
  const Record record = forge.build();
  const auto given = [&](verifier::Options& options) {
    if (mutant.given) mutant.given(options, record, forge);
  };
  const Verdict fast = verify(record, Arithmetic::kFast, given);
  const Verdict sodium = verify(record, Arithmetic::kSodium, given);
  EXPECT_EQ(fast.failed, mutant.failing()) << fast.first;
  EXPECT_EQ(sodium.failed, mutant.failing()) << sodium.first;
  EXPECT_EQ(fast.report, sodium.report);
  // Alike in parts too, which a record without a checkpoint that can be read does not have.
  const std::optional<Verdict> parts = verify_in_parts(record, 3, given);
  if (parts) {
    EXPECT_EQ(parts->report, fast.report) << parts->first;
  } else {
    EXPECT_TRUE(fast.failed.contains("R1") && fast.failed.contains("M1"));
  }
}

INSTANTIATE_TEST_SUITE_P(All, MutantTest, ::testing::ValuesIn(all_mutants()),
                         [](const auto& mutant) { return mutant.param.test_name(); });

}  // namespace
}  // namespace viche::mutations
