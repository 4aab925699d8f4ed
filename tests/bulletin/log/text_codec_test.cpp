#include "bulletin/log/text_codec.h"

#include <gtest/gtest.h>

namespace viche::log {
namespace {

TEST(TextCodec, DecimalsHaveOneSpelling) {
  EXPECT_EQ(parse_decimal("0").value(), 0U);
  EXPECT_EQ(parse_decimal("10").value(), 10U);
  EXPECT_EQ(parse_decimal("18446744073709551615").value(), ~std::uint64_t{0});
  for (const char* text :
       {"", "00", "01", "+1", "-1", " 1", "1 ", "1a", "0x1", "1.0", "18446744073709551616"}) {
    EXPECT_FALSE(parse_decimal(text).ok()) << text;
  }
}

TEST(TextCodec, HashesAre32BytesOfBase64) {
  EXPECT_EQ(parse_hash("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").value(), Hash{});
  for (const char* text : {"", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                           "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=",
                           "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
    EXPECT_FALSE(parse_hash(text).ok()) << text;
  }
}

TEST(TextCodec, LinesEndInNewlines) {
  LineReader lines("a\nindex 5\n\nrest");
  EXPECT_EQ(lines.next("first").value(), "a");
  EXPECT_TRUE(lines.starts_with("index"));
  EXPECT_EQ(lines.labelled("index").value(), "5");
  EXPECT_EQ(lines.next("empty").value(), "");
  EXPECT_EQ(lines.rest(), "rest");
  const Result<std::string_view> unended = lines.next("last");
  ASSERT_FALSE(unended.ok());
  EXPECT_EQ(unended.error().where, "line 4");
  EXPECT_FALSE(LineReader("").next("anything").ok());
  EXPECT_FALSE(LineReader("index\n").labelled("index").ok());
  EXPECT_FALSE(LineReader("indexes 5\n").labelled("index").ok());
}

TEST(TextCodec, NoteTextIsUtf8WithoutControls) {
  for (const char* text : {"", "plain\n", "\xd0\xbf\xd1\x80\n", "\xe2\x80\x94", "\xf0\x9f\x97\xb3",
                           "\xf4\x8f\xbf\xbf", "\x7f"}) {
    EXPECT_TRUE(check_note_text(text).ok()) << text;
  }
  for (const char* text :
       {"\t", "\r\n", "\x01", "\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80",
        "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xff", "a\xe2\x80"}) {
    EXPECT_FALSE(check_note_text(text).ok()) << text;
  }
  EXPECT_FALSE(check_note_text(std::string_view("\0", 1)).ok());
}

TEST(TextCodec, KeyNames) {
  for (const char* name : {"a", "viche/v1/00ff", "witness.example/w1", "!~"}) {
    EXPECT_TRUE(check_key_name(name).ok()) << name;
  }
  for (const char* name : {"", "a b", "a+b", "a\nb", "a\x7f", "\xc2\xa0", "\xff",
                           "\xd1\x81\xd0\xb2\xd1\x96\xd0\xb4\xd0\xbe\xd0\xba"}) {
    EXPECT_FALSE(check_key_name(name).ok()) << name;
  }
}

}  // namespace
}  // namespace viche::log
