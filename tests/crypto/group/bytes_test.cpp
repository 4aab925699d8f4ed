#include "crypto/group/bytes.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace viche {
namespace {

Bytes text_bytes(std::string_view text) {
  const ByteView view = as_bytes(text);
  return {view.begin(), view.end()};
}

TEST(Integers, AreBigEndian) {
  Bytes out;
  append_u8(out, 0x01);
  append_u16(out, 0x0203);
  append_u32(out, 0x04050607);
  append_u64(out, 0x08090a0b0c0d0e0f);
  append(out, as_bytes("z"));
  EXPECT_EQ(to_hex(out), "0102030405060708090a0b0c0d0e0f7a");
  EXPECT_EQ(as_text(out).back(), 'z');
}

TEST(Hex, RoundTripsAndRefusesEveryOtherSpelling) {
  const Bytes bytes = {0x00, 0x1f, 0xa0, 0xff};
  EXPECT_EQ(to_hex(bytes), "001fa0ff");
  EXPECT_EQ(from_hex("001fa0ff").value(), bytes);
  EXPECT_TRUE(from_hex("").value().empty());
  for (const char* text : {"0", "001fa0f", "001FA0FF", "0x1f", "00 1", " 001", "001g", "00\n"}) {
    EXPECT_FALSE(from_hex(text).ok()) << text;
  }
  EXPECT_EQ(from_hex("0g").error().message(), "character 1: not a lower-case hexadecimal digit");
}

TEST(Hex, Bytes32IsExactlySixtyFourDigits) {
  const std::string digits(64, 'a');
  EXPECT_EQ(to_hex(bytes32_from_hex(digits).value()), digits);
  EXPECT_FALSE(bytes32_from_hex("").ok());
  EXPECT_FALSE(bytes32_from_hex(digits.substr(1)).ok());
  EXPECT_FALSE(bytes32_from_hex(digits.substr(2)).ok());
  EXPECT_FALSE(bytes32_from_hex(digits + "aa").ok());
  EXPECT_FALSE(bytes32_from_hex(digits.substr(1) + "A").ok());
}

// RFC 4648 section 10.
TEST(Base64, PublishedVectors) {
  const std::pair<const char*, const char*> vectors[] = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
  };
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(to_base64(as_bytes(plain)), coded);
    EXPECT_EQ(from_base64(coded).value(), text_bytes(plain)) << coded;
  }
  EXPECT_EQ(to_base64(Bytes{0xfb, 0xff, 0xfe}), "+//+");
}

TEST(Base64, RefusesMalformedText) {
  for (const char* text :
       {"Z", "Zg", "Zg=", "Zg===", "=", "==", "===", "====", "Z===", "=Zg=", "Zg==Zg==", "Zm8=Zm8=",
        "Zm9v====", "Zm 9", "Zm9v\n", "Zm9v\n\n\n\n", "-__-", "Zm9*", "Z=g="}) {
    EXPECT_FALSE(from_base64(text).ok()) << text;
  }
  EXPECT_EQ(from_base64("Zh==").error().message(), "character 1: unused base64 bits are not zero");
  EXPECT_EQ(from_base64("Zm9*").error().message(), "character 3: not a base64 digit");
}

// Whatever is accepted is the one spelling of its value: all 2^12 texts of two digits and two
// paddings, and a third of all texts with one padding, decode only if they encode back to
// themselves.
TEST(Base64, EveryAcceptedTextIsCanonical) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::size_t accepted = 0;
  for (const char a : digits) {
    for (const char b : digits) {
      const std::string text = {a, b, '=', '='};
      const Result<Bytes> bytes = from_base64(text);
      if (bytes) {
        ++accepted;
        EXPECT_EQ(to_base64(*bytes), text);
      }
      const std::string longer = {'Q', a, b, '='};
      const Result<Bytes> two = from_base64(longer);
      EXPECT_EQ(two.ok(), digits.find(b) % 4 == 0) << longer;
    }
  }
  EXPECT_EQ(accepted, 256U);
}

TEST(Base64, RoundTripsEveryLength) {
  const std::uint64_t seed = 4648;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  test::SeededRandom random(seed);
  for (std::size_t length = 0; length < 100; ++length) {
    const Bytes bytes = random.bytes(length);
    EXPECT_EQ(from_base64(to_base64(bytes)).value(), bytes);
    EXPECT_EQ(from_hex(to_hex(bytes)).value(), bytes);
  }
}

TEST(Reader, ReadsInOrderAndNamesTheOffsetOfWhatIsMissing) {
  const Bytes bytes = from_hex("0102030405060708090a0b0c0d0e0f").value();
  Reader reader(bytes);
  EXPECT_EQ(reader.u8("a").value(), 0x01);
  EXPECT_EQ(reader.u16("b").value(), 0x0203);
  EXPECT_EQ(reader.u32("c").value(), 0x04050607U);
  EXPECT_EQ(reader.finish().error().message(), "byte 7: 8 bytes after the end");
  EXPECT_EQ(reader.take(9, "the rest").error().message(),
            "byte 7: expected 9 bytes of the rest, only 8 are left");
  EXPECT_EQ(reader.position(), 7U);
  EXPECT_EQ(reader.u64("d").value(), 0x08090a0b0c0d0e0fULL);
  EXPECT_EQ(reader.remaining(), 0U);
  EXPECT_TRUE(reader.finish().ok());
  EXPECT_TRUE(reader.take(0, "nothing").ok());
  EXPECT_FALSE(reader.u8("more").ok());
  EXPECT_FALSE(reader.take(SIZE_MAX, "everything").ok());
}

TEST(Reader, Bytes32) {
  const Bytes bytes(40, 0xab);
  Reader reader(bytes);
  EXPECT_EQ(reader.bytes32("first").value()[31], 0xab);
  EXPECT_FALSE(reader.bytes32("second").ok());
}

}  // namespace
}  // namespace viche
