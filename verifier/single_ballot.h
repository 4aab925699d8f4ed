#pragma once
// One ballot's fields read one by one, with any arithmetic.

#include "verifier/arithmetic.h"

namespace viche::verifier {

/// A ballot whose fields have been decoded and whose challenges have been recomputed.
struct BallotProof {
  const StyleLayout* style = nullptr;
  Element K, M, A, B, R;
  std::vector<Element> C;  // C_0, ..., C_n
  std::vector<Number> f;   // f_p at [p - 1]
  Number z, signature_z;
  Number y, x, c;  // y, x of the proof, c of the signature
};

/// The points C_0, ..., C_n; nothing if one of them does not decode or C_0 is the identity.
std::optional<std::vector<Element>> read_ciphertext(const Arithmetic& arithmetic,
                                                    const BallotFields& fields);

/// The finding without its verdict; the proof if there is no fault.
std::optional<BallotProof> read_ballot(const Arithmetic& arithmetic, const Bytes32& election,
                                       const BallotFields& fields, BallotFinding& finding);

}  // namespace viche::verifier
