#include "bulletin/http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "tests/bulletin/http/bad_requests.h"
#include "tests/bulletin/http/client.h"

namespace viche::http {
namespace {

using namespace std::chrono_literals;
using test::ask;
using test::bad_requests;
using test::BadRequest;
using test::get_request;
using test::HttpAnswer;
using test::HttpClient;
using test::post_request;

/// Says what it was asked.
void echo(Request request, const Respond& respond) {
  respond({200,
           "text/plain",
           request.path + "|" + request.content_type + "|" + std::string(as_text(request.body)),
           {{"Cache-Control", "no-store"}}});
}

std::unique_ptr<Server> start(ServerOptions options, Handler handler = echo) {
  Result<std::unique_ptr<Server>> server = Server::start(std::move(options), std::move(handler));
  return std::move(*server);
}

TEST(Server, AnswersOnOneConnectionAgainAndAgain) {
  const auto server = start({});
  HttpClient client(server->port());
  for (int i = 0; i < 3; ++i) {
    client.send(post_request("/a", "body" + std::to_string(i)));
    const auto answer = client.read();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200U);
    EXPECT_EQ(answer->body, "/a|application/octet-stream|body" + std::to_string(i));
    EXPECT_EQ(answer->headers.at("cache-control"), "no-store");
    EXPECT_EQ(answer->headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer->headers.at("date").size(), 29U);
    EXPECT_EQ(answer->headers.count("connection"), 0U);
  }
  EXPECT_EQ(server->counters().accepted, 1U);
  EXPECT_EQ(server->counters().responses[2], 3U);
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  // Answers come from another thread, the later the earlier it was asked.
  std::vector<std::thread> threads;
  std::mutex mutex;
  const auto server = start({}, [&](Request request, Respond respond) {
    const std::lock_guard lock(mutex);
    threads.emplace_back([request = std::move(request), respond = std::move(respond)] {
      if (request.path == "/0") std::this_thread::sleep_for(50ms);
      respond({200, "text/plain", request.path, {}});
    });
  });
  HttpClient client(server->port());
  std::string all;
  for (int i = 0; i < 20; ++i) all += post_request("/" + std::to_string(i), "x");
  client.send(all);
  for (int i = 0; i < 20; ++i) {
    const auto answer = client.read();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "/" + std::to_string(i));
  }
  server->shutdown(1s);
  for (std::thread& thread : threads) thread.join();
}

