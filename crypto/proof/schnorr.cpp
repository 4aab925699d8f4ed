#include "crypto/proof/schnorr.h"

#include <algorithm>

#include "crypto/group/hash.h"
#include "crypto/proof/nonce.h"

namespace viche {

Result<SchnorrSignature> SchnorrSignature::decode(ByteView bytes) {
  Reader reader(bytes);
  VICHE_ASSIGN(const ByteView R_bytes, reader.take(32, "signature R"));
  VICHE_ASSIGN(const ByteView z_bytes, reader.take(32, "signature z"));
  VICHE_TRY(reader.finish());
  const Result<Point> R = Point::decode(R_bytes);
  if (!R) return R.error().at("signature R");
  if (R->is_identity()) return Error{"the identity is not allowed", "signature R"};
  const Result<Scalar> z = Scalar::decode(z_bytes);
  if (!z) return z.error().at("signature z");
  return SchnorrSignature{*R, *z};
}

Bytes64 SchnorrSignature::encode() const {
  const Bytes32 R_bytes = R.encode();
  const Bytes32 z_bytes = z.encode();
  Bytes64 out;
  std::copy(z_bytes.begin(), z_bytes.end(), std::copy(R_bytes.begin(), R_bytes.end(), out.begin()));
  return out;
}

// RFC 9591's H2 concatenates without length prefixes; R and PK are of fixed length and the message
// comes last.
Scalar schnorr_challenge(ByteView R, ByteView PK, ByteView message) {
  Sha512 hash;
  hash.update(as_bytes("FROST-RISTRETTO255-SHA512-v1")).update(as_bytes("chal"));
  hash.update(R).update(PK).update(message);
  return Scalar::reduce(hash.finish());
}

Scalar schnorr_challenge(const Point& R, const Point& PK, ByteView message) {
  return schnorr_challenge(ByteView(R.encode()), ByteView(PK.encode()), message);
}

SchnorrSignature schnorr_sign(const Secret<Scalar>& x, const Point& PK, ByteView message,
                              RandomSource& random) {
  const Secret<Bytes32> x_bytes(x.expose().encode());
  const Secret<Scalar> k = hedged_scalar("viche/v1/schnorr-nonce", 0, random, {x_bytes.expose()},
                                         {PK.encode(), message});
  const Point R = multiply_base(k.expose());
  const Scalar c = schnorr_challenge(R, PK, message);
  return SchnorrSignature{R, k.expose() + c * x.expose()};
}

bool schnorr_verify(const Point& PK, ByteView message, const SchnorrSignature& signature) {
  if (PK.is_identity() || signature.R.is_identity()) return false;
  const Scalar c = schnorr_challenge(signature.R, PK, message);
  return multiply_base(signature.z) == signature.R + multiply(c, PK);
}

}  // namespace viche
