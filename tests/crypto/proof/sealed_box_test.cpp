#include "crypto/proof/sealed_box.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include "tests/support/seeded_random.h"

namespace viche {
namespace {

class SealedBox : public testing::Test {
 protected:
  test::SeededRandom random_{15};
  Secret<Bytes32> recipient_secret_{random_.bytes32()};
  X25519PublicKey recipient_ = x25519_public_key(recipient_secret_);
  Secret<Bytes32> ephemeral_{random_.bytes32()};
  Bytes message_ = random_.bytes(116);
  Bytes box_ = seal_box(message_, recipient_, ephemeral_);
};

// RFC 7748 section 6.1.
TEST(X25519, PublicKeyOfThePublishedSecret) {
  const Secret<Bytes32> alice(
      bytes32_from_hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a").value());
  EXPECT_EQ(to_hex(x25519_public_key(alice).bytes),
            "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
}

TEST_F(SealedBox, LibsodiumOpensIt) {
  ASSERT_EQ(box_.size(), message_.size() + kSealedBoxOverhead);
  Bytes opened(message_.size());
  ASSERT_EQ(crypto_box_seal_open(opened.data(), box_.data(), box_.size(), recipient_.bytes.data(),
                                 recipient_secret_.expose().data()),
            0);
  EXPECT_EQ(opened, message_);
}

TEST_F(SealedBox, OpensLibsodiumsOwn) {
  Bytes box(message_.size() + crypto_box_SEALBYTES);
  ASSERT_EQ(crypto_box_seal(box.data(), message_.data(), message_.size(), recipient_.bytes.data()),
            0);
  EXPECT_EQ(open_box(box, recipient_secret_).value().expose(), message_);
}

TEST_F(SealedBox, OpensForTheRecipientAndWithTheEphemeralSecret) {
  EXPECT_EQ(open_box(box_, recipient_secret_).value().expose(), message_);
  EXPECT_EQ(open_box_with_ephemeral(box_, recipient_, ephemeral_).value(), message_);
  EXPECT_EQ(seal_box(message_, recipient_, ephemeral_), box_);
  const Bytes empty = seal_box({}, recipient_, ephemeral_);
  EXPECT_EQ(empty.size(), kSealedBoxOverhead);
  EXPECT_TRUE(open_box(empty, recipient_secret_).value().expose().empty());
  EXPECT_TRUE(open_box_with_ephemeral(empty, recipient_, ephemeral_).value().empty());
}

TEST_F(SealedBox, RefusesOtherKeys) {
  const Secret<Bytes32> other(random_.bytes32());
  EXPECT_FALSE(open_box(box_, other).ok());
  EXPECT_FALSE(open_box_with_ephemeral(box_, recipient_, other).ok());
  EXPECT_FALSE(open_box_with_ephemeral(box_, x25519_public_key(other), ephemeral_).ok());
  EXPECT_FALSE(open_box_with_ephemeral(box_, recipient_, recipient_secret_).ok());
}

TEST_F(SealedBox, RefusesEveryAlteredByteAndEveryLength) {
  for (std::size_t i = 0; i < box_.size(); ++i) {
    Bytes bad = box_;
    bad[i] ^= 0x10;
    EXPECT_FALSE(open_box(bad, recipient_secret_).ok()) << i;
    EXPECT_FALSE(open_box_with_ephemeral(bad, recipient_, ephemeral_).ok()) << i;
  }
  for (std::size_t length = 0; length < box_.size(); ++length) {
    EXPECT_FALSE(open_box(ByteView(box_).first(length), recipient_secret_).ok()) << length;
    EXPECT_FALSE(
        open_box_with_ephemeral(ByteView(box_).first(length), recipient_, ephemeral_).ok());
  }
  Bytes longer = box_;
  longer.push_back(0);
  EXPECT_FALSE(open_box(longer, recipient_secret_).ok());
}

// A box whose ephemeral key is not of the secret that encrypted it: the recipient cannot open it,
// so that publishing that secret must not make it look as if they could.
TEST_F(SealedBox, RefusesAnEphemeralSecretThatIsNotTheBoxesOwn) {
  const X25519PublicKey wrong = x25519_public_key(Secret<Bytes32>(random_.bytes32()));
  Bytes keys(wrong.bytes.begin(), wrong.bytes.end());
  append(keys, recipient_.bytes);
  Bytes nonce(crypto_box_NONCEBYTES);
  crypto_generichash(nonce.data(), nonce.size(), keys.data(), keys.size(), nullptr, 0);
  Bytes box(message_.size() + kSealedBoxOverhead);
  std::copy(wrong.bytes.begin(), wrong.bytes.end(), box.begin());
  ASSERT_EQ(crypto_box_easy(box.data() + 32, message_.data(), message_.size(), nonce.data(),
                            recipient_.bytes.data(), ephemeral_.expose().data()),
            0);
  EXPECT_FALSE(open_box(box, recipient_secret_).ok());
  EXPECT_FALSE(open_box_with_ephemeral(box, recipient_, ephemeral_).ok());
}

// An all-zero ephemeral key gives a shared secret that everybody knows.
TEST_F(SealedBox, RefusesAnEphemeralKeyOfSmallOrder) {
  Bytes bad = box_;
  std::fill_n(bad.begin(), 32, std::uint8_t{0});
  EXPECT_FALSE(open_box(bad, recipient_secret_).ok());
}

}  // namespace
}  // namespace viche
