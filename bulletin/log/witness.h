#pragma once
// A witness's decision, C2SP tlog-witness 1.0.0 `add-checkpoint`, apart from HTTP; and the log's
// side of it.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bulletin/log/checkpoint.h"
#include "bulletin/log/merkle_proof.h"
#include "bulletin/log/witness_state.h"

namespace viche::log {

/// Body of an add-checkpoint request: "old <size>", proof lines, an empty line, the signed
/// checkpoint.
struct AddCheckpoint {
  std::uint64_t old_size = 0;
  MerkleProof proof;
  Note checkpoint;

  [[nodiscard]] std::string encode() const;
  /// Exactly what `encode` writes.
  static Result<AddCheckpoint> decode(std::string_view body);
};

/// The answer, in HTTP's terms.
enum class WitnessStatus : int {
  kCosigned = 200,    // body: a cosignature line
  kBadRequest = 400,  // malformed, or old size > checkpoint's size
  kForbidden = 403,   // the log's signature is missing or bad
  kUnknownLog = 404,
  kConflict = 409,       // body: the size the witness has; also another root at the size it has
  kUnprocessable = 422,  // the consistency proof does not verify
};

struct WitnessAnswer {
  WitnessStatus status = WitnessStatus::kBadRequest;
  std::string body;  // ends in a newline
};

/// Cosigns the checkpoints of known logs as long as each extends what it cosigned before. Not
/// thread-safe; two witnesses over one state are kept apart by compare_and_swap.
class Witness {
 public:
  using Clock = std::function<PosixTime()>;

  /// `logs` are keys of type 0x01 whose names are the origins. Fails on an illegal name or a log
  /// given twice.
  static Result<Witness> create(std::string name, Ed25519Signer signer,
                                std::vector<VerifierKey> logs, WitnessState& state, Clock clock);

  [[nodiscard]] const VerifierKey& key() const { return key_; }

  /// Decides one request. The state is swapped durably before anything is signed. An error is a
  /// failure of the witness's own storage (HTTP 500); everything wrong with the request is an
  /// answer.
  Result<WitnessAnswer> add_checkpoint(std::string_view body);

 private:
  Witness(VerifierKey key, Ed25519Signer signer, std::vector<VerifierKey> logs, WitnessState& state,
          Clock clock)
      : key_(std::move(key)),
        signer_(std::move(signer)),
        logs_(std::move(logs)),
        state_(&state),
        clock_(std::move(clock)) {}

  VerifierKey key_;
  Ed25519Signer signer_;
  std::vector<VerifierKey> logs_;
  WitnessState* state_;
  Clock clock_;
};

/// How a request reaches a witness: by a call, by HTTP.
using WitnessTransport = std::function<Result<WitnessAnswer>(std::string_view body)>;

/// The log's side: asks the witness with this key to cosign a signed checkpoint, proving
/// consistency from `known_size` or, after a 409, from the size the witness names. Returns its
/// cosignature, verified.
Result<NoteSignature> request_cosignature(const WitnessTransport& transport,
                                          const VerifierKey& witness, const Note& checkpoint,
                                          std::uint64_t known_size, HashReader& tree);

}  // namespace viche::log
