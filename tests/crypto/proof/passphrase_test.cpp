#include "crypto/proof/passphrase.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace viche {
namespace {

Secret<Bytes> words(std::string_view text) {
  const ByteView bytes = as_bytes(text);
  return Secret<Bytes>(Bytes(bytes.begin(), bytes.end()));
}

PassphraseCost cheap() { return PassphraseCost::create(8, 1).value(); }

// By OpenSSL's implementation, not libsodium's: Argon2id of python3-cryptography 4x with
// salt '0123456789abcdef', 2 iterations, 1 lane, 65536 KiB, 32 bytes.
TEST(Passphrase, TheKeyIsArgon2ids) {
  PassphraseSalt salt;
  const ByteView text = as_bytes("0123456789abcdef");
  std::copy(text.begin(), text.end(), salt.begin());
  const auto key =
      passphrase_key(words("correct horse battery"), salt, PassphraseCost::create(64, 2).value());
  EXPECT_EQ(to_hex(key.value().expose()),
            "a559768bd2b52579f6ee6d9d74ab913b8c1dc8210bb0b9811617975bdb249c2c");
}

TEST(Passphrase, CostsAreBounded) {
  EXPECT_TRUE(PassphraseCost::create(8, 1).ok());
  EXPECT_TRUE(PassphraseCost::create(1024, 16).ok());
  for (const auto& [mebibytes, passes] :
       {std::pair{7U, 1U}, {1025U, 1U}, {0xFFFFFFFFU, 1U}, {8U, 0U}, {8U, 17U}}) {
    EXPECT_FALSE(PassphraseCost::create(mebibytes, passes).ok()) << mebibytes << " " << passes;
  }
}

TEST(Passphrase, OpensWithItsOwnKeyAndHeaderOnly) {
  test::SeededRandom random(91);
  const PassphraseSalt salt{1, 2, 3};
  const auto key = passphrase_key(words("anna's words"), salt, cheap()).value();
  const Bytes message = random.bytes(96);
  const Bytes sealed = seal_with_key(message, as_bytes("header"), key, random);
  ASSERT_EQ(sealed.size(), message.size() + kSealOverhead);
  EXPECT_EQ(open_with_key(sealed, as_bytes("header"), key).value().expose(), message);
  EXPECT_NE(seal_with_key(message, as_bytes("header"), key, random), sealed) << "a fresh nonce";

  // Whatever is wrong, the answer is the same.
  const std::string said = "does not open: the passphrase is wrong, or the file was changed";
  EXPECT_EQ(open_with_key(sealed, as_bytes("Header"), key).error().message(), said);
  const auto other = passphrase_key(words("anna's word"), salt, cheap()).value();
  EXPECT_EQ(open_with_key(sealed, as_bytes("header"), other).error().message(), said);
  const auto salted = passphrase_key(words("anna's words"), PassphraseSalt{}, cheap()).value();
  EXPECT_EQ(open_with_key(sealed, as_bytes("header"), salted).error().message(), said);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes changed = sealed;
    changed[i] ^= 0x40;
    const auto opened = open_with_key(changed, as_bytes("header"), key);
    ASSERT_FALSE(opened.ok()) << i;
    EXPECT_EQ(opened.error().message(), said);
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(open_with_key(ByteView(sealed).first(size), as_bytes("header"), key).ok());
  }
}

}  // namespace
}  // namespace viche
