// Errors that cancel pass where a test makes all weights of a batch equal, and are refused by the
// weights that the programs draw: in the verifier, and in the engine's own checker of ballots.

#include <gtest/gtest.h>

#include <algorithm>

#include "ballot/checker.h"
#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

/// Every weight drawn from it is the same.
class EqualWeights final : public RandomSource {
 public:
  void fill(std::span<std::uint8_t> out) override {
    std::fill(out.begin(), out.end(), std::uint8_t{0x5a});
  }
};

class EqualWeightsTest : public ::testing::TestWithParam<Mutant> {
 protected:
  EqualWeightsTest() {
    GetParam().change(forge_);
    record_ = forge_.build();
  }
  /// What the engine says of n2's and n3's ballots.
  std::vector<ballot::Outcome> checked(RandomSource& random) {
    const std::string text = forge_.plan.manifest.dump();
    const ballot::Layout layout(ballot::parse_manifest(as_bytes(text)).value());
    const ballot::ElectionContext context(forge_.election(), layout, forge_.election_keys().Y);
    const Bytes n2 = forge_.ballot(1, "n2").entry();
    const Bytes n3 = forge_.ballot(1, "n3").entry();
    const std::vector<ByteView> entries{n2, n3};
    return ballot::Checker(context, random, 1).check(entries);
  }

  Forge forge_;
  Record record_;
};

TEST_P(EqualWeightsTest, HideFromTheVerifierWhatFreshWeightsShow) {
  EqualWeights equal;
  EXPECT_EQ(verify_with_weights(record_, equal).failed, CheckSet{});
  EXPECT_EQ(verify(record_, Arithmetic::kFast).failed, GetParam().failing());
}

TEST_P(EqualWeightsTest, HideFromTheEngineWhatFreshWeightsShow) {
  EqualWeights equal;
  for (const ballot::Outcome& outcome : checked(equal)) EXPECT_TRUE(outcome.accepted());
  SystemRandom random;
  EXPECT_FALSE(checked(random).front().accepted());
}

INSTANTIATE_TEST_SUITE_P(Cancelling, EqualWeightsTest, ::testing::ValuesIn(cancelling_mutants()),
                         [](const auto& mutant) { return mutant.param.name; });

}  // namespace
}  // namespace viche::mutations
