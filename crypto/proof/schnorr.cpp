#include "crypto/proof/schnorr.h"

#include <algorithm>

#include "crypto/group/condition.h"
#include "crypto/group/fixed_bases.h"
#include "crypto/group/hash.h"
#include "crypto/proof/hedged_lanes.h"
#include "crypto/proof/nonce.h"

namespace viche {
namespace {

constexpr const char* kNonceTag = "viche/v1/schnorr-nonce";

ScalarLanes challenges(std::span<const SchnorrRequest> requests, const EncodedLanes& R) {
  std::vector<Bytes> messages(requests.size());
  for (std::size_t lane = 0; lane < requests.size(); ++lane) {
    append_schnorr_prefix(messages[lane], R[lane], requests[lane].PK);
    append(messages[lane], requests[lane].message);
  }
  const std::vector<ByteView> views(messages.begin(), messages.end());
  std::vector<Bytes64> digests(requests.size());
  sha512_many(views, digests);
  return ScalarLanes::reduce(digests);
}

}  // namespace

Result<SchnorrSignature> SchnorrSignature::decode(ByteView bytes) {
  Reader reader(bytes);
  VICHE_ASSIGN(const ByteView R_bytes, reader.take(32, "signature R"));
  VICHE_ASSIGN(const ByteView z_bytes, reader.take(32, "signature z"));
  VICHE_TRY(reader.finish());
  const Result<Point> R = Point::decode(R_bytes);
  if (VICHE_FAULT(!R)) return R.error().at("signature R");
  if (VICHE_FAULT(R->is_identity())) return Error{"the identity is not allowed", "signature R"};
  const Result<Scalar> z = Scalar::decode(z_bytes);
  if (VICHE_FAULT(!z)) return z.error().at("signature z");
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
void append_schnorr_prefix(Bytes& out, ByteView R, ByteView PK) {
  append(out, as_bytes("FROST-RISTRETTO255-SHA512-v1"));
  append(out, as_bytes("chal"));
  append(out, R);
  append(out, PK);
}

Scalar schnorr_challenge(ByteView R, ByteView PK, ByteView message) {
  Bytes prefix;
  append_schnorr_prefix(prefix, R, PK);
  return Scalar::reduce(Sha512().update(prefix).update(message).finish());
}

Scalar schnorr_challenge(const Point& R, const Point& PK, ByteView message) {
  return schnorr_challenge(ByteView(R.encode()), ByteView(PK.encode()), message);
}

SchnorrSignature schnorr_sign(const Secret<Scalar>& x, const Point& PK, ByteView message,
                              RandomSource& random) {
  const Bytes32 PK_bytes = PK.encode();
  const Secret<Bytes32> x_bytes(x.expose().encode());
  const Secret<Scalar> k =
      hedged_scalar(kNonceTag, 0, random, {x_bytes.expose()}, {PK_bytes, message});
  const Point R = multiply_base(k.expose());
  const Scalar c = schnorr_challenge(R.encode(), PK_bytes, message);
  const Secret<Scalar> c_x(c * x.expose());
  return SchnorrSignature{R, k.expose() + c_x.expose()};
}

std::vector<Bytes64> schnorr_sign_many(std::span<const SchnorrRequest> requests,
                                       RandomSource& random) {
  constexpr std::size_t kLanes = ScalarLanes::kLanes;
  std::vector<Bytes64> signatures(requests.size());
  for (std::size_t begin = 0; begin < requests.size(); begin += kLanes) {
    const auto some = requests.subspan(begin, std::min(kLanes, requests.size() - begin));
    HedgedLanes nonces(kNonceTag);
    Secret<ScalarLanes> x{ScalarLanes()};
    for (std::size_t lane = 0; lane < some.size(); ++lane) {
      const Secret<Bytes32> x_bytes(some[lane].x->expose().encode());
      nonces.add({x_bytes.expose()}, {some[lane].PK, some[lane].message});
      x.expose_mutable().set_lane(lane, some[lane].x->expose());
    }
    const Secret<std::vector<ScalarLanes>> k = nonces.draw(1, random);
    const EncodedLanes R = FixedBases::base().multi_multiply(k.expose(), {}, some.size());
    std::vector<Scalar> z(some.size());
    const Secret<ScalarLanes> c_x(challenges(some, R) * x.expose());
    (k.expose()[0] + c_x.expose()).store(z);
    for (std::size_t lane = 0; lane < some.size(); ++lane) {
      const Bytes32 z_bytes = z[lane].encode();
      Bytes64& signature = signatures[begin + lane];
      std::copy(z_bytes.begin(), z_bytes.end(),
                std::copy(R[lane].begin(), R[lane].end(), signature.begin()));
    }
  }
  wipe_stack();
  return signatures;
}

bool schnorr_verify(const Point& PK, ByteView message, const SchnorrSignature& signature) {
  if (PK.is_identity() || signature.R.is_identity()) return false;
  const Scalar c = schnorr_challenge(signature.R, PK, message);
  return multiply_base(signature.z) == signature.R + multiply(c, PK);
}

}  // namespace viche
