#include "bulletin/log/merkle.h"

#include <bit>
#include <utility>

#include "crypto/group/hash.h"

namespace viche::log {

namespace {

constexpr std::uint8_t kLeafPrefix = 0x00;
constexpr std::uint8_t kNodePrefix = 0x01;

}  // namespace

Hash empty_root() { return sha256(ByteView{}); }

Hash hash_leaf(ByteView data) {
  Sha256 hash;
  hash.update(ByteView(&kLeafPrefix, 1));
  hash.update(data);
  return hash.finish();
}

Hash hash_node(const Hash& left, const Hash& right) {
  std::array<std::uint8_t, 1 + 2 * sizeof(Hash)> data;
  data[0] = kNodePrefix;
  std::copy(left.begin(), left.end(), data.begin() + 1);
  std::copy(right.begin(), right.end(), data.begin() + 1 + sizeof(Hash));
  return sha256(data);
}

Hash merkle_root(std::span<const Hash> leaf_hashes) {
  Frontier frontier;
  for (const Hash& leaf : leaf_hashes) frontier.append(leaf);
  return frontier.root();
}

Result<Frontier> Frontier::restore(std::uint64_t size, std::vector<Hash> roots) {
  if (size >= kMaxTreeSize) return Error{"tree size is too large", ""};
  if (roots.size() != static_cast<std::size_t>(std::popcount(size))) {
    return Error{"a tree of " + std::to_string(size) + " leaves has " +
                     std::to_string(std::popcount(size)) + " complete subtrees, not " +
                     std::to_string(roots.size()),
                 ""};
  }
  Frontier frontier;
  frontier.size_ = size;
  frontier.roots_ = std::move(roots);
  return frontier;
}

void Frontier::append(const Hash& leaf_hash) {
  // As adding one to a binary counter: each trailing digit 1 is a subtree that merges with the new
  // one.
  Hash merged = leaf_hash;
  for (std::uint64_t digits = size_; (digits & 1) != 0; digits >>= 1) {
    merged = hash_node(roots_.back(), merged);
    roots_.pop_back();
  }
  roots_.push_back(merged);
  ++size_;
}

Hash Frontier::root() const {
  if (roots_.empty()) return empty_root();
  Hash root = roots_.back();
  for (std::size_t i = roots_.size() - 1; i-- > 0;) root = hash_node(roots_[i], root);
  return root;
}

}  // namespace viche::log
