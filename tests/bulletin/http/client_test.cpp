#include "bulletin/http/client.h"

#include <gtest/gtest.h>

#include "bulletin/http/server.h"
#include "tests/bulletin/http/scripted_server.h"

namespace viche::http {
namespace {

using namespace std::chrono_literals;
using test::ScriptedServer;
using Then = ScriptedServer::Script::Then;

Url loopback(std::uint16_t port) { return {false, "127.0.0.1", port, "/path?query=1"}; }

/// What one GET of a server that says this gives.
Result<ClientAnswer> answer_to(ScriptedServer::Script script, ClientOptions options = {}) {
  const ScriptedServer server(std::move(script));
  return exchange(options, Method::kGet, loopback(server.port()), "", "");
}

void expect_error(const Result<ClientAnswer>& answer, const std::string& step,
                  const std::string& reason) {
  ASSERT_FALSE(answer.ok());
  EXPECT_TRUE(answer.error().where.starts_with("http")) << answer.error().message();
  EXPECT_TRUE(answer.error().where.ends_with("/path?query=1: " + step)) << answer.error().message();
  EXPECT_NE(answer.error().reason.find(reason), std::string::npos) << answer.error().message();
}

TEST(Client, SendsAndReceives) {
  auto server = Server::start({}, [](const Request& request, const Respond& respond) {
    const std::string method = request.method == Method::kPost ? "POST " : "";
    respond({409,
             "text/x.test",
             method + request.path + " " + request.content_type + " " +
                 std::string(as_text(request.body)),
             {{"X-Twice", "first"}, {"X-Twice", "second"}}});
  });
  ASSERT_TRUE(server.ok());
  const std::uint16_t port = (*server)->port();
  const auto posted = exchange({}, Method::kPost, loopback(port), "text/plain", "the body");
  ASSERT_TRUE(posted.ok()) << posted.error().message();
  EXPECT_EQ(posted->status, 409);
  EXPECT_EQ(posted->body, "POST /path?query=1 text/plain the body");
  EXPECT_EQ(posted->headers.at("content-type"), "text/x.test");
  EXPECT_EQ(posted->headers.at("x-twice"), "first, second");
  const auto head = exchange({}, Method::kHead, loopback(port), "", "");
  ASSERT_TRUE(head.ok()) << head.error().message();
  EXPECT_EQ(head->body, "");
  EXPECT_FALSE(exchange({}, Method::kOther, loopback(port), "", "").ok());
}

TEST(Client, ReadsEveryFraming) {
  const auto chunked = answer_to({{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
                                   "lo\r\n7;x=y\r\n, world\r\n0\r\n\r\n"},
                                  10ms});
  ASSERT_TRUE(chunked.ok()) << chunked.error().message();
  EXPECT_EQ(chunked->body, "hello, world");
  // What follows the stated length is no concern.
  const auto stated = answer_to({{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, world"}});
  ASSERT_TRUE(stated.ok()) << stated.error().message();
  EXPECT_EQ(stated->body, "hello");
  const auto until_close = answer_to({{"HTTP/1.0 200 OK\r\n\r\nhello"}});
  ASSERT_TRUE(until_close.ok()) << until_close.error().message();
  EXPECT_EQ(until_close->body, "hello");
}

TEST(Client, RefusesWhatIsNoWholeAnswer) {
  const auto short_body = answer_to({{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"}});
  expect_error(short_body, "answer", "partial message");
  const auto short_chunks =
      answer_to({{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"}});
  expect_error(short_chunks, "answer", "partial message");
  const auto bad_chunk =
      answer_to({{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nhello\r\n0\r\n\r\n"}});
  expect_error(bad_chunk, "answer", "chunk");
  expect_error(
      answer_to({{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"}}),
      "answer", "Content-Length");
  expect_error(answer_to({{"SSH-2.0-OpenSSH\r\n\r\n"}}), "answer", "bad version");
  expect_error(answer_to({{}}), "answer", "end of stream");
}

TEST(Client, BoundsAnAnswer) {
  ClientOptions options;
  options.body_limit = 5;
  EXPECT_TRUE(answer_to({{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"}}, options).ok());
  expect_error(answer_to({{"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello!"}}, options),
               "answer", "more than 5 bytes");
  expect_error(answer_to({{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                           "3\r\nhel\r\n3\r\nlo!\r\n0\r\n\r\n"}},
                         options),
               "answer", "more than 5 bytes");
  expect_error(answer_to({{"HTTP/1.1 200 OK\r\n\r\nhello!"}}, options), "answer",
               "more than 5 bytes");
  const std::string long_header(20000, 'x');
  expect_error(answer_to({{"HTTP/1.1 200 OK\r\nX: " + long_header + "\r\n\r\n"}}), "answer",
               "header limit");
}

TEST(Client, DoesNotWaitBeyondTheDeadline) {
  ClientOptions options;
  options.deadline = 200ms;
  const auto start = std::chrono::steady_clock::now();
  expect_error(answer_to({{}, 0ms, Then::kHang}, options), "answer", "deadline");
  expect_error(
      answer_to({{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello"}, 0ms, Then::kHang}, options),
      "answer", "deadline");
  // Nor when a byte comes again and again.
  const std::vector<std::string> drops(1000, "x");
  ScriptedServer::Script slow{{"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"}, 20ms};
  slow.pieces.insert(slow.pieces.end(), drops.begin(), drops.end());
  expect_error(answer_to(slow, options), "answer", "deadline");
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

TEST(Client, SaysThatNobodyListens) {
  std::uint16_t port = 0;
  {
    const ScriptedServer gone({});
    port = gone.port();
  }
  const auto answer = exchange({}, Method::kGet, loopback(port), "", "");
  expect_error(answer, "connection", "refused");
  Url nowhere = loopback(port);
  nowhere.host = "no-such-host.invalid";
  expect_error(exchange({}, Method::kGet, nowhere, "", ""), "look-up", "");
}

}  // namespace
}  // namespace viche::http
