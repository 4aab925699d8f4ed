#include "bulletin/log/merkle_proof.h"

#include <gtest/gtest.h>

#include "tests/bulletin/log/ct_reference.h"
#include "tests/bulletin/support/log_samples.h"

namespace viche::log {
namespace {

using test::MemoryTree;

constexpr std::uint64_t kLargest = 40;  // all pairs up to here

TEST(MerkleProof, EveryInclusionProofVerifies) {
  MemoryTree tree(test::sample_leaves(kLargest));
  const std::vector<Hash> leaves = test::sample_leaves(kLargest);
  for (std::uint64_t size = 1; size <= kLargest; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const MerkleProof proof = inclusion_proof(tree, index, size).value();
      EXPECT_TRUE(verify_inclusion(proof, index, leaves[index], tree.head(size)).ok())
          << index << " of " << size;
    }
  }
}

TEST(MerkleProof, ChangedInclusionProofsFail) {
  const std::vector<Hash> leaves = test::sample_leaves(kLargest);
  MemoryTree tree(leaves);
  for (std::uint64_t size = 1; size <= kLargest; ++size) {
    const TreeHead head = tree.head(size);
    for (std::uint64_t index = 0; index < size; ++index) {
      const MerkleProof proof = inclusion_proof(tree, index, size).value();
      const auto refused = [&](const MerkleProof& changed, std::uint64_t at, const Hash& leaf,
                               const TreeHead& h) {
        return !verify_inclusion(changed, at, leaf, h).ok();
      };
      for (std::size_t i = 0; i < proof.size(); ++i) {
        MerkleProof changed = proof;
        changed[i][i] ^= 1;
        EXPECT_TRUE(refused(changed, index, leaves[index], head));
      }
      MerkleProof longer = proof;
      longer.push_back(leaves[0]);
      EXPECT_TRUE(refused(longer, index, leaves[index], head));
      if (!proof.empty()) {
        const MerkleProof shorter(proof.begin(), proof.end() - 1);
        EXPECT_TRUE(refused(shorter, index, leaves[index], head));
      }
      Hash other_leaf = leaves[index];
      other_leaf[31] ^= 0x80;
      EXPECT_TRUE(refused(proof, index, other_leaf, head));
      for (std::uint64_t other = 0; other <= size; ++other) {
        if (other != index) {
          EXPECT_TRUE(refused(proof, other, leaves[index], head)) << other;
        }
      }
      EXPECT_TRUE(refused(proof, size, leaves[index], head));
    }
  }
  EXPECT_FALSE(verify_inclusion({}, 0, leaves[0], TreeHead{}).ok());
}

TEST(MerkleProof, EveryConsistencyProofVerifies) {
  MemoryTree tree(test::sample_leaves(kLargest));
  for (std::uint64_t size = 0; size <= kLargest; ++size) {
    for (std::uint64_t old_size = 0; old_size <= size; ++old_size) {
      const MerkleProof proof = consistency_proof(tree, old_size, size).value();
      EXPECT_TRUE(verify_consistency(proof, tree.head(old_size), tree.head(size)).ok())
          << old_size << " in " << size;
    }
  }
}

TEST(MerkleProof, ChangedConsistencyProofsFail) {
  MemoryTree tree(test::sample_leaves(kLargest));
  for (std::uint64_t size = 0; size <= kLargest; ++size) {
    for (std::uint64_t old_size = 0; old_size <= size; ++old_size) {
      const TreeHead old_head = tree.head(old_size);
      const TreeHead head = tree.head(size);
      const MerkleProof proof = consistency_proof(tree, old_size, size).value();
      for (std::size_t i = 0; i < proof.size(); ++i) {
        MerkleProof changed = proof;
        changed[i][7] ^= 4;
        EXPECT_FALSE(verify_consistency(changed, old_head, head).ok());
      }
      MerkleProof longer = proof;
      longer.push_back(head.root);
      EXPECT_FALSE(verify_consistency(longer, old_head, head).ok()) << old_size << " in " << size;
      if (!proof.empty()) {
        const MerkleProof shorter(proof.begin(), proof.end() - 1);
        EXPECT_FALSE(verify_consistency(shorter, old_head, head).ok());
      }
      TreeHead other = old_head;
      other.root[0] ^= 1;
      EXPECT_FALSE(verify_consistency(proof, other, head).ok()) << old_size << " in " << size;
      other = head;
      other.root[0] ^= 1;
      // From the empty tree to a signed head there is nothing to prove.
      if (old_size > 0) {
        EXPECT_FALSE(verify_consistency(proof, old_head, other).ok());
      }
      if (old_size < size) {
        EXPECT_FALSE(verify_consistency(proof, head, old_head).ok());
      }
    }
  }
}

TEST(MerkleProof, EmptyTreesHaveOneRoot) {
  TreeHead wrong;
  wrong.root[0] ^= 1;
  EXPECT_FALSE(verify_consistency({}, TreeHead{}, wrong).ok());
  EXPECT_FALSE(verify_consistency({}, wrong, TreeHead{}).ok());
  EXPECT_FALSE(verify_consistency({}, wrong, wrong).ok());
}

// PATH and PROOF examples of RFC 6962 section 2.1.3, over the tree of seven leaves.
TEST(MerkleProof, ExamplesOfTheRfc) {
  const std::vector<Hash> d = test::reference_leaves();
  MemoryTree tree(d);
  const Hash b = d[1], c = d[2], f = d[5], j = d[6];
  const Hash g = hash_node(d[0], d[1]), h = hash_node(d[2], d[3]), i = hash_node(d[4], d[5]);
  const Hash k = hash_node(g, h), l = hash_node(i, j);
  EXPECT_EQ(inclusion_proof(tree, 0, 7).value(), (MerkleProof{b, h, l}));
  EXPECT_EQ(inclusion_proof(tree, 3, 7).value(), (MerkleProof{c, g, l}));
  EXPECT_EQ(inclusion_proof(tree, 4, 7).value(), (MerkleProof{f, j, k}));
  EXPECT_EQ(inclusion_proof(tree, 6, 7).value(), (MerkleProof{i, k}));
  EXPECT_EQ(consistency_proof(tree, 3, 7).value(), (MerkleProof{c, d[3], g, l}));
  EXPECT_EQ(consistency_proof(tree, 4, 7).value(), (MerkleProof{l}));
  EXPECT_EQ(consistency_proof(tree, 6, 7).value(), (MerkleProof{i, j, k}));
}

TEST(MerkleProof, ProofsOfWhatIsNotThereAreErrors) {
  MemoryTree tree(test::sample_leaves(4));
  EXPECT_FALSE(inclusion_proof(tree, 4, 4).ok());
  EXPECT_FALSE(inclusion_proof(tree, 0, 0).ok());
  EXPECT_FALSE(consistency_proof(tree, 5, 4).ok());
  EXPECT_FALSE(inclusion_proof(tree, 6, 7).ok());  // the reader has four leaves
}

TEST(MerkleProof, FrontierOfEveryPrefix) {
  MemoryTree tree(test::sample_leaves(kLargest));
  for (std::uint64_t size = 0; size <= kLargest; ++size) {
    EXPECT_EQ(read_frontier(tree, size).value().head(), tree.head(size));
  }
}

}  // namespace
}  // namespace viche::log
