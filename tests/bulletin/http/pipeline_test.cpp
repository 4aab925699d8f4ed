// Requests that stand on one connection side by side.

#include "bulletin/http/pipeline.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
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

Response named(const std::string& body) { return {200, "text/plain", body, {}}; }

TEST(Pipeline, GivesResponsesInTheOrderOfRequests) {
  Pipeline pipeline;
  EXPECT_TRUE(pipeline.empty());
  const std::uint64_t a = pipeline.add(Method::kPost);
  const std::uint64_t b = pipeline.add(Method::kHead);
  const std::uint64_t c = pipeline.add(Method::kGet);
  pipeline.answer(b, named("b"));
  EXPECT_FALSE(pipeline.ready());
  EXPECT_TRUE(pipeline.take().empty());
  pipeline.answer(a, named("a"));
  const std::vector<Pipeline::Ready> first = pipeline.take();
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].response.body, "a");
  EXPECT_EQ(first[1].response.body, "b");
  EXPECT_EQ(first[1].method, Method::kHead);
  EXPECT_EQ(pipeline.size(), 1U);
  const std::uint64_t d = pipeline.add(Method::kGet);
  pipeline.answer(d, named("d"));
  pipeline.answer(c, named("c"));
  EXPECT_EQ(pipeline.take().size(), 2U);
  EXPECT_TRUE(pipeline.empty());
}

TEST(PipelineDeathTest, OneAnswerForOneRequest) {
  Pipeline pipeline;
  const std::uint64_t a = pipeline.add(Method::kGet);
  pipeline.answer(a, named("a"));
  EXPECT_DEATH(pipeline.answer(a, named("again")), "answered twice");
  EXPECT_DEATH(pipeline.answer(a + 1, named("never asked")), "answered twice");
}

/// A server whose requests wait until they are answered by hand.
class Waiting {
 public:
  explicit Waiting(ServerOptions options = {}) {
    server_ =
        std::move(*Server::start(std::move(options), [this](Request request, Respond respond) {
          const std::lock_guard lock(mutex_);
          waiting_.emplace_back(std::move(request.path), std::move(respond));
          changed_.notify_all();
        }));
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  Server& server() { return *server_; }
  /// Whether as many have come, within some time.
  bool come(std::size_t count, std::chrono::milliseconds within = 5000ms) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, within, [&] { return waiting_.size() >= count; });
  }
  void answer(std::size_t place) {
    Respond respond;
    std::string path;
    {
      const std::lock_guard lock(mutex_);
      std::tie(path, respond) = waiting_.at(place);
    }
    respond(named(path));
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::pair<std::string, Respond>> waiting_;
  std::unique_ptr<Server> server_;
};

std::string requests(std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += get_request("/" + std::to_string(i));
  return all;
}

TEST(Pipelining, RequestsAreHandledSideBySideUpToALimit) {
  ServerOptions options;
  options.pipelined = 4;
  Waiting board(options);
  HttpClient client(board.port());
  client.send(requests(6));
  ASSERT_TRUE(board.come(4));
  EXPECT_FALSE(board.come(5, 100ms));
  for (const std::size_t place : {3U, 2U, 1U}) board.answer(place);
  EXPECT_FALSE(board.come(5, 100ms)) << "taken before the first was answered";
  board.answer(0);
  ASSERT_TRUE(board.come(6));
  board.answer(5);
  board.answer(4);
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(client.read().value_or(HttpAnswer{}).body, "/" + std::to_string(i));
  }
}

TEST(Pipelining, AClientThatEndsItsSideIsStillAnswered) {
  Waiting board;
  HttpClient client(board.port());
  client.send(requests(2));
  ASSERT_TRUE(board.come(2));
  client.end();
  std::this_thread::sleep_for(50ms);
  board.answer(1);
  board.answer(0);
  EXPECT_EQ(client.read().value_or(HttpAnswer{}).body, "/0");
  const HttpAnswer last = client.read().value_or(HttpAnswer{});
  EXPECT_EQ(last.body, "/1");
  EXPECT_EQ(last.headers.at("connection"), "close");
  EXPECT_TRUE(client.closed());
}

TEST(Pipelining, ARefusalComesAfterEarlierAnswers) {
  Waiting board;
  HttpClient client(board.port());
  client.send(requests(1) + "no request\r\n\r\n" + requests(1));
  ASSERT_TRUE(board.come(1));
  board.answer(0);
  const HttpAnswer first = client.read().value_or(HttpAnswer{});
  EXPECT_EQ(first.body, "/0");
  EXPECT_EQ(first.headers.count("connection"), 0U);
  const HttpAnswer refused = client.read().value_or(HttpAnswer{});
  EXPECT_EQ(refused.reason(), "bad-request");
  EXPECT_EQ(refused.headers.at("connection"), "close");
  EXPECT_TRUE(client.closed());
  EXPECT_FALSE(board.come(2, 50ms)) << "handled after what is no request";
}

TEST(Pipelining, NothingIsTakenBehindALastRequest) {
  Waiting board;
  HttpClient client(board.port());
  client.send(requests(1) + get_request("/last", "Connection: close\r\n") + requests(1));
  ASSERT_TRUE(board.come(2));
  board.answer(1);
  board.answer(0);
  EXPECT_EQ(client.read().value_or(HttpAnswer{}).body, "/0");
  EXPECT_EQ(client.read().value_or(HttpAnswer{}).body, "/last");
  EXPECT_TRUE(client.closed());
  EXPECT_FALSE(board.come(3, 50ms));
}

TEST(Pipelining, ContinueIsSaidAfterEarlierAnswers) {
  Waiting board;
  HttpClient client(board.port());
  client.send(requests(1) +
              "POST /p HTTP/1.1\r\nHost: b\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  ASSERT_TRUE(board.come(1));
  std::this_thread::sleep_for(50ms);
  board.answer(0);
  EXPECT_EQ(client.read().value_or(HttpAnswer{}).body, "/0");
  EXPECT_EQ(client.read_head().value_or(HttpAnswer{}).status, 100U);
  client.send("ok");
  ASSERT_TRUE(board.come(2));
  board.answer(1);
  EXPECT_EQ(client.read().value_or(HttpAnswer{}).body, "/p");
}

TEST(Pipelining, WhoWaitsForAnAnswerIsNotIdle) {
  ServerOptions options;
  options.idle_timeout = 100ms;
  Waiting board(options);
  HttpClient client(board.port());
  client.send(requests(1));
  ASSERT_TRUE(board.come(1));
  std::this_thread::sleep_for(700ms);
  board.answer(0);
  EXPECT_EQ(client.read().value_or(HttpAnswer{}).body, "/0");
  EXPECT_TRUE(client.closed(3000ms)) << "idle now";
}

TEST(Pipelining, AStopAnswersWhatWasTaken) {
  Waiting board;
  HttpClient client(board.port());
  client.send(requests(3));
  ASSERT_TRUE(board.come(3));
  std::thread stopping([&] { board.server().shutdown(5s); });
  std::this_thread::sleep_for(100ms);
  for (const std::size_t place : {2U, 0U, 1U}) board.answer(place);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(client.read().value_or(HttpAnswer{}).body, "/" + std::to_string(i));
  }
  client.end();
  stopping.join();
}

}  // namespace
}  // namespace viche::http
