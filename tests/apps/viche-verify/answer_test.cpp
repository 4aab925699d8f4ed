#include "apps/viche-verify/fetch/answer.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace viche::fetch {
namespace {

constexpr std::uint64_t kLimit = 10;

/// The body of an answer that comes in pieces, or its error's reason in brackets.
std::string body_of(std::string_view text, std::size_t piece) {
  AnswerReader reader([&](std::span<char> into) -> Result<std::size_t> {
    const std::size_t count = std::min({piece, into.size(), text.size()});
    std::copy_n(text.begin(), count, into.begin());
    text.remove_prefix(count);
    return count;
  });
  const Result<AnswerHead> head = reader.head();
  if (!head) return "(" + head.error().reason + ")";
  const Result<Bytes> body = reader.body(*head, kLimit);
  return body ? std::string(as_text(*body)) : "(" + body.error().reason + ")";
}

TEST(AnswerReader, ReadsABodyToItsEnd) {
  for (const std::size_t piece : {1U, 7U, 1000U}) {
    EXPECT_EQ(body_of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", piece), "hello");
    EXPECT_EQ(body_of("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", piece), "");
    EXPECT_EQ(body_of("HTTP/1.1 200 OK\r\n\r\nto the end", piece), "to the end");
    EXPECT_EQ(body_of("HTTP/1.1 204 No Content\r\n\r\n", piece), "");
    EXPECT_EQ(body_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nX: y\r\n\r\n",
                      piece),
              "hello");
  }
}

TEST(AnswerReader, RefusesWhatIsNoWholeAnswer) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
  const struct {
    std::string text, reason;
  } cases[] = {
      {"", "(the connection ended within the header)"},
      {"HTTP/1.1 200 OK\r\n", "(the connection ended within the header)"},
      {"SSH-2.0-x\r\n\r\n", "(not an answer of HTTP/1.1)"},
      {"HTTP/1.1 099 x\r\n\r\n", "(not an answer of HTTP/1.1)"},
      {ok + "no colon\r\n\r\n", "(a header line without a colon)"},
      {ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "(not one length)"},
      {ok + "Content-Length: -1\r\n\r\n", "(not one length)"},
      {ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
       "(both a length and chunks)"},
      {ok + "Transfer-Encoding: gzip\r\n\r\n", "(not understood)"},
      {ok + "Content-Encoding: gzip\r\n\r\n", "(was not asked for)"},
      {ok + "Content-Length: 5\r\n\r\nhell", "(the connection ended within the body)"},
      {ok + "Content-Length: 5\r\n\r\nhello!", "(more bytes than its length says)"},
      {ok + "Content-Length: 11\r\n\r\n", "(an answer of 11 bytes, where 10 are the most)"},
      {ok + "\r\nhello world", "(an answer of 11 bytes, where 10 are the most)"},
      {chunked + "b\r\n", "(an answer of 11 bytes, where 10 are the most)"},
      {chunked + "fffffffff\r\n", "(a chunk without a size)"},
      {chunked + "\r\n", "(a chunk without a size)"},
      {chunked + "2\r\nhel\r\n", "(a chunk longer than its size)"},
      {chunked + "2\r\nhe\r\n", "(the connection ended within a chunk)"},
      {chunked + "0\r\n\r\nHTTP/1.1 200 OK\r\n", "(more bytes than its length says)"},
      {chunked + std::string(300, '0'), "(a chunk without a size)"},
      {ok + "X: " + std::string(17'000, 'x'), "(a header of more than 16 KiB)"},
  };
  for (const auto& [text, reason] : cases) EXPECT_EQ(body_of(text, 100'000), reason) << text;
}

}  // namespace
}  // namespace viche::fetch
