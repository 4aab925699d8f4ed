#pragma once
// Inclusion and consistency proofs of RFC 6962 section 2.1: made from whatever can tell the hash of
// a complete subtree, verified by the algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2.

#include <cstdint>
#include <vector>

#include "bulletin/log/merkle.h"

namespace viche::log {

/// A tree of fewer than 2^48 leaves has no longer proof (C2SP allows 63 in any).
inline constexpr std::size_t kMaxProofHashes = 63;

using MerkleProof = std::vector<Hash>;

/// Knows the roots of complete subtrees of some tree.
class HashReader {
 public:
  virtual ~HashReader() = default;
  /// The root over leaves [index * 2^level, (index + 1) * 2^level), all of which exist.
  virtual Result<Hash> subtree(unsigned level, std::uint64_t index) = 0;
};

/// The root over leaves [begin, end) of the tree, where begin is a multiple of the largest power of
/// two below or at end - begin (so that it is a node of the tree). An empty range has the empty
/// root.
Result<Hash> range_root(HashReader& reader, std::uint64_t begin, std::uint64_t end);

/// The frontier of the tree's first `size` leaves.
Result<Frontier> read_frontier(HashReader& reader, std::uint64_t size);

/// PATH(index, D[0:size]), from the leaf's sibling to the root's child. Error if index >= size.
Result<MerkleProof> inclusion_proof(HashReader& reader, std::uint64_t index, std::uint64_t size);

/// PROOF(old_size, D[0:size]); empty if old_size is 0 or size. Error if old_size > size.
Result<MerkleProof> consistency_proof(HashReader& reader, std::uint64_t old_size,
                                      std::uint64_t size);

/// Success exactly if the proof shows that the tree `head` holds `leaf_hash` at `index`.
Result<void> verify_inclusion(const MerkleProof& proof, std::uint64_t index, const Hash& leaf_hash,
                              const TreeHead& head);

/// Success exactly if the proof shows that `old_head` is a prefix of `head`. The empty tree is a
/// prefix of every tree, by the empty proof; so is a tree of itself.
Result<void> verify_consistency(const MerkleProof& proof, const TreeHead& old_head,
                                const TreeHead& head);

/// The root of the first `old_size` leaves of the tree `head`, as a consistency proof between the
/// two shows it. Fails if the proof does not lead to `head`, or if the old size is a power of two
/// below the tree's: then the proof leaves the old root out.
Result<Hash> proven_prefix_root(const MerkleProof& proof, std::uint64_t old_size,
                                const TreeHead& head);

}  // namespace viche::log
