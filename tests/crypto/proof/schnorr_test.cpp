#include "crypto/proof/schnorr.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/crypto/group/rfc9496_vectors.h"
#include "tests/support/seeded_random.h"

namespace viche {
namespace {

Scalar scalar(std::string_view text) { return Scalar::decode(from_hex(text).value()).value(); }
Point point(std::string_view text) { return Point::decode(from_hex(text).value()).value(); }

// RFC 9591 appendix E.3, FROST(ristretto255, SHA-512): signers 1 and 3 of 3.
namespace rfc9591 {
constexpr const char* kGroupSecretKey =
    "1b25a55e463cfd15cf14a5d3acc3d15053f08da49c8afcf3ab265f2ebc4f970b";
constexpr const char* kGroupPublicKey =
    "e2a62f39eede11269e3bd5a7d97554f5ca384f9f6d3dd9c3c0d05083c7254f57";
constexpr const char* kMessage = "test";
struct Signer {
  std::uint64_t identifier;
  const char* share;
  const char* hiding_nonce;
  const char* binding_nonce;
  const char* hiding_commitment;
  const char* binding_commitment;
  const char* binding_factor;
  const char* signature_share;
};
constexpr Signer kSigners[] = {
    {1, "5c3430d391552f6e60ecdc093ff9f6f4488756aa6cebdbad75a768010b8f830e",
     "214f2cabb86ed71427ea7ad4283b0fae26b6746c801ce824b83ceb2b99278c03",
     "c9b8f5e16770d15603f744f8694c44e335e8faef00dad182b8d7a34a62552f0c",
     "965def4d0958398391fc06d8c2d72932608b1e6255226de4fb8d972dac15fd57",
     "ec5170920660820007ae9e1d363936659ef622f99879898db86e5bf1d5bf2a14",
     "8967fd70fa06a58e5912603317fa94c77626395a695a0e4e4efc4476662eba0c",
     "9285f875923ce7e0c491a592e9ea1865ec1b823ead4854b48c8a46287749ee09"},
    {3, "f17e505f0e2581c6acfe54d3846a622834b5e7b50cad9a2109a97ba7a80d5c04",
     "3f7927872b0f9051dd98dd73eb2b91494173bbe0feb65a3e7e58d3e2318fa40f",
     "ffd79445fb8030f0a3ddd3861aa4b42b618759282bfe24f1f9304c7009728305",
     "480e06e3de182bf83489c45d7441879932fd7b434a26af41455756264fbd5d6e",
     "3064746dfd3c1862ef58fc68c706da287dd925066865ceacc816b3a28c7b363b",
     "f2c1bb7c33a10511158c2f1766a4a5fadf9f86f2a92692ed333128277cc31006",
     "7cb211fe0e3d59d25db6e36b3fb32344794139602a7b24f1ae0dc4e26ad7b908"},
};
constexpr const char* kSignature =
    "fc45655fbc66bbffad654ea4ce5fdae253a49a64ace25d9adb62010dd9fb2555"
    "2164141787162e5b4cab915b4aa45d94655dbb9ed7c378a53b980a0be220a802";
}  // namespace rfc9591

TEST(Schnorr, Rfc9591GroupSignatureVerifies) {
  const Point PK = point(rfc9591::kGroupPublicKey);
  EXPECT_EQ(multiply_base(scalar(rfc9591::kGroupSecretKey)), PK);
  const Bytes bytes = from_hex(rfc9591::kSignature).value();
  const SchnorrSignature signature = SchnorrSignature::decode(bytes).value();
  EXPECT_TRUE(schnorr_verify(PK, as_bytes(rfc9591::kMessage), signature));
  const Bytes64 again = signature.encode();
  EXPECT_TRUE(std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()));
}

// Each signer's share is d + rho e + c lambda s, so that our challenge is checked against the RFC's
// by itself.
TEST(Schnorr, Rfc9591SharesAgreeWithTheChallenge) {
  const SchnorrSignature signature =
      SchnorrSignature::decode(from_hex(rfc9591::kSignature).value()).value();
  const Scalar c =
      schnorr_challenge(signature.R, point(rfc9591::kGroupPublicKey), as_bytes(rfc9591::kMessage));
  Point R;
  Scalar z;
  for (const rfc9591::Signer& signer : rfc9591::kSigners) {
    const Scalar x_i = Scalar::from_u64(signer.identifier);
    const Scalar x_j = Scalar::from_u64(4 - signer.identifier);  // the other of 1 and 3
    const Scalar lambda = x_j * (x_j - x_i).inverse();
    const Scalar rho = scalar(signer.binding_factor);
    EXPECT_EQ(multiply_base(scalar(signer.hiding_nonce)), point(signer.hiding_commitment));
    EXPECT_EQ(multiply_base(scalar(signer.binding_nonce)), point(signer.binding_commitment));
    EXPECT_EQ(scalar(signer.hiding_nonce) + rho * scalar(signer.binding_nonce) +
                  c * lambda * scalar(signer.share),
              scalar(signer.signature_share));
    R += point(signer.hiding_commitment) + multiply(rho, point(signer.binding_commitment));
    z += scalar(signer.signature_share);
  }
  EXPECT_EQ(R, signature.R);
  EXPECT_EQ(z, signature.z);
}

class SchnorrSigning : public testing::Test {
 protected:
  test::SeededRandom random_{12};
  Secret<Scalar> x_{random_.scalar()};
  Point PK_ = multiply_base(x_.expose());
  Bytes message_ = {1, 2, 3};
  SchnorrSignature signature_ = schnorr_sign(x_, PK_, message_, random_);
};

TEST_F(SchnorrSigning, VerifiesForThisKeyAndMessageOnly) {
  EXPECT_TRUE(schnorr_verify(PK_, message_, signature_));
  EXPECT_FALSE(schnorr_verify(PK_ + Point::base(), message_, signature_));
  EXPECT_FALSE(schnorr_verify(PK_, ByteView(message_).first(2), signature_));
  EXPECT_FALSE(schnorr_verify(PK_, ByteView(), signature_));
  const SchnorrSignature empty = schnorr_sign(x_, PK_, {}, random_);
  EXPECT_TRUE(schnorr_verify(PK_, {}, empty));
}

TEST_F(SchnorrSigning, NoncesDiffer) {
  EXPECT_FALSE(schnorr_sign(x_, PK_, message_, random_).R == signature_.R);
  // The same state of the generator, another message: a nonce that repeated would give the key
  // away.
  test::SeededRandom one(13);
  test::SeededRandom two(13);
  EXPECT_FALSE(schnorr_sign(x_, PK_, message_, one).R == schnorr_sign(x_, PK_, {}, two).R);
}

TEST_F(SchnorrSigning, EveryBitMatters) {
  for (std::size_t bit = 0; bit < 512; ++bit) {
    Bytes64 bytes = signature_.encode();
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ 1U << (bit % 8));
    const Result<SchnorrSignature> other = SchnorrSignature::decode(bytes);
    if (other) {
      EXPECT_FALSE(schnorr_verify(PK_, message_, *other)) << bit;
    }
  }
}

