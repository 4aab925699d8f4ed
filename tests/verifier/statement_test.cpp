// E2 and E8: the reasons for which parts are refused, and what UTF-8 is.

#include "verifier/statement.h"

#include <gtest/gtest.h>

#include "verifier/official.h"

namespace viche::verifier::test {
namespace {

/// What E2 says of these entries of type notice.
std::string fault_of_parts(const std::vector<Bytes>& entries) {
  Checks checks;
  StatementReader reader(checks);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    reader.take(Type::kNotice, i, entries[i]);
  }
  reader.interrupt();
  const CheckTally& tally = checks[CheckId::E2];
  return tally.first_failure ? tally.first_failure->message : "none";
}

TEST(StatementReader, SaysWhatIsWrongWithTheParts) {
  EXPECT_EQ(fault_of_parts({{0x17, 0, 1, 0, 1, 7}}), "none");
  EXPECT_EQ(fault_of_parts({{0x17, 0, 1, 0, 0, 7}}), "part 1 of 0");
  EXPECT_EQ(fault_of_parts({{0x17, 0, 1, 0, 1}}), "a fragment of 0 bytes");
  EXPECT_EQ(fault_of_parts({{0x17, 0, 1, 0, 2, 7}}), "a fragment of 1 bytes");
  EXPECT_EQ(fault_of_parts({{0x17, 0, 2, 0, 2, 7}}), "a later part without the first");
  EXPECT_EQ(fault_of_parts({{0x17, 0, 0, 0, 2, 7}}), "a fragment of 1 bytes");
  Bytes first{0x17, 0, 1, 0, 2};
  first.resize(5 + 65'530);
  EXPECT_EQ(fault_of_parts({first}), "its parts are not complete");
  EXPECT_EQ(fault_of_parts({first, first}), "its parts are not complete");
  EXPECT_EQ(fault_of_parts({first, {0x17, 0, 2, 0, 2, 7}}), "none");
  EXPECT_EQ(fault_of_parts({first, {0x17, 0, 2, 0, 3, 7}}), "its parts are not complete");
}

TEST(Utf8, IsThatOfUnicode) {
  for (const char* text :
       {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(is_utf8(as_bytes(text))) << text;
  }
  for (const char* text :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x7f", "\xc2\xc0", "\xe0\x9f\xbf",
        "\xe1\x80", "\xe1\x80\x28", "\xe1\x80\xc0", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
        "\xf1\x80\x80\x28", "\xf1\x80\x80\xc0", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
        "\xff\x80\x80\x80"}) {
    EXPECT_FALSE(is_utf8(as_bytes(text))) << text;
  }
}

}  // namespace
}  // namespace viche::verifier::test
