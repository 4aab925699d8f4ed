// M1: JSON as docs/protocol.md section 2 wants it.

#include "verifier/json.h"

#include <gtest/gtest.h>

namespace viche::verifier::test {
namespace {

TEST(Json, Strictness) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "{}x",
                           "{\"a\":1,\"a\":2}",
                           "{\"a\":1,\"\\u0061\":2}",
                           "[1,]",
                           "{\"a\":1,}",
                           "[-1]",
                           "[-0]",
                           "[1.0]",
                           "[1e2]",
                           "[01]",
                           "[18446744073709551616]",
                           "[NaN]",
                           "// x\n[]",
                           "[\"\x01\"]",
                           "[\"\xff\"]",
                           "[\"\xc0\x80\"]",
                           "[\"\xed\xa0\x80\"]",
                           "[\"\\ud800\"]",
                           "'a'",
                           "\xef\xbb\xbf[]",
                           "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]"}) {
    EXPECT_FALSE(parse_json(as_bytes(text)).ok()) << text;
  }
  EXPECT_FALSE(parse_json(Bytes{'[', ']', 0}).ok());
  EXPECT_FALSE(parse_json(Bytes{'[', ']', 0, 'x'}).ok());
  for (const char* text : {"[]", " {} ", "[0,18446744073709551615]", "[\"\\ud83d\\ude00\"]", "null",
                           "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]"}) {
    EXPECT_TRUE(parse_json(as_bytes(text)).ok()) << text;
  }
}

TEST(Json, AnObjectHasAtMostAThousandMembers) {
  const auto object = [](int members) {
    std::string text = "{";
    for (int i = 0; i < members; ++i) {
      text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
    }
    return text + "}";
  };
  EXPECT_TRUE(parse_json(as_bytes(object(1000))).ok());
  EXPECT_FALSE(parse_json(as_bytes(object(1001))).ok());
}

}  // namespace
}  // namespace viche::verifier::test
