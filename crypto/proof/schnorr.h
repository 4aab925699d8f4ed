#pragma once
// Schnorr signatures in the form of FROST(ristretto255, SHA-512), RFC 9591 section 6.2.

#include <span>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/point.h"
#include "crypto/group/random.h"
#include "crypto/group/scalar.h"
#include "crypto/proof/secret.h"

namespace viche {

/// (R, z); on the wire R || z, 64 bytes.
struct SchnorrSignature {
  Point R;
  Scalar z;

  /// Exactly 64 bytes; R a point other than the identity, z below l.
  static Result<SchnorrSignature> decode(ByteView bytes);
  [[nodiscard]] Bytes64 encode() const;
  friend bool operator==(const SchnorrSignature&, const SchnorrSignature&) = default;
};

/// c = SHA-512("FROST-RISTRETTO255-SHA512-v1" || "chal" || R || PK || message) mod l.
Scalar schnorr_challenge(const Point& R, const Point& PK, ByteView message);
/// The same from encodings at hand.
Scalar schnorr_challenge(ByteView R, ByteView PK, ByteView message);

/// Appends what stands before the message in the bytes that are hashed for c.
void append_schnorr_prefix(Bytes& out, ByteView R, ByteView PK);

/// R = k G with k hedged, z = k + c x; PK = x G is the caller's promise. Constant time in x and k.
SchnorrSignature schnorr_sign(const Secret<Scalar>& x, const Point& PK, ByteView message,
                              RandomSource& random);

/// What one of many signatures is made of; all of it outlives the call.
struct SchnorrRequest {
  const Secret<Scalar>* x;
  Bytes32 PK;  // its encoding
  ByteView message;
};
/// The encoded signatures: as schnorr_sign makes them one after the other from the same randomness,
/// 64 at a time on the active kernel.
std::vector<Bytes64> schnorr_sign_many(std::span<const SchnorrRequest> requests,
                                       RandomSource& random);

/// z G = R + c PK. A PK or R that is the identity is refused.
bool schnorr_verify(const Point& PK, ByteView message, const SchnorrSignature& signature);

}  // namespace viche
