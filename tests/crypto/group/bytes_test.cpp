#include "crypto/group/bytes.h"

#include <gtest/gtest.h>

namespace viche {
namespace {

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

}  // namespace
}  // namespace viche
