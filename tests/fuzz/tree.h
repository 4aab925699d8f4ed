#pragma once
// Proofs in small trees, changed as a fuzzer says.

#include <span>

#include "bulletin/log/merkle_proof.h"
#include "tests/fuzz/input.h"

namespace viche::fuzz {

/// Subtree hashes from all leaves.
class LeafHashes final : public log::HashReader {
 public:
  explicit LeafHashes(std::span<const log::Hash> leaves) : leaves_(leaves) {}
  Result<log::Hash> subtree(unsigned level, std::uint64_t index) override;

 private:
  std::span<const log::Hash> leaves_;
};

/// A few changes (none is one): hashes swapped, repeated, left out, bent.
void change_proof(log::MerkleProof& proof, Input& input);

/// The inclusion proof of `index` among the first `size` leaves, changed.
log::MerkleProof changed_inclusion(std::span<const log::Hash> leaves, std::uint64_t index,
                                   std::uint64_t size, Input& input);

}  // namespace viche::fuzz
