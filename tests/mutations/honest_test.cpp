#include <gtest/gtest.h>

#include "tests/mutations/forge.h"
#include "tests/mutations/verdict.h"

namespace viche::mutations {
namespace {

TEST(HonestRecord, IsVerifiedInBothModes) {
  Forge forge;
  const Record record = forge.build();
  const Verdict fast = verify(record, Arithmetic::kFast);
  const Verdict sodium = verify(record, Arithmetic::kSodium);
  EXPECT_EQ(fast.failed, CheckSet{}) << fast.first;
  EXPECT_EQ(sodium.failed, CheckSet{}) << sodium.first;
  EXPECT_EQ(fast.report, sodium.report);
  EXPECT_FALSE(fast.report.empty());
}

}  // namespace
}  // namespace viche::mutations
