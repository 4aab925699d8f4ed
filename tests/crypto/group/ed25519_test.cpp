#include "crypto/group/ed25519.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>

#include "crypto/group/hash.h"
#include "crypto/group/scalar.h"
#include "tests/support/seeded_random.h"

namespace viche {
namespace {

template <std::size_t N>
std::array<std::uint8_t, N> array_from_hex(std::string_view text) {
  const Bytes bytes = from_hex(text).value();
  std::array<std::uint8_t, N> out{};
  EXPECT_EQ(bytes.size(), N);
  std::copy_n(bytes.begin(), N, out.begin());
  return out;
}

Bytes64 join(const Bytes32& R, const Bytes32& s) {
  Bytes64 signature;
  std::copy(s.begin(), s.end(), std::copy(R.begin(), R.end(), signature.begin()));
  return signature;
}

bool libsodium_accepts(const Bytes32& key, ByteView message, const Bytes64& signature) {
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     key.data()) == 0;
}

// A key pair whose secret scalar is at hand, to make signatures that an honest signer never makes.
struct Key {
  explicit Key(std::uint8_t first_byte) {
    Bytes32 seed{};
    seed[0] = first_byte;
    Bytes64 expanded = sha512(seed);
    crypto_sign_seed_keypair(A.data(), libsodium_key.data(), seed.data());
    expanded[0] &= 248;
    expanded[31] = static_cast<std::uint8_t>((expanded[31] & 127) | 64);
    std::fill(expanded.begin() + 32, expanded.end(), std::uint8_t{0});
    a = Scalar::reduce(expanded);
  }

  Bytes64 sign(ByteView message) const {
    Bytes64 signature;
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                         libsodium_key.data());
    return signature;
  }

  Bytes32 A;
  Scalar a;
  Bytes64 libsodium_key;
};

Scalar challenge(const Bytes32& R, const Bytes32& A, ByteView message) {
  return Scalar::reduce(Sha512().update(R).update(A).update(message).finish());
}

// The points of order 1, 2, 4 and 8, and their non-canonical encodings.
constexpr const char* kSmallOrder[] = {
    "0100000000000000000000000000000000000000000000000000000000000000",  // identity
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // order 2
    "0000000000000000000000000000000000000000000000000000000000000000",  // order 4
    "0000000000000000000000000000000000000000000000000000000000000080",  // order 4
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",  // order 8
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",  // order 8
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",  // order 8
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",  // order 8
    "0100000000000000000000000000000000000000000000000000000000000080",  // identity, x = -0
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // identity, y = p + 1
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",  // order 2, x = -0
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // order 4, y = p
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
};

// RFC 8032 section 7.1, tests 1 to 3.
TEST(Ed25519, PublishedVectors) {
  struct Vector {
    const char* key;
    const char* message;
    const char* signature;
  };
  const Vector vectors[] = {
      {"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf"
       "9"
       "b46bd25bf5f0595bbe24655141438e7a100b"},
      {"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f"
       "1"
       "1d8c387b2eaeb4302aeeb00d291612bb0c00"},
      {"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984"
       "d"
       "c6594a7c15e9716ed28dc027beceea1ec40a"},
  };
  for (const Vector& vector : vectors) {
    const Ed25519PublicKey key = Ed25519PublicKey::decode(from_hex(vector.key).value()).value();
    const Bytes message = from_hex(vector.message).value();
    EXPECT_TRUE(ed25519_verify(key, message, array_from_hex<64>(vector.signature)));
  }
}

