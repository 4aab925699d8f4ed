// What clients can make the server keep.

#include <gtest/gtest.h>
#include <malloc.h>

#include <chrono>
#include <list>
#include <map>
#include <thread>

#include "bulletin/http/server.h"
#include "tests/bulletin/http/client.h"

namespace viche::http {
namespace {

using namespace std::chrono_literals;
using test::get_request;
using test::HttpAnswer;
using test::HttpClient;
using test::post_request;

constexpr std::size_t kLong = std::size_t{8} << 20;  // beyond what the kernel takes at once

/// `/long` and `/short` texts.
std::unique_ptr<Server> serve_texts(ServerOptions options) {
  auto server = Server::start(std::move(options), [](const Request& request, Respond respond) {
    const std::size_t size = request.path == "/long" ? kLong : 1000;
    respond({200, "text/plain", std::string(size, 'x'), {}});
  });
  return std::move(*server);
}

/// Bytes of long allocations; 0 under a sanitizer, which has an allocator of its own.
std::size_t allocated() { return ::mallinfo2().hblkhd; }

TEST(ServerMemory, ResponsesThatNobodyTakesAreBoundedTogether) {
  ServerOptions options;
  options.leaving_limit = 3 * kLong;
  const auto server = serve_texts(options);
  std::list<HttpClient> takers;
  for (int i = 0; i < 3; ++i) takers.emplace_back(server->port()).send(get_request("/long"));
  while (server->counters().responses[2] < 3) std::this_thread::sleep_for(1ms);
  HttpClient other(server->port());
  for (int i = 0; i < 20; ++i) {
    other.send(get_request("/long"));
    const HttpAnswer answer = other.read().value_or(HttpAnswer{});
    EXPECT_EQ(answer.status, 503U);
    EXPECT_EQ(answer.reason(), "overloaded");
    EXPECT_EQ(answer.headers.count("retry-after"), 1U);
    other.send(get_request("/short"));
    EXPECT_EQ(other.read().value_or(HttpAnswer{}).status, 200U) << "short ones are always sent";
  }
  // One is taken, one given up: there is room again.
  EXPECT_EQ(takers.front().read().value_or(HttpAnswer{}).body.size(), kLong);
  takers.pop_back();
  other.send(get_request("/long"));
  EXPECT_EQ(other.read().value_or(HttpAnswer{}).body.size(), kLong);
}

TEST(ServerMemory, ARestingConnectionKeepsNothingOfItsLastResponse) {
  ::mallopt(M_MMAP_THRESHOLD, 1 << 20);  // and stays there: allocations beyond are counted
  const auto server = serve_texts({});
  std::list<HttpClient> clients;
  const std::size_t before = allocated();
  for (int i = 0; i < 16; ++i) {
    HttpClient& client = clients.emplace_back(server->port());
    client.send(get_request("/long"));
    ASSERT_EQ(client.read().value_or(HttpAnswer{}).body.size(), kLong);
    client.send(get_request("/short"));
    ASSERT_EQ(client.read().value_or(HttpAnswer{}).body.size(), 1000U);
  }
  EXPECT_LE(allocated(), before + 2 * kLong);
}

TEST(ServerMemory, ARequestToWaitIsAnsweredWithDifferentTimes) {
  ServerOptions options;
  options.arriving_limit = 10;
  const auto server = serve_texts(options);
  std::map<std::string, int> seconds;
  for (int i = 0; i < 100; ++i) {
    const HttpAnswer answer = test::ask(server->port(), post_request("/", std::string(11, 'x')));
    EXPECT_EQ(answer.status, 503U);
    ++seconds[answer.headers.at("retry-after")];
  }
  EXPECT_EQ(seconds.size(), 5U);
}

}  // namespace
}  // namespace viche::http
