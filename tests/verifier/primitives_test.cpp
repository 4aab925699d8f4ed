// Transcripts, generators, Merkle tree, Schnorr signatures and numbers against values from
// elsewhere: Python's hashlib with libsodium by ctypes, RFC 6962's reference trees, RFC 9591.

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"
#include "verifier/election.h"
#include "verifier/transcript.h"

namespace viche::verifier {
namespace {

// RFC 9591 appendix E.3, FROST(ristretto255, SHA-512), message "test".
constexpr std::string_view kRfc9591Signature =
    "fc45655fbc66bbffad654ea4ce5fdae253a49a64ace25d9adb62010dd9fb2555"
    "2164141787162e5b4cab915b4aa45d94655dbb9ed7c378a53b980a0be220a802";

class Primitives : public testing::TestWithParam<bool> {
 protected:
  SystemRandom random_;
  std::unique_ptr<Arithmetic> arithmetic_ =
      GetParam() ? make_sodium_arithmetic() : make_fast_arithmetic(random_);

  std::string hex(const Element& element) const { return to_hex(arithmetic_->encode(element)); }
  Element point(std::string_view text) const {
    return arithmetic_->decode(from_hex(text).value()).value();
  }
};
INSTANTIATE_TEST_SUITE_P(, Primitives, testing::Bool(), [](const auto& tested) {
  return std::string(tested.param ? "sodium" : "fast");
});

TEST_P(Primitives, Generators) {
  EXPECT_EQ(hex(generator_H(*arithmetic_)),
            "144b25b9a5c63f42aee7c5451cffb8f1e0be6178058778614cc0e0a8d224b36c");
  const auto H_p = generators(*arithmetic_, "viche/v1/generator-Hp", 1019);
  const auto K_p = generators(*arithmetic_, "viche/v1/generator-Kp", 2);
  EXPECT_EQ(hex(H_p[0]), "a87a4a4e52fec6042c8902f5edf5a8831db2011a5dc318e4e3650aed1088f87d");
  EXPECT_EQ(hex(H_p[1]), "cea0613ee316e8028949dbcb16895a27132c8dbf5b75797484706e7aa7fcdf2d");
  EXPECT_EQ(hex(H_p[1018]), "e81f3f5caef92a57ed2091d5a1f529470e85003b0e2294e6de4d4a8e57ff9e09");
  EXPECT_EQ(hex(K_p[0]), "7ab463c08c0770130403704fffb4615f6b679915b9cfdeeebed92e25b83cfc07");
  EXPECT_EQ(hex(K_p[1]), "46880e650f71b65405393671533391ffb8fc4daf82fffcf67c15a52911dbc063");
}

TEST_P(Primitives, HashToScalar) {
  const Bytes first(32, 1);
  const Bytes second(32, 2);
  const Number x =
      arithmetic_->reduce(Transcript("viche/v1/ballot-x").item(first).item(second).h64());
  EXPECT_EQ(to_hex(x.bytes), "4cd9a57ec5b86728e818a216f1029c9a51080079805e7f477a276d58d4115505");
}

TEST_P(Primitives, Rfc9591Signature) {
  const Element PK = point("e2a62f39eede11269e3bd5a7d97554f5ca384f9f6d3dd9c3c0d05083c7254f57");
  const Bytes signature = from_hex(kRfc9591Signature).value();
  const Element R = arithmetic_->decode(ByteView(signature).first(32)).value();
  const Number z = decode_number(ByteView(signature).last(32)).value();
  EXPECT_TRUE(schnorr_holds(*arithmetic_, PK, as_bytes("test"), R, z));
  EXPECT_FALSE(schnorr_holds(*arithmetic_, PK, as_bytes("tesu"), R, z));
  EXPECT_FALSE(schnorr_holds(*arithmetic_, PK, as_bytes("test"), PK, z));
  EXPECT_FALSE(schnorr_holds(*arithmetic_, R, as_bytes("test"), R, z));
  EXPECT_FALSE(
      schnorr_holds(*arithmetic_, PK, as_bytes("test"), R, arithmetic_->add(z, number_from(1))));
}

TEST_P(Primitives, SchnorrRefusesTheIdentity) {
  const Element identity;
  EXPECT_FALSE(schnorr_holds(*arithmetic_, identity, {}, identity, Number{}));
  EXPECT_FALSE(schnorr_holds(*arithmetic_, identity, {}, arithmetic_->base(), number_from(1)));
  // R is the identity and z = c k: the equation holds, with k = 1.
  const Element PK = arithmetic_->base();
  const Number c =
      schnorr_challenge(*arithmetic_, arithmetic_->encode(identity), arithmetic_->encode(PK), {});
  EXPECT_FALSE(schnorr_holds(*arithmetic_, PK, {}, identity, c));
}

TEST_P(Primitives, NumbersFormAField) {
  viche::test::SeededRandom random(3);
  for (int i = 0; i < 50; ++i) {
    Bytes64 bytes;
    random.fill(bytes);
    const Number a = arithmetic_->reduce(bytes);
    random.fill(bytes);
    const Number b = arithmetic_->reduce(bytes);
    EXPECT_EQ(arithmetic_->multiply(a, arithmetic_->invert(a)), number_from(1));
    EXPECT_EQ(arithmetic_->subtract(arithmetic_->add(a, b), b), a);
  }
  EXPECT_EQ(arithmetic_->invert(Number{}), Number{});
  EXPECT_EQ(arithmetic_->multiply(number_from(1U << 20), number_from(1U << 20)),
            number_from(std::uint64_t{1} << 40));
}

TEST_P(Primitives, ElementsFormAGroup) {
  const Element G = arithmetic_->base();
  const std::vector<Number> five{number_from(2), number_from(3), Number{}};
  const std::vector<Element> Gs{G, G, G};
  const Element sum = arithmetic_->combine(five, Gs);
  Element added;
  for (int i = 0; i < 5; ++i) added = arithmetic_->add(added, G);
  EXPECT_TRUE(arithmetic_->equal(sum, added));
  EXPECT_TRUE(arithmetic_->is_identity(arithmetic_->subtract(sum, added)));
  EXPECT_TRUE(arithmetic_->is_identity(arithmetic_->combine({}, {})));
  EXPECT_EQ(arithmetic_->encode(Element{}), Bytes32{});
}

// RFC 9496 appendix A.3: encodings that are refused; and the wrong lengths.
TEST_P(Primitives, DecodesCanonicalPointsOnly) {
  for (const char* text : {"00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                           "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                           "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                           "0100000000000000000000000000000000000000000000000000000000000000",
                           "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                           "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"}) {
    EXPECT_FALSE(arithmetic_->decode(from_hex(text).value()).has_value()) << text;
  }
  EXPECT_FALSE(arithmetic_->decode({}).has_value());
  EXPECT_FALSE(arithmetic_->decode(Bytes(31)).has_value());
  EXPECT_FALSE(arithmetic_->decode(Bytes(33)).has_value());
  EXPECT_TRUE(arithmetic_->decode(Bytes(32)).has_value());
}

TEST_P(Primitives, DecodesAListAsItDecodesEach) {
  Bytes list;
  for (std::uint32_t i = 0; i < 200; ++i) {
    append(list, arithmetic_->encode(arithmetic_->map(Transcript("test").u32(i).h64())));
    if (i % 50 == 7) list[list.size() - 32] ^= 1;    // negative
    if (i % 64 == 63) list[list.size() - 1] = 0xff;  // not below 2^255 - 19
  }
  list.resize(list.size() + 32);  // the identity
  for (const std::size_t count : {0, 1, 15, 64, 65, 200, 201}) {
    const auto decoded = arithmetic_->decode_all(ByteView(list).first(32 * count));
    ASSERT_EQ(decoded.size(), count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto alone = arithmetic_->decode(ByteView(list).subspan(32 * i, 32));
      ASSERT_EQ(decoded[i].has_value(), alone.has_value()) << i;
      ASSERT_EQ(alone.has_value(), i % 50 != 7 && (i % 64 != 63 || i == 200)) << i;
      if (alone) {
        EXPECT_EQ(hex(*decoded[i]), hex(*alone));
      }
    }
  }
}

// libsodium 1.0.18 takes these for the element without the top bit: r = 0 or a second spelling
// would pass.
TEST_P(Primitives, RefusesASetTopBit) {
  Bytes32 identity{};
  Bytes32 base = arithmetic_->encode(arithmetic_->base());
  for (Bytes32* encoding : {&identity, &base}) {
    ASSERT_TRUE(arithmetic_->decode(*encoding));
    (*encoding)[31] |= 0x80;
    EXPECT_FALSE(arithmetic_->decode(*encoding));
  }
}

TEST_P(Primitives, Ed25519IsStrict) {
  // RFC 8032 section 7.1, test 2.
  const auto key =
      bytes32_from_hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c").value();
  const Bytes bytes = from_hex(
                          "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                          "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
                          .value();
  Bytes64 signature;
  std::copy(bytes.begin(), bytes.end(), signature.begin());
  const Bytes message{0x72};
  EXPECT_TRUE(arithmetic_->ed25519_verify(key, message, signature));
  for (std::size_t bit = 0; bit < 512; ++bit) {
    Bytes64 flipped = signature;
    flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1U << (bit % 8)));
    EXPECT_FALSE(arithmetic_->ed25519_verify(key, message, flipped)) << bit;
  }
  // The same s plus l.
  Bytes64 large = signature;
  const Bytes order =
      from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").value();
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += large[32 + i] + order[i];
    large[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  EXPECT_FALSE(arithmetic_->ed25519_verify(key, message, large));
  EXPECT_FALSE(arithmetic_->ed25519_key_ok(Bytes32{1}));  // the identity
  EXPECT_FALSE(arithmetic_->ed25519_key_ok(Bytes32{}));   // of order 4
}

TEST(Numbers, DecodesBelowTheOrderOnly) {
  Bytes order =
      from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").value();
  EXPECT_FALSE(decode_number(order).has_value());
  order[0] -= 1;
  EXPECT_TRUE(decode_number(order).has_value());
  EXPECT_TRUE(decode_number(Bytes(32)).has_value());
  EXPECT_FALSE(decode_number(Bytes(32, 0xff)).has_value());
  EXPECT_FALSE(decode_number(Bytes(31)).has_value());
  EXPECT_FALSE(decode_number(Bytes(33)).has_value());
}

TEST(Transcripts, KnownValues) {
  const Bytes hash(32, 7);
  EXPECT_EQ(
      to_hex(Transcript("viche/v1/statement").item(hash).u8(5).u16(3).item(as_bytes("body")).h64()),
      "4cb3c94f771eee00e0ccfe95aa90332b438c4e271d26b449585bf478607d4f7c"
      "b94992cceac2482dab46be5002b1f1f006ad630e179dee6aff05c1a57da5d1c6");
  EXPECT_EQ(to_hex(Transcript("viche/v1/election").item(Bytes(104, 'a')).h32()),
            "907f1648e5a5ee06af4dfc72da2f51c39793feff5f874cc848e8bb896f70817c");
}

TEST(Merkle, KnownTrees) {
  const std::vector<Bytes> data{{},
                                {0x00},
                                {0x10},
                                {0x20, 0x21},
                                {0x30, 0x31},
                                {0x40, 0x41, 0x42, 0x43},
                                {0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57},
                                {0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a,
                                 0x6b, 0x6c, 0x6d, 0x6e, 0x6f}};
  const std::vector<const char*> roots{
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Frontier frontier;
  EXPECT_EQ(to_hex(frontier.root()), roots[0]);
  for (std::size_t i = 0; i < data.size(); ++i) {
    frontier.add(leaf_hash(data[i]));
    EXPECT_EQ(to_hex(frontier.root()), roots[i + 1]);
  }
}

TEST(Merkle, InclusionProofsLeadToTheRootAndNothingElseDoes) {
  for (std::uint64_t size = 1; size <= 12; ++size) {
    std::vector<Bytes32> leaves;
    for (std::uint64_t i = 0; i < size; ++i)
      leaves.push_back(leaf_hash(Bytes{static_cast<std::uint8_t>(i)}));
    const Bytes32 root = merkle_root(leaves);
    for (std::uint64_t index = 0; index < size; ++index) {
      std::vector<Bytes32> proof;
      std::span<const Bytes32> range(leaves);
      for (std::uint64_t place = index; range.size() > 1;) {
        std::size_t left = 1;
        while (2 * left < range.size()) left *= 2;
        const bool is_left = place < left;
        proof.insert(proof.begin(), merkle_root(is_left ? range.subspan(left) : range.first(left)));
        range = is_left ? range.first(left) : range.subspan(left);
        if (!is_left) place -= left;
      }
      EXPECT_EQ(root_from_inclusion(leaves[index], index, size, proof), root);
      EXPECT_NE(root_from_inclusion(Bytes32{}, index, size, proof), root);
      EXPECT_NE(root_from_inclusion(leaves[index], index + 1, size, proof), root);
      EXPECT_FALSE(root_from_inclusion(leaves[index], size, size, proof).has_value());
      std::vector<Bytes32> longer = proof;
      longer.push_back(root);
      EXPECT_FALSE(root_from_inclusion(leaves[index], index, size, longer).has_value());
      if (proof.empty()) continue;
      proof.pop_back();
      EXPECT_FALSE(root_from_inclusion(leaves[index], index, size, proof).has_value());
    }
  }
}

TEST(X25519Keys, LowOrderIsRefused) {
  Bytes32 minus_one;
  minus_one.fill(0xff);
  minus_one[0] = 0xec;
  minus_one[31] = 0x7f;
  for (const Bytes32& low : {Bytes32{}, Bytes32{1}, minus_one}) EXPECT_FALSE(x25519_key_ok(low));
  EXPECT_TRUE(x25519_key_ok(Bytes32{9}));
}

}  // namespace
}  // namespace viche::verifier
