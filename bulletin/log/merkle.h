#pragma once
// The Merkle tree of RFC 6962 section 2.1 over SHA-256: leaf, node and root hashes, and a frontier
// that follows a growing tree in O(log n) memory. Everything here is public data; nothing is
// constant time.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "crypto/group/bytes.h"

namespace viche::log {

using Hash = Bytes32;

/// Trees of this size and more are refused wherever a size is read, so that no size arithmetic
/// overflows.
inline constexpr std::uint64_t kMaxTreeSize = std::uint64_t{1} << 48;

/// SHA-256 of nothing: the root of the tree without leaves.
[[nodiscard]] Hash empty_root();
/// SHA-256(00 || data).
[[nodiscard]] Hash hash_leaf(ByteView data);
/// Bytes that were hashed: leaf = hash_leaf(bytes).
struct HashedEntry {
  ByteView bytes;
  Hash leaf;
  std::optional<Bytes32> tracker = {};  // of a ballot, if that was hashed too
};
/// SHA-256(01 || left || right).
[[nodiscard]] Hash hash_node(const Hash& left, const Hash& right);

/// MTH of RFC 6962 section 2.1 over leaf hashes (not leaf data).
[[nodiscard]] Hash merkle_root(std::span<const Hash> leaf_hashes);

/// What a checkpoint states about a log: how many entries, and the root over them.
struct TreeHead {
  std::uint64_t size = 0;
  Hash root = empty_root();

  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

/// The roots of the complete subtrees that make up a tree, largest first: one for each binary digit
/// 1 of its size. That is all a tree needs to grow.
class Frontier {
 public:
  Frontier() = default;
  /// The frontier of a tree of `size` leaves from the roots of its complete subtrees, largest
  /// first.
  static Result<Frontier> restore(std::uint64_t size, std::vector<Hash> roots);

  void append(const Hash& leaf_hash);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// The root over everything appended so far; O(log n) hashes.
  [[nodiscard]] Hash root() const;
  [[nodiscard]] TreeHead head() const { return TreeHead{size_, root()}; }

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> roots_;
};

}  // namespace viche::log
