#include "tests/bulletin/http/bad_requests.h"

#include <array>
#include <cstdio>

#include "tests/bulletin/http/client.h"

namespace viche::test {
namespace {

std::string hex(std::size_t number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%zx", number);
  return text.data();
}

}  // namespace

std::vector<BadRequest> bad_requests(std::size_t body_limit) {
  const std::string host = " HTTP/1.1\r\nHost: b\r\n";
  return {
      {"noise", "\x16\x03\x01\x02\r\n\r\n", 400, "bad-request"},
      {"no version", "GET /\r\n\r\n", 400, "bad-request"},
      {"version 2", "GET / HTTP/2.0\r\nHost: b\r\n\r\n", 400, "bad-request"},
      {"version 1.2", "GET / HTTP/1.2\r\nHost: b\r\n\r\n", 400, "bad-request"},
      {"two spaces", "GET  / HTTP/1.1\r\nHost: b\r\n\r\n", 400, "bad-request"},
      {"space in the target", "GET /a b HTTP/1.1\r\nHost: b\r\n\r\n", 400, "bad-request"},
      {"zero in a header", std::string("GET /") + host + std::string("A: \0\r\n\r\n", 8), 400,
       "bad-request"},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400, "bad-request"},
      {"two hosts", "GET /" + host + "Host: c\r\n\r\n", 400, "bad-request"},
      {"absolute target", "GET http://b/" + host + "\r\n", 400, "bad-request"},
      {"asterisk", "OPTIONS *" + host + "\r\n", 400, "bad-request"},
      {"authority", "CONNECT b:80" + host + "\r\n", 400, "bad-request"},
      {"space before the colon", "GET /" + host + "A : b\r\n\r\n", 400, "bad-request"},
      {"two types", "GET /" + host + "Content-Type: a\r\nContent-Type: b\r\n\r\n", 400,
       "bad-request"},
      {"two lengths", "POST /" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400,
       "bad-request"},
      {"the same length twice", "POST /" + host + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na",
       400, "bad-request"},
      {"negative length", "POST /" + host + "Content-Length: -1\r\n\r\n", 400, "bad-request"},
      {"length beyond 64 bits", "POST /" + host + "Content-Length: 99999999999999999999999\r\n\r\n",
       400, "bad-request"},
      {"length and chunks",
       "POST /" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
       "bad-request"},
      {"chunks and length",
       "POST /" + host + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400,
       "bad-request"},
      {"bad chunk", "POST /" + host + "Transfer-Encoding: chunked\r\n\r\nx\r\n", 400,
       "bad-request"},
      {"endless chunk header",
       "POST /" + host + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(100000, 'x'), 400,
       "bad-request"},
      {"large body", post_request("/", std::string(body_limit + 1, 'x')), 413, "body-too-large"},
      {"large chunks",
       "POST /" + host + "Transfer-Encoding: chunked\r\n\r\n" + hex(body_limit + 1) + "\r\n" +
           std::string(body_limit + 1, 'x') + "\r\n",
       413, "body-too-large"},
      {"large header", get_request("/", "A: " + std::string(9000, 'x') + "\r\n"), 431,
       "header-too-large"},
      {"many headers", "GET /" + host + std::string(9000, 'a'), 431, "header-too-large"},
      {"long target", get_request("/" + std::string(9000, 'x')), 431, "header-too-large"},
  };
}

}  // namespace viche::test
