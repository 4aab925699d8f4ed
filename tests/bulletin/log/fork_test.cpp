#include "bulletin/log/fork.h"

#include <gtest/gtest.h>

#include "tests/bulletin/support/log_samples.h"

namespace viche::log {
namespace {

constexpr std::uint64_t kLeaves = 20;

class ForkTest : public testing::Test {
 protected:
  static std::vector<Hash> other_leaves() {
    std::vector<Hash> leaves = test::sample_leaves(kLeaves);
    leaves[2] = hash_leaf(as_bytes("another third entry"));
    return leaves;
  }
  static Note sign(const TreeHead& head, std::uint8_t signer = 1) {
    return sign_checkpoint({"log", head}, test::signer(signer));
  }
  /// One tree at the first size, the other at the second.
  Fork fork(std::uint64_t size, std::uint64_t other_size) {
    return {
        sign(tree_.head(size)),
        {size, consistency_proof(other_, size, other_size).value(), sign(other_.head(other_size))}};
  }

  test::MemoryTree tree_{test::sample_leaves(kLeaves)};
  test::MemoryTree other_{other_leaves()};
  const VerifierKey log_ = test::verifier_key("log", SignatureType::kEd25519, 1);
};

TEST_F(ForkTest, TwoRootsForOneSizeAreOne) {
  for (const std::uint64_t size : {3U, 4U, 20U}) {
    EXPECT_TRUE(verify_fork(fork(size, size), log_).ok()) << size;
  }
}

TEST_F(ForkTest, SoIsALargerTreeThatDoesNotContinueTheSmallerOne) {
  for (std::uint64_t size = 3; size < kLeaves; ++size) {
    const bool is_power = size == 4 || size == 8 || size == 16;
    EXPECT_EQ(verify_fork(fork(size, kLeaves), log_).ok(), !is_power) << size;
  }
}

TEST_F(ForkTest, OneHistoryIsNone) {
  EXPECT_FALSE(verify_fork(fork(2, 2), log_).ok());  // the trees differ from the third leaf on
  Fork same{sign(tree_.head(5)), {5, consistency_proof(tree_, 5, 9).value(), sign(tree_.head(9))}};
  EXPECT_FALSE(verify_fork(same, log_).ok());
  same.other.proof[1][0] ^= 1;
  EXPECT_FALSE(verify_fork(same, log_).ok());
}

TEST_F(ForkTest, BothMustBeSignedByTheLog) {
  Fork forged = fork(5, 5);
  forged.seen = sign(tree_.head(5), 9);
  EXPECT_FALSE(verify_fork(forged, log_).ok());
  forged = fork(5, 5);
  forged.other.checkpoint = sign(other_.head(5), 9);
  EXPECT_FALSE(verify_fork(forged, log_).ok());
  forged = fork(5, 5);
  forged.other.checkpoint = sign_checkpoint({"other", other_.head(5)}, test::signer(1));
  EXPECT_FALSE(verify_fork(forged, log_).ok());
  forged = fork(5, 9);
  forged.other.old_size = 6;
  EXPECT_FALSE(verify_fork(forged, log_).ok());
}

TEST_F(ForkTest, HasOneSpelling) {
  test::expect_one_spelling<Fork>(fork(5, 9).encode());
  test::expect_one_spelling<Fork>(fork(5, 5).encode());
}

}  // namespace
}  // namespace viche::log
