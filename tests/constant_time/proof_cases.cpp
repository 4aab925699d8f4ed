// Scalars, hashing, and what is signed, proved and sealed with them.

#include <array>

#include "crypto/group/hash.h"
#include "crypto/group/scalar_lanes.h"
#include "crypto/proof/chaum_pedersen.h"
#include "crypto/proof/ed25519_sign.h"
#include "crypto/proof/nonce.h"
#include "crypto/proof/schnorr.h"
#include "crypto/proof/sealed_box.h"
#include "tests/constant_time/cases.h"
#include "tests/constant_time/secrecy.h"
#include "tests/support/seeded_random.h"

namespace viche::test {
namespace {

void scalars() {
  SeededRandom random(1);
  Scalar a = random.scalar(), b = random.scalar();
  poison(a);
  poison(b);
  publish(a == b, "whether they are equal");
  publish(a.is_zero(), "whether it is zero");
  publish(ScalarLanes::equal(ScalarLanes::broadcast(a), ScalarLanes::broadcast(b)),
          "which lanes are equal");
  std::uint64_t small = 5;
  poison(small);
  publish(Scalar::from_u64(small), "the small number");
}

void hashes() {
  Bytes message = SeededRandom(1).bytes(300);
  poison(message);
  publish(ByteView(sha512(message)), "SHA-512");
  std::array<Bytes64, 2> digests;
  sha512_many(std::array{ByteView(message), ByteView(message).first(7)}, digests);
  publish(digests, "SHA-512 of many");
  publish(ByteView(sha256(message)), "SHA-256");
}

void nonces() {
  SecretRandom random;
  Bytes32 witness{1};
  poison(witness);
  const Secret<Scalar> nonce = hedged_scalar("viche/v1/test", 3, random, {witness}, {});
  publish(nonce.expose(), "the nonce");
}

void schnorr() {
  SeededRandom seeded(1);
  const Scalar x = seeded.scalar();
  const Point PK = multiply_base(x);
  SecretRandom random;
  const Bytes message = seeded.bytes(40);
  const SchnorrSignature signature = schnorr_sign(poisoned(x), PK, message, random);
  publish(signature, "the signature");
  require(schnorr_verify(PK, message, signature), "the signature does not hold");
}

void chaum_pedersen() {
  SeededRandom seeded(1);
  const Scalar x = seeded.scalar();
  const Point B = seeded.point();
  const ChaumPedersenStatement statement{B, multiply_base(x), multiply(x, B), seeded.scalar()};
  SecretRandom random;
  const ChaumPedersenProof proof = chaum_pedersen_prove(poisoned(x), statement, random);
  publish(proof, "the proof");
  require(chaum_pedersen_verify(statement, proof), "the proof does not hold");
}

void ed25519() {
  const Ed25519Signer signer(poisoned(SeededRandom(1).bytes32()));
  const Bytes message = SeededRandom(2).bytes(40);
  const Bytes64 signature = signer.sign(message);
  publish(signer.public_key(), "the public key");
  publish(ByteView(signature), "the signature");
  require(ed25519_verify(signer.public_key(), message, signature), "the signature does not hold");
}

void boxes() {
  SeededRandom random(1);
  const Secret<Bytes32> recipient = poisoned(random.bytes32());
  const X25519PublicKey key = x25519_public_key(recipient);
  publish(key, "the recipient's key");
  Bytes message = random.bytes(200);
  poison(message);
  Bytes box = seal_box(message, key, poisoned(random.bytes32()));
  publish(ByteView(box), "the box");
  const auto opened = open_box(box, recipient);
  require(opened.ok(), "the box does not open");
  publish(opened->expose(), "the message");
  box.back() ^= 1U;
  require(!open_box(box, recipient).ok(), "an altered box opens");
}

}  // namespace

std::span<const Case> proof_cases() {
  static constexpr Case kCases[] = {{"scalars", scalars},
                                    {"hashes", hashes},
                                    {"nonce", nonces},
                                    {"schnorr_sign", schnorr},
                                    {"chaum_pedersen_prove", chaum_pedersen},
                                    {"ed25519_sign", ed25519},
                                    {"sealed_box", boxes}};
  return kCases;
}

}  // namespace viche::test
