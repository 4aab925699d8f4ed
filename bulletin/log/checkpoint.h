#pragma once
// Checkpoints, C2SP tlog-checkpoint 1.0.0 and tlog-cosignature 1.0.1: a log's signed statement of
// its size and root, cosigned by witnesses; and the policy under which a reader believes one.

#include <string>
#include <string_view>
#include <vector>

#include "bulletin/log/merkle.h"
#include "bulletin/log/note.h"

namespace viche::log {

/// A log's origin line and the name of its key: `viche/v1/` and the manifest's hash in lower-case
/// hexadecimal.
[[nodiscard]] std::string election_origin(const Bytes32& manifest_hash);

/// The text of a checkpoint: origin, size and base64 root, each on a line. Viche's have no
/// extension lines.
struct Checkpoint {
  std::string origin;
  TreeHead head;

  [[nodiscard]] std::string text() const;
  static Result<Checkpoint> decode(std::string_view text);

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// The checkpoint signed by its log (type 0x01), the key's name being the origin.
Note sign_checkpoint(const Checkpoint& checkpoint, const Ed25519Signer& log_signer);

/// Whom a reader believes: the log's key, and at least `quorum` of the witnesses.
class LogPolicy {
 public:
  /// Fails unless the log's key is of type 0x01, the witnesses' of type 0x04, all names and all
  /// public keys differ (a cosignature does not name its key, so that one key must not be counted
  /// as two witnesses), and quorum is at most the number of witnesses.
  static Result<LogPolicy> create(VerifierKey log, std::vector<VerifierKey> witnesses,
                                  std::size_t quorum);

  /// The log's key first, then the witnesses' in order.
  [[nodiscard]] const std::vector<VerifierKey>& keys() const { return keys_; }
  [[nodiscard]] const VerifierKey& log() const { return keys_.front(); }
  [[nodiscard]] std::size_t quorum() const { return quorum_; }
  /// The same keys with another quorum (0: what the log alone signed).
  Result<LogPolicy> with_quorum(std::size_t quorum) const;

 private:
  LogPolicy(std::vector<VerifierKey> keys, std::size_t quorum)
      : keys_(std::move(keys)), quorum_(quorum) {}

  std::vector<VerifierKey> keys_;
  std::size_t quorum_;
};

struct Cosignature {
  std::size_t witness = 0;  // index into the policy's witnesses
  PosixTime time = 0;
};

/// A checkpoint that a policy accepts. Signatures by unknown keys stay in the note and count for
/// nothing.
struct VerifiedCheckpoint {
  Checkpoint checkpoint;
  std::vector<Cosignature> cosignatures;
  Note note;
};

/// Reads a checkpoint and accepts it under the policy: its origin is the log's name, the log signed
/// it, no known key's signature is bad, and a quorum of distinct witnesses cosigned it.
Result<VerifiedCheckpoint> open_checkpoint(std::string_view encoded, const LogPolicy& policy);

}  // namespace viche::log
