#include "verifier/merkle.h"

#include "crypto/group/condition.h"
#include "crypto/group/hash.h"

namespace viche::verifier {

Bytes32 leaf_hash(ByteView data) {
  constexpr std::uint8_t kLeaf = 0;
  return Sha256().update(ByteView(&kLeaf, 1)).update(data).finish();
}

Bytes32 node_hash(const Bytes32& left, const Bytes32& right) {
  constexpr std::uint8_t kNode = 1;
  return Sha256().update(ByteView(&kNode, 1)).update(left).update(right).finish();
}

void Frontier::add(const Bytes32& root, unsigned height) {
  Bytes32 hash = root;
  std::size_t level = height;
  while (level < levels_.size() && levels_[level]) {
    hash = node_hash(*levels_[level], hash);
    levels_[level++].reset();
  }
  if (level >= levels_.size()) levels_.resize(level + 1);
  levels_[level] = hash;
  size_ += std::uint64_t{1} << height;
}

Bytes32 Frontier::root() const {
  std::optional<Bytes32> right;
  for (const std::optional<Bytes32>& left : levels_) {
    if (left) right = right ? node_hash(*left, *right) : *left;
  }
  return right ? *right : sha256({});
}

Bytes32 merkle_root(std::span<const Bytes32> leaves) {
  Frontier frontier;
  for (const Bytes32& leaf : leaves) frontier.add(leaf);
  return frontier.root();
}

std::optional<Bytes32> root_from_inclusion(const Bytes32& leaf, std::uint64_t index,
                                           std::uint64_t size, std::span<const Bytes32> proof) {
  if (VICHE_FAULT(index >= size)) return std::nullopt;
  std::uint64_t node = index;     // the number of the node on its level
  std::uint64_t last = size - 1;  // the last node on that level
  Bytes32 hash = leaf;
  for (const Bytes32& sibling : proof) {
    if (VICHE_FAULT(last == 0)) return std::nullopt;
    if (node % 2 == 1 || node == last) {
      hash = node_hash(sibling, hash);
      // A last node without a right sibling rises unchanged until it is a right child.
      while (node % 2 == 0 && node != 0) {
        node /= 2;
        last /= 2;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    node /= 2;
    last /= 2;
  }
  if (VICHE_FAULT(last != 0)) return std::nullopt;
  return hash;
}

Bytes Head::encode() const {
  Bytes out;
  append_u64(out, size);
  append(out, root);
  return out;
}

}  // namespace viche::verifier
