#pragma once
// What a log asks a witness and what it is answered: C2SP tlog-witness 1.0.0 `add-checkpoint`,
// apart from HTTP.

#include <functional>
#include <string>
#include <string_view>

#include "bulletin/log/checkpoint.h"
#include "bulletin/log/merkle_proof.h"

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

/// Type of a conflict's body.
inline constexpr std::string_view kSizeType = "text/x.tlog.size";

struct WitnessAnswer {
  WitnessStatus status = WitnessStatus::kBadRequest;
  std::string body;  // ends in a newline
};

/// How a request reaches a witness: by a call, by HTTP. An error is that there was no answer.
using WitnessTransport = std::function<Result<WitnessAnswer>(std::string_view body)>;

}  // namespace viche::log
