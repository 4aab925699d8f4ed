#include "crypto/proof/ed25519_sign.h"

#include <gtest/gtest.h>

namespace viche {
namespace {

// RFC 8032 section 7.1, tests 1 and 2.
TEST(Ed25519Signer, PublishedVectors) {
  const Ed25519Signer one(Secret<Bytes32>(
      bytes32_from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
          .value()));
  EXPECT_EQ(to_hex(one.public_key().bytes),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(
      to_hex(one.sign({})),
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3970"
      "1cf9b46bd25bf5f0595bbe24655141438e7a100b");
  const Ed25519Signer two(Secret<Bytes32>(
      bytes32_from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
          .value()));
  const Bytes message = {0x72};
  EXPECT_EQ(
      to_hex(two.sign(message)),
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613"
      "d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

TEST(Ed25519Signer, SignsWhatVerifies) {
  const Ed25519Signer signer(Secret<Bytes32>(Bytes32{1}));
  const Ed25519Signer other(Secret<Bytes32>(Bytes32{2}));
  const Bytes64 signature = signer.sign(as_bytes("checkpoint"));
  EXPECT_TRUE(Ed25519PublicKey::decode(signer.public_key().bytes).ok());
  EXPECT_TRUE(ed25519_verify(signer.public_key(), as_bytes("checkpoint"), signature));
  EXPECT_FALSE(ed25519_verify(signer.public_key(), as_bytes("checkpoinT"), signature));
  EXPECT_FALSE(ed25519_verify(other.public_key(), as_bytes("checkpoint"), signature));
}

}  // namespace
}  // namespace viche
