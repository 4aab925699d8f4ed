#include "bulletin/log/merkle_proof.h"

#include <algorithm>
#include <bit>
#include <string>

namespace viche::log {

namespace {

bool is_odd(std::uint64_t number) { return (number & 1) != 0; }

/// The size of the left subtree of a node over `count` >= 2 leaves: the largest power of two below
/// count.
std::uint64_t left_size(std::uint64_t count) { return std::bit_floor(count - 1); }

/// PATH of RFC 6962 within the node over [begin, end), appended leaf end first.
Result<void> append_path(HashReader& reader, std::uint64_t index, std::uint64_t begin,
                         std::uint64_t end, MerkleProof& proof) {
  if (end - begin == 1) return {};
  const std::uint64_t middle = begin + left_size(end - begin);
  const bool in_left = index < middle;
  VICHE_TRY(in_left ? append_path(reader, index, begin, middle, proof)
                    : append_path(reader, index, middle, end, proof));
  VICHE_ASSIGN(const Hash sibling,
               in_left ? range_root(reader, middle, end) : range_root(reader, begin, middle));
  proof.push_back(sibling);
  return {};
}

enum class OldTree {
  kWhole,
  kPart
};  // is the old tree all that is left of this node, as in SUBPROOF's b

/// SUBPROOF(old_size, D[begin:end], b) of RFC 6962 section 2.1.2, old_size counted from leaf 0.
Result<void> append_subproof(HashReader& reader, std::uint64_t old_size, std::uint64_t begin,
                             std::uint64_t end, OldTree old_tree, MerkleProof& proof) {
  if (old_size == end) {
    if (old_tree == OldTree::kWhole) return {};
    VICHE_ASSIGN(const Hash root, range_root(reader, begin, end));
    proof.push_back(root);
    return {};
  }
  const std::uint64_t middle = begin + left_size(end - begin);
  if (old_size <= middle) {
    VICHE_TRY(append_subproof(reader, old_size, begin, middle, old_tree, proof));
    VICHE_ASSIGN(const Hash right, range_root(reader, middle, end));
    proof.push_back(right);
    return {};
  }
  VICHE_TRY(append_subproof(reader, old_size, middle, end, OldTree::kPart, proof));
  VICHE_ASSIGN(const Hash left, range_root(reader, begin, middle));
  proof.push_back(left);
  return {};
}

/// Where a consistency proof leads.
struct ProvenRoots {
  Hash old_root, new_root;
};

/// Follows a proof between sizes 0 < old_head.size < size by RFC 9162 section 2.1.4.2. A power of
/// two is itself a node of the new tree: its root is the proof's implied first hash.
Result<ProvenRoots> follow_consistency(const MerkleProof& proof, const TreeHead& old_head,
                                       std::uint64_t size) {
  const auto refuse = [](const char* reason) { return Error{reason, "consistency proof"}; };
  const bool old_is_node = std::has_single_bit(old_head.size);
  if (proof.empty()) return refuse("the proof is too short");

  std::uint64_t node = old_head.size - 1;
  std::uint64_t last = size - 1;
  while (is_odd(node)) {
    node >>= 1;
    last >>= 1;
  }
  Hash old_root = old_is_node ? old_head.root : proof.front();
  Hash new_root = old_root;
  for (std::size_t i = old_is_node ? 0 : 1; i < proof.size(); ++i) {
    if (last == 0) return refuse("the proof is too long");
    if (is_odd(node) || node == last) {
      old_root = hash_node(proof[i], old_root);
      new_root = hash_node(proof[i], new_root);
      while (!is_odd(node) && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      new_root = hash_node(new_root, proof[i]);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return refuse("the proof is too short");
  return ProvenRoots{old_root, new_root};
}

}  // namespace

Result<Hash> range_root(HashReader& reader, std::uint64_t begin, std::uint64_t end) {
  if (begin >= end) return empty_root();
  const std::uint64_t count = end - begin;
  if (std::has_single_bit(count)) {
    const auto level = static_cast<unsigned>(std::countr_zero(count));
    return reader.subtree(level, begin >> level);
  }
  const std::uint64_t middle = begin + left_size(count);
  VICHE_ASSIGN(const Hash left, range_root(reader, begin, middle));
  VICHE_ASSIGN(const Hash right, range_root(reader, middle, end));
  return hash_node(left, right);
}

Result<Frontier> read_frontier(HashReader& reader, std::uint64_t size) {
  std::vector<Hash> roots;
  for (std::uint64_t begin = 0; begin < size;) {
    const std::uint64_t count = std::bit_floor(size - begin);
    VICHE_ASSIGN(const Hash root, range_root(reader, begin, begin + count));
    roots.push_back(root);
    begin += count;
  }
  return Frontier::restore(size, std::move(roots));
}

Result<MerkleProof> inclusion_proof(HashReader& reader, std::uint64_t index, std::uint64_t size) {
  if (index >= size || size >= kMaxTreeSize) {
    return Error{
        "there is no entry " + std::to_string(index) + " in a tree of " + std::to_string(size), ""};
  }
  MerkleProof proof;
  VICHE_TRY(append_path(reader, index, 0, size, proof));
  return proof;
}

Result<MerkleProof> consistency_proof(HashReader& reader, std::uint64_t old_size,
                                      std::uint64_t size) {
  if (old_size > size || size >= kMaxTreeSize) {
    return Error{
        "a tree of " + std::to_string(size) + " has no prefix of " + std::to_string(old_size), ""};
  }
  MerkleProof proof;
  if (old_size == 0 || old_size == size) return proof;
  VICHE_TRY(append_subproof(reader, old_size, 0, size, OldTree::kWhole, proof));
  return proof;
}

Result<void> verify_inclusion(const MerkleProof& proof, std::uint64_t index, const Hash& leaf_hash,
                              const TreeHead& head) {
  if (index >= head.size) return Error{"the index is not below the tree's size", "inclusion proof"};
  std::uint64_t node = index;
  std::uint64_t last = head.size - 1;
  Hash root = leaf_hash;
  for (const Hash& sibling : proof) {
    if (last == 0) return Error{"the proof is too long", "inclusion proof"};
    if (is_odd(node) || node == last) {
      root = hash_node(sibling, root);
      while (!is_odd(node) && node != 0) {  // the right edge: levels without a sibling
        node >>= 1;
        last >>= 1;
      }
    } else {
      root = hash_node(root, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return Error{"the proof is too short", "inclusion proof"};
  if (root != head.root) return Error{"the proof leads to another root", "inclusion proof"};
  return {};
}

Result<void> verify_consistency(const MerkleProof& proof, const TreeHead& old_head,
                                const TreeHead& head) {
  const auto refuse = [](const char* reason) { return Error{reason, "consistency proof"}; };
  if (old_head.size > head.size) return refuse("the old tree is larger than the new one");
  if (old_head.size == 0 || old_head.size == head.size) {
    if (!proof.empty()) return refuse("the proof must be empty");
    const Hash& expected = old_head.size == 0 ? empty_root() : head.root;
    if (old_head.root != expected) return refuse("two roots for one size");
    if (head.size == 0 && head.root != expected) return refuse("two roots for one size");
    return {};
  }
  VICHE_ASSIGN(const ProvenRoots roots, follow_consistency(proof, old_head, head.size));
  if (roots.old_root != old_head.root) return refuse("the proof leads to another old root");
  if (roots.new_root != head.root) return refuse("the proof leads to another new root");
  return {};
}

Result<Hash> proven_prefix_root(const MerkleProof& proof, std::uint64_t old_size,
                                const TreeHead& head) {
  const auto refuse = [](const char* reason) { return Error{reason, "consistency proof"}; };
  if (old_size > head.size) return refuse("the old tree is larger than the new one");
  if (old_size == head.size) {
    if (!proof.empty()) return refuse("the proof must be empty");
    return head.root;
  }
  if (old_size == 0 || std::has_single_bit(old_size)) {
    return refuse("a proof from this size leaves the old root out");
  }
  VICHE_ASSIGN(const ProvenRoots roots, follow_consistency(proof, {old_size, {}}, head.size));
  if (roots.new_root != head.root) return refuse("the proof leads to another new root");
  return roots.old_root;
}

}  // namespace viche::log
