#pragma once
// The Merkle tree of docs/protocol.md section 1 (RFC 6962 section 2.1, SHA-256).

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "crypto/group/bytes.h"

namespace viche::verifier {

/// SHA-256(00 || data).
Bytes32 leaf_hash(ByteView data);
/// SHA-256(01 || left || right).
Bytes32 node_hash(const Bytes32& left, const Bytes32& right);

/// A tree that grows leaf by leaf; keeps one hash per level.
class Frontier {
 public:
  void add(const Bytes32& leaf) { add(leaf, 0); }
  /// Adds 2^height leaves by their root; the size must be a multiple of that.
  void add(const Bytes32& root, unsigned height);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// The root over all leaves so far; of none, SHA-256("").
  [[nodiscard]] Bytes32 root() const;

 private:
  std::vector<std::optional<Bytes32>>
      levels_;  // [h]: the root of a full subtree of 2^h leaves that awaits its right sibling
  std::uint64_t size_ = 0;
};

/// The root over given leaf hashes.
Bytes32 merkle_root(std::span<const Bytes32> leaves);

/// The root that an inclusion proof leads to (RFC 9162 section 2.1.3.2), or nothing if the proof
/// does not fit the index and the size.
std::optional<Bytes32> root_from_inclusion(const Bytes32& leaf, std::uint64_t index,
                                           std::uint64_t size, std::span<const Bytes32> proof);

/// The size and the root of the log up to some entry: 40 bytes, u64 size || root.
struct Head {
  std::uint64_t size = 0;
  Bytes32 root{};

  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const Head&, const Head&) = default;
};

}  // namespace viche::verifier
