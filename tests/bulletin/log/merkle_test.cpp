#include "bulletin/log/merkle.h"

#include <gtest/gtest.h>

#include "tests/bulletin/log/ct_reference.h"
#include "tests/bulletin/support/log_samples.h"

namespace viche::log {
namespace {

TEST(Merkle, HashesOfTheReferenceImplementation) {
  EXPECT_EQ(to_hex(empty_root()), test::kReferenceRoots[0]);
  EXPECT_EQ(to_hex(hash_leaf({})), test::kReferenceRoots[1]);
  EXPECT_EQ(to_hex(hash_leaf(as_bytes("L123456"))),
            "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
}

TEST(Merkle, RootsOfTheReferenceTree) {
  const std::vector<Hash> leaves = test::reference_leaves();
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    EXPECT_EQ(to_hex(merkle_root(std::span<const Hash>(leaves).first(size))),
              test::kReferenceRoots[size])
        << size;
  }
}

TEST(Merkle, FrontierFollowsTheDefinition) {
  const std::vector<Hash> leaves = test::sample_leaves(300);
  Frontier frontier;
  EXPECT_EQ(frontier.head(), TreeHead{});
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    frontier.append(leaves[size - 1]);
    const Hash expected = test::defined_root(std::span<const Hash>(leaves).first(size));
    ASSERT_EQ(frontier.head(), (TreeHead{size, expected})) << size;
  }
}

TEST(Merkle, LeavesAndNodesAreKeptApart) {
  const Hash left = hash_leaf(as_bytes("a"));
  const Hash right = hash_leaf(as_bytes("b"));
  Bytes joined(left.begin(), left.end());
  append(joined, right);
  EXPECT_NE(hash_leaf(joined), hash_node(left, right));
  EXPECT_NE(hash_node(left, right), hash_node(right, left));
}

TEST(Merkle, FrontierIsRestoredFromItsSubtrees) {
  const std::vector<Hash> leaves = test::sample_leaves(6);
  const std::span<const Hash> all(leaves);
  Result<Frontier> frontier = Frontier::restore(
      5, {test::defined_root(all.first(4)), test::defined_root(all.subspan(4, 1))});
  ASSERT_TRUE(frontier.ok());
  EXPECT_EQ(frontier->root(), test::defined_root(all.first(5)));
  frontier->append(leaves[5]);
  EXPECT_EQ(frontier->root(), test::defined_root(all));
  EXPECT_FALSE(Frontier::restore(5, {leaves[0]}).ok());
  EXPECT_FALSE(Frontier::restore(0, {leaves[0]}).ok());
  EXPECT_FALSE(Frontier::restore(kMaxTreeSize, {leaves[0]}).ok());
}

}  // namespace
}  // namespace viche::log