TEST(Server, TakesBodiesInPiecesAndInChunks) {
  const auto server = start({});
  HttpClient client(server->port());
  for (const char byte : post_request("/slow", "pieces")) client.send({&byte, 1});
  EXPECT_EQ(client.read().value_or(HttpAnswer{}).body, "/slow|application/octet-stream|pieces");
  client.send("POST /c HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  client.send("2;x=y\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(client.read().value_or(HttpAnswer{}).body, "/c||abcde");
  const std::string large(900000, 'l');
  client.send(post_request("/l", large, ""));
  EXPECT_EQ(client.read().value_or(HttpAnswer{}).body, "/l||" + large);
}

TEST(Server, SaysContinueToThoseWhoWaitForIt) {
  const auto server = start({});
  HttpClient client(server->port());
  client.send("POST / HTTP/1.1\r\nHost: b\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.read_head().value_or(HttpAnswer{}).status, 100U);
  client.send("ok");
  EXPECT_EQ(client.read().value_or(HttpAnswer{}).body, "/||ok");
}

TEST(Server, AnswersHeadWithoutTheBody) {
  const auto server = start({});
  HttpClient client(server->port());
  client.send("HEAD /h HTTP/1.1\r\nHost: b\r\n\r\n" + get_request("/g"));
  const auto head = client.read_head();
  ASSERT_TRUE(head);
  EXPECT_EQ(head->headers.at("content-length"), "4");
  EXPECT_EQ(client.read().value_or(HttpAnswer{}).body, "/g||");
}

TEST(Server, ClosesWhenAsked) {
  const auto server = start({});
  for (const std::string& request :
       {get_request("/", "Connection: close\r\n"), std::string("GET / HTTP/1.0\r\n\r\n")}) {
    HttpClient client(server->port());
    client.send(request);
    const auto answer = client.read();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_TRUE(client.closed());
  }
}

TEST(Server, RefusesWhatIsNoRequest) {
  ServerOptions options;
  options.body_limit = 1024;
  const auto server = start(options);
  for (const BadRequest& c : bad_requests(options.body_limit)) {
    SCOPED_TRACE(c.name);
    HttpClient client(server->port());
    client.send(c.bytes);
    const auto answer = client.read();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, c.status);
    EXPECT_EQ(answer->reason(), c.reason);
    EXPECT_EQ(answer->headers.at("connection"), "close");
    client.end();
    EXPECT_TRUE(client.closed());
  }
  EXPECT_EQ(ask(server->port(), get_request("/still")).body, "/still||");
}

TEST(Server, SaysThatARequestWasCutOff) {
  const auto server = start({});
  for (const std::string part :
       {"GET / HT", "POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 5\r\n\r\nab"}) {
    HttpClient client(server->port());
    client.send(part);
    client.end();
    EXPECT_EQ(client.read().value_or(HttpAnswer{}).reason(), "truncated");
  }
}

TEST(Server, ASlowClientHasOneDeadlineForItsRequest) {
  ServerOptions options;
  options.request_timeout = 400ms;
  options.idle_timeout = 400ms;
  const auto server = start(options);
  HttpClient idle(server->port());
  HttpClient slow(server->port());
  const auto begin = std::chrono::steady_clock::now();
  // A byte now and then does not help.
  std::atomic<bool> answered{false};
  std::thread dripping([&] {
    slow.send("GET / HTTP/1.1\r\nA: ");
    while (!answered) {
      slow.send("x");
      std::this_thread::sleep_for(50ms);
    }
  });
  const auto answer = slow.read();
  answered = true;
  dripping.join();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 408U);
  EXPECT_EQ(answer->reason(), "timeout");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
  EXPECT_TRUE(idle.closed());
  EXPECT_EQ(server->counters().timed_out, 2U);
}

TEST(Server, AClientThatReadsNothingIsLeft) {
  ServerOptions options;
  options.response_timeout = 300ms;
  const auto server = start(options, [](const Request&, const Respond& respond) {
    respond({200, "text/plain", std::string(50000000, 'x'), {}});
  });
  HttpClient client(server->port());
  client.send(get_request("/"));
  for (int i = 0; i < 200 && server->counters().timed_out == 0; ++i) {
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_EQ(server->counters().timed_out, 1U);
  EXPECT_EQ(server->counters().connections, 0U);
}

TEST(Server, TurnsConnectionsAwayBeyondItsLimit) {
  ServerOptions options;
  options.connections = 2;
  const auto server = start(options);
  HttpClient first(server->port());
  HttpClient second(server->port());
  second.send(get_request("/"));
  ASSERT_TRUE(second.read());
  HttpClient third(server->port());
  const auto answer = third.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 503U);
  EXPECT_EQ(answer->reason(), "overloaded");
  EXPECT_EQ(answer->headers.count("retry-after"), 1U);
  EXPECT_EQ(server->counters().turned_away, 1U);
  first.send(get_request("/first"));
  EXPECT_EQ(first.read().value_or(HttpAnswer{}).body, "/first||");
}

TEST(Server, MeasuresHowLongItTakesToTurnARequestAway) {
  const auto server = start({}, [](const Request& request, const Respond& respond) {
    if (request.path == "/slow") std::this_thread::sleep_for(20ms);
    respond(request.path == "/taken"
                ? Response{200, "text/plain", "", {}}
                : problem_response(problem::kOverloaded, "as much is waiting as it takes", 1));
  });
  for (const char* target : {"/taken", "/slow", "/slow"}) ask(server->port(), get_request(target));
  const board::Latencies unavailable = server->counters().unavailable;
  EXPECT_EQ(unavailable.count(), 2U);
  EXPECT_GE(unavailable.seconds, 0.04);
}