TEST_F(SchnorrSigning, DecodeRefusesWhatIsNotASignature) {
  const Bytes64 bytes = signature_.encode();
  for (std::size_t length = 0; length < 64; ++length) {
    EXPECT_FALSE(SchnorrSignature::decode(ByteView(bytes).first(length)).ok()) << length;
  }
  Bytes longer(bytes.begin(), bytes.end());
  longer.push_back(0);
  EXPECT_FALSE(SchnorrSignature::decode(longer).ok());

  Bytes64 identity = bytes;
  std::fill_n(identity.begin(), 32, std::uint8_t{0});
  EXPECT_EQ(SchnorrSignature::decode(identity).error().where, "signature R");
  Bytes64 bad_point = bytes;
  const Bytes invalid = from_hex(test::kInvalidPoints[0]).value();
  std::copy(invalid.begin(), invalid.end(), bad_point.begin());
  EXPECT_EQ(SchnorrSignature::decode(bad_point).error().where, "signature R");
  Bytes64 bad_scalar = bytes;
  std::fill_n(bad_scalar.begin() + 32, 32, std::uint8_t{0xff});
  EXPECT_EQ(SchnorrSignature::decode(bad_scalar).error().where, "signature z");
}

// With PK the identity, z = k signs everything; with R the identity, z = c x tells x.
TEST_F(SchnorrSigning, RefusesIdentities) {
  const Scalar k = Scalar::from_u64(5);
  EXPECT_FALSE(schnorr_verify(Point::identity(), message_, {multiply_base(k), k}));
  const Scalar c = schnorr_challenge(Point::identity(), PK_, message_);
  EXPECT_FALSE(schnorr_verify(PK_, message_, {Point::identity(), c * x_.expose()}));
}

}  // namespace
}  // namespace viche
