#pragma once
// Receipts, C2SP tlog-proof: an entry's index, its inclusion proof, and a cosigned checkpoint, in
// one text that verifies without a network.

#include <optional>
#include <string>
#include <string_view>

#include "bulletin/log/checkpoint.h"
#include "bulletin/log/merkle_proof.h"

namespace viche::log {

struct Receipt {
  /// Opaque and authenticated by nothing. Absent rather than empty.
  std::optional<Bytes> extra;
  std::uint64_t index = 0;
  MerkleProof proof;
  Note checkpoint;

  [[nodiscard]] std::string encode() const;
  /// Exactly what `encode` writes. Nothing is verified.
  static Result<Receipt> decode(std::string_view encoded);
};

/// The same text from its parts; `checkpoint` is the note, encoded.
[[nodiscard]] std::string encode_receipt(std::uint64_t index, const MerkleProof& proof,
                                         std::string_view checkpoint);

/// Accepts a receipt for an entry with this leaf hash if the policy accepts its checkpoint (log's
/// signature, witness quorum) and the proof leads from the leaf at `index` to the checkpoint's
/// root.
Result<VerifiedCheckpoint> verify_receipt(const Receipt& receipt, const Hash& leaf_hash,
                                          const LogPolicy& policy);

}  // namespace viche::log