TEST(Ed25519, EveryBitMatters) {
  const Key key(1);
  const Bytes message = {'v', 'o', 't', 'e'};
  const Bytes64 signature = key.sign(message);
  ASSERT_TRUE(ed25519_verify({key.A}, message, signature));
  for (std::size_t bit = 0; bit < 512; ++bit) {
    Bytes64 bad = signature;
    bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ 1U << (bit % 8));
    EXPECT_FALSE(ed25519_verify({key.A}, message, bad)) << bit;
  }
  for (std::size_t bit = 0; bit < 256; ++bit) {
    Bytes32 bad = key.A;
    bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ 1U << (bit % 8));
    EXPECT_FALSE(ed25519_verify({bad}, message, signature)) << bit;
  }
  EXPECT_FALSE(ed25519_verify({key.A}, ByteView(message).first(3), signature));
  EXPECT_FALSE(ed25519_verify({Key(2).A}, message, signature));
}

TEST(Ed25519, RefusesSNotBelowTheOrder) {
  const Key key(3);
  const Bytes64 signature = key.sign(as_bytes("m"));
  const Bytes order =
      from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").value();
  Bytes64 shifted = signature;  // s + l, the same residue
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += static_cast<unsigned>(signature[32 + i]) + order[i];
    shifted[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  EXPECT_TRUE(ed25519_verify({key.A}, as_bytes("m"), signature));
  EXPECT_FALSE(ed25519_verify({key.A}, as_bytes("m"), shifted));
}

TEST(Ed25519, RefusesKeysOfSmallOrderOrNotCanonical) {
  for (const char* text : kSmallOrder) {
    EXPECT_FALSE(Ed25519PublicKey::decode(from_hex(text).value()).ok()) << text;
  }
  // Every y from p to 2^255 - 1, with both signs of x.
  for (unsigned low = 0xed; low <= 0xff; ++low) {
    for (const unsigned high : {0x7fU, 0xffU}) {
      Bytes bytes(32, 0xff);
      bytes[0] = static_cast<std::uint8_t>(low);
      bytes[31] = static_cast<std::uint8_t>(high);
      EXPECT_FALSE(Ed25519PublicKey::decode(bytes).ok()) << to_hex(bytes);
    }
  }
  const Key key(4);
  EXPECT_TRUE(Ed25519PublicKey::decode(key.A).ok());
  EXPECT_FALSE(Ed25519PublicKey::decode(ByteView(key.A).first(31)).ok());
  EXPECT_FALSE(Ed25519PublicKey::decode(ByteView()).ok());
}

// R = identity and s = h a satisfy the equation s B = R + h A for every message.
TEST(Ed25519, RefusesRThatIsTheIdentityOrOfSmallOrder) {
  const Key key(5);
  for (const char* text : kSmallOrder) {
    const auto R = array_from_hex<32>(text);
    const Scalar h = challenge(R, key.A, as_bytes("m"));
    EXPECT_FALSE(ed25519_verify({key.A}, as_bytes("m"), join(R, (h * key.a).encode()))) << text;
  }
}

// A + T with T of order 8 behaves as A whenever 8 divides h: libsodium accepts such a signature,
// other verifiers that multiply by the cofactor or check the subgroup do not agree on them.
TEST(Ed25519, RefusesAKeyOfMixedOrderThatLibsodiumAccepts) {
  const Key key(6);
  const auto T = array_from_hex<32>(kSmallOrder[4]);
  Bytes32 mixed;
  ASSERT_EQ(crypto_core_ed25519_add(mixed.data(), key.A.data(), T.data()), 0);
  EXPECT_FALSE(Ed25519PublicKey::decode(mixed).ok());

  bool found = false;
  for (std::uint64_t i = 1; i < 200 && !found; ++i) {
    const Scalar r = Scalar::from_u64(i);
    Bytes32 R;
    ASSERT_EQ(crypto_scalarmult_ed25519_base_noclamp(R.data(), r.encode().data()), 0);
    const Scalar h = challenge(R, mixed, as_bytes("m"));
    const Bytes64 signature = join(R, (r + h * key.a).encode());
    found = libsodium_accepts(mixed, as_bytes("m"), signature);
    EXPECT_FALSE(ed25519_verify({mixed}, as_bytes("m"), signature));
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace viche
