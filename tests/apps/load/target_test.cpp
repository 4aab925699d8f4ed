#include "apps/viche/load/target.h"

#include <gtest/gtest.h>

namespace viche::load {
namespace {

TEST(LoadTarget, ReadsWhereABoardIs) {
  const auto plain = parse_target("http://127.0.0.1:8080");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->scheme, Scheme::kHttp);
  EXPECT_EQ(plain->host_header(), "127.0.0.1:8080");
  const auto named = parse_target("https://board.example/");
  ASSERT_TRUE(named);
  EXPECT_EQ(named->scheme, Scheme::kHttps);
  EXPECT_EQ(named->host_header(), "board.example:443");
  const auto six = parse_target("http://[::1]:80");
  ASSERT_TRUE(six);
  EXPECT_EQ(six->host, "::1");
  EXPECT_EQ(six->host_header(), "[::1]:80");
}

TEST(LoadTarget, RefusesWhatIsNone) {
  for (const char* wrong :
       {"", "board:80", "ftp://board", "http://", "http://:80", "http://board:0",
        "http://board:65536", "http://board:x", "http://board:", "http://board/path", "http://[::1",
        "http://[::1]80", "http://user@board", "http://board?x"}) {
    EXPECT_FALSE(parse_target(wrong)) << wrong;
  }
}

TEST(LoadTarget, SaysThatNobodyAnswers) {
  auto target = parse_target("http://127.0.0.1:1");  // tcpmux: nobody listens
  ASSERT_TRUE(target);
  EXPECT_FALSE(resolve(*target));
}

}  // namespace
}  // namespace viche::load
