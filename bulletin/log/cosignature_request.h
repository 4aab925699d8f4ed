#pragma once
// The log's side of C2SP tlog-witness: asking one witness to cosign one checkpoint.

#include <optional>
#include <string>

#include "bulletin/log/add_checkpoint.h"

namespace viche::log {

/// What came of asking a witness.
struct WitnessReply {
  enum class Outcome {
    kCosigned,
    kUnreachable,  // no answer
    kRefused,      // it does not know the log, failed, or answered what it may not
    kOtherRoot,    // it has another history of this log
    kLongerLog,    // it has a larger checkpoint of this log
    kNoProof,      // the tree could not be read: nothing about the witness
  };
  Outcome outcome = Outcome::kUnreachable;
  std::optional<NoteSignature> cosignature;  // verified; if kCosigned
  std::string detail;                        // else: in words, with the witness's name
  std::uint64_t known_size = 0;              // what it is known to have now
  std::string request;                       // the last one
  std::optional<WitnessAnswer> answer;       // to it, if there was one
};

/// A proof that a checkpoint continues the log's first `size` entries.
struct ProofFrom {
  std::uint64_t size = 0;
  MerkleProof proof;
};

/// Asks the witness with this key to cosign a signed checkpoint by the given proof or, if the
/// witness names another size, by one that `tree` gives.
WitnessReply request_cosignature(const WitnessTransport& transport, const VerifierKey& witness,
                                 const Note& checkpoint, ProofFrom known, HashReader& tree);
/// The same with all proofs by `tree`.
WitnessReply request_cosignature(const WitnessTransport& transport, const VerifierKey& witness,
                                 const Note& checkpoint, std::uint64_t known_size,
                                 HashReader& tree);

/// The cosignature, or what was said instead.
Result<NoteSignature> cosignature_of(const WitnessReply& reply);

}  // namespace viche::log