TEST(Server, BoundsWhatIsArrivingAtAllConnectionsTogether) {
  ServerOptions options;
  options.arriving_limit = 100000;
  const auto server = start(options);
  const std::string half = "POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 100000\r\n\r\n";
  HttpClient first(server->port());
  first.send(half + std::string(60000, 'x'));
  std::this_thread::sleep_for(100ms);
  HttpClient second(server->port());
  second.send(half + std::string(60000, 'x'));
  EXPECT_EQ(second.read().value_or(HttpAnswer{}).reason(), "overloaded");
  first.send(std::string(40000, 'x'));
  EXPECT_EQ(first.read().value_or(HttpAnswer{}).status, 200U);
  // Both are forgotten: there is room again.
  EXPECT_EQ(ask(server->port(), post_request("/", std::string(90000, 'x'))).status, 200U);
}

TEST(Server, ShutdownAnswersWhatItTook) {
  std::vector<Respond> waiting;
  std::mutex mutex;
  const auto server = start({}, [&](const Request&, Respond respond) {
    const std::lock_guard lock(mutex);
    waiting.push_back(std::move(respond));
  });
  HttpClient asking(server->port());
  HttpClient idle(server->port());
  asking.send(get_request("/"));
  for (bool there = false; !there;) {
    const std::lock_guard lock(mutex);
    there = !waiting.empty();
  }
  std::thread stopping([&] { server->shutdown(5s); });
  EXPECT_TRUE(idle.closed());
  waiting.front()({200, "text/plain", "at last", {}});
  const auto answer = asking.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "at last");
  EXPECT_EQ(answer->headers.at("connection"), "close");
  EXPECT_TRUE(asking.closed());
  asking.end();
  stopping.join();
  EXPECT_THROW(HttpClient{server->port()}, std::runtime_error);
}

TEST(Server, AnAnswerThatComesTooLateHarmsNothing) {
  std::atomic<bool> taken{false};
  Respond late;
  auto server = start({}, [&](const Request&, Respond respond) {
    late = std::move(respond);
    taken = true;
  });
  HttpClient client(server->port());
  client.send(get_request("/"));
  while (!taken) std::this_thread::yield();
  server.reset();
  EXPECT_TRUE(client.closed());
  late({200, "", "", {}});
}

TEST(Server, ManyThreadsAndConnections) {
  ServerOptions options;
  options.threads = 3;
  const auto server = start(options);
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int c = 0; c < 10; ++c) {
        HttpClient client(server->port());
        for (int i = 0; i < 20; ++i) {
          client.send(post_request("/", "x"));
          if (client.read().value_or(HttpAnswer{}).status == 200U) ++good;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 800);
}

TEST(Server, KeepsNothingWhenItEnds) {
  // Its threads end at different moments: what one submits to another that has ended must go too.
  ServerOptions options;
  options.threads = 4;
  for (int round = 0; round < 300; ++round) {
    auto held = std::make_shared<int>(round);
    const std::weak_ptr<int> seen = held;
    auto server = start(options, [held = std::move(held)](Request, const Respond& respond) {
      respond({200, "text/plain", "ok", {}});
    });
    server.reset();
    ASSERT_TRUE(seen.expired()) << "round " << round;
  }
}

TEST(Server, SaysWhyItCannotListen) {
  const auto server = start({});
  ServerOptions options;
  options.port = server->port();
  const auto second = Server::start(options, echo);
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.error().where.find(std::to_string(server->port())), std::string::npos);
  options.address = "localhost";
  EXPECT_FALSE(Server::start(options, echo).ok());
}

}  // namespace
}  // namespace viche::http
