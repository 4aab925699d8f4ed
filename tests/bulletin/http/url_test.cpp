#include "bulletin/http/url.h"

#include <gtest/gtest.h>

namespace viche::http {
namespace {

TEST(Url, IsReadInItsParts) {
  const auto plain = Url::parse("http://witness.example");
  ASSERT_TRUE(plain.ok()) << plain.error().message();
  EXPECT_FALSE(plain->tls);
  EXPECT_EQ(plain->host, "witness.example");
  EXPECT_EQ(plain->port, 80);
  EXPECT_EQ(plain->target, "/");
  EXPECT_EQ(plain->authority(), "witness.example");

  const auto full = Url::parse("https://a-b.example:8443/some/path?x=%20y");
  ASSERT_TRUE(full.ok()) << full.error().message();
  EXPECT_TRUE(full->tls);
  EXPECT_EQ(full->port, 8443);
  EXPECT_EQ(full->target, "/some/path?x=%20y");
  EXPECT_EQ(full->authority(), "a-b.example:8443");

  const auto ipv6 = Url::parse("https://[2001:db8::1]/");
  ASSERT_TRUE(ipv6.ok()) << ipv6.error().message();
  EXPECT_EQ(ipv6->host, "2001:db8::1");
  EXPECT_EQ(ipv6->port, 443);
  EXPECT_EQ(ipv6->authority(), "[2001:db8::1]");
}

TEST(Url, IsWrittenAsItIsRead) {
  for (const char* text : {"http://h/", "https://h:8443/a?b", "http://[::1]:8080/x"}) {
    const auto url = Url::parse(text);
    ASSERT_TRUE(url.ok()) << url.error().message();
    EXPECT_EQ(url->text(), text);
  }
}

TEST(Url, RefusesWhatNamesNoService) {
  for (const char* text :
       {"", "http://", "ftp://h/", "h/path", "http:///path", "http://h:/", "http://h:0/",
        "http://h:65536/", "http://h:08/", "http://user@h/", "http://[::1/", "http://[]/",
        "http://[a b]/", "http://h?query", "http://h/a b", "http://h/#part", "http://h/\r\nX: y",
        "http://h/\xc3\xa9", "HTTP://h/"}) {
    EXPECT_FALSE(Url::parse(text).ok()) << text;
  }
  EXPECT_FALSE(Url::parse("http://h/" + std::string(3000, 'x')).ok());
  EXPECT_NE(Url::parse("http://h:0/").error().message().find("http://h:0/"), std::string::npos);
}

}  // namespace
}  // namespace viche::http
