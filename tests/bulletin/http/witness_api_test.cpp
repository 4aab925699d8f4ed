#include "bulletin/http/witness_api.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bulletin/http/server.h"
#include "bulletin/http/witness_client.h"
#include "bulletin/log/cosignature_request.h"
#include "tests/bulletin/http/scripted_server.h"
#include "tests/bulletin/support/log_samples.h"

namespace viche::http {
namespace {

using log::WitnessReply;
using nlohmann::json;
namespace samples = log::test;

/// A witness behind the real server, and a board's side of it.
class WitnessApiTest : public testing::Test {
 protected:
  WitnessApiTest() {
    ServerOptions options;
    options.threads = 2;
    options.body_limit = kWitnessBodyLimit;
    auto server = Server::start(options, [this](const Request& request, const Respond& respond) {
      respond(api_.answer(request));
    });
    server_ = std::move(*server);
  }
  [[nodiscard]] Url url(const std::string& path) const {
    return {false, "127.0.0.1", server_->port(), path};
  }
  [[nodiscard]] ClientAnswer ask(Method method, const std::string& path,
                                 const std::string& body = "") const {
    return exchange({}, method, url(path), "", body).value();
  }
  [[nodiscard]] std::string request(std::uint64_t old_size, std::uint64_t size,
                                    std::uint8_t signer = 1) {
    return log::AddCheckpoint{
        old_size, log::consistency_proof(tree_, old_size, size).value(),
        log::sign_checkpoint({"log", tree_.head(size)}, samples::signer(signer))}
        .encode();
  }

  samples::TemporaryDirectory directory_;
  samples::MemoryTree tree_{samples::sample_leaves(20)};
  log::FileWitnessState state_ = log::FileWitnessState::open(directory_.path()).value();
  log::Witness witness_ =
      log::Witness::create("w", samples::signer(2),
                           {samples::verifier_key("log", log::SignatureType::kEd25519, 1)}, state_,
                           [] { return log::PosixTime{5}; })
          .value();
  std::vector<std::string> failures_;
  WitnessApi api_{witness_, state_,
                  [this](const Error& error) { failures_.push_back(error.message()); }};
  std::unique_ptr<Server> server_;
};

TEST_F(WitnessApiTest, AnswersAsC2spSays) {
  const ClientAnswer cosigned = ask(Method::kPost, "/add-checkpoint", request(0, 5));
  EXPECT_EQ(cosigned.status, 200U);
  EXPECT_TRUE(cosigned.body.starts_with("\xe2\x80\x94 w "));
  EXPECT_EQ(cosigned.headers.at("content-type"), "text/plain; charset=utf-8");
  const ClientAnswer conflict = ask(Method::kPost, "/add-checkpoint", request(0, 9));
  EXPECT_EQ(conflict.status, 409U);
  EXPECT_EQ(conflict.headers.at("content-type"), "text/x.tlog.size");
  EXPECT_EQ(conflict.body, "5\n");
  EXPECT_EQ(ask(Method::kPost, "/add-checkpoint", "old 0\n").status, 400U);
  EXPECT_EQ(ask(Method::kPost, "/add-checkpoint", request(5, 9, 7)).status, 403U);
  log::AddCheckpoint other{
      0, {}, log::sign_checkpoint({"other", tree_.head(5)}, samples::signer(1))};
  EXPECT_EQ(ask(Method::kPost, "/add-checkpoint", other.encode()).status, 404U);
  std::string unproved = request(5, 9);
  unproved.erase(6, 45);
  EXPECT_EQ(ask(Method::kPost, "/add-checkpoint", unproved).status, 422U);
}

TEST_F(WitnessApiTest, HasBoundsAndNoOtherPaths) {
  const std::string large(kWitnessBodyLimit + 1, 'x');
  EXPECT_EQ(ask(Method::kPost, "/add-checkpoint", large).status, 413U);
  EXPECT_EQ(ask(Method::kGet, "/add-checkpoint").status, 405U);
  EXPECT_EQ(ask(Method::kGet, "/add-checkpoint").headers.at("allow"), "POST");
  EXPECT_EQ(ask(Method::kPost, "/forks").status, 405U);
  EXPECT_EQ(ask(Method::kGet, "/healthz").body, "ok\n");
  EXPECT_EQ(ask(Method::kGet, "/").status, 404U);
}

TEST_F(WitnessApiTest, ShowsForks) {
  EXPECT_EQ(json::parse(ask(Method::kGet, "/forks").body), json::array());
  ASSERT_EQ(ask(Method::kPost, "/add-checkpoint", request(0, 5)).status, 200U);
  const log::Note other = log::sign_checkpoint({"log", {5, log::Hash{1}}}, samples::signer(1));
  EXPECT_EQ(ask(Method::kPost, "/add-checkpoint", log::AddCheckpoint{5, {}, other}.encode()).status,
            409U);
  const json forks = json::parse(ask(Method::kGet, "/forks").body);
  ASSERT_EQ(forks.size(), 1U);
  EXPECT_EQ(forks[0].at("origin"), "log");
  EXPECT_EQ(forks[0].at("size"), 5);
  EXPECT_EQ(forks[0].at("other"), other.encode());
  EXPECT_EQ(forks[0].at("seen"),
            log::sign_checkpoint({"log", tree_.head(5)}, samples::signer(1)).encode());
  EXPECT_EQ(forks[0].at("proof"), json::array());
}

TEST_F(WitnessApiTest, SaysThatItsStateFails) {
  ASSERT_EQ(ask(Method::kPost, "/add-checkpoint", request(0, 5)).status, 200U);
  for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) {
    if (entry.path().filename() != "lock") std::filesystem::resize_file(entry.path(), 1);
  }
  const ClientAnswer failed = ask(Method::kPost, "/add-checkpoint", request(5, 9));
  EXPECT_EQ(failed.status, 500U);
  EXPECT_EQ(failed.body.find(directory_.path().string()), std::string::npos);
  EXPECT_EQ(failures_.size(), 1U);
}

TEST_F(WitnessApiTest, ManyAskAtOnceAndOneHistoryIsCosigned) {
  std::vector<std::thread> askers;
  std::atomic<int> cosigned = 0, conflicts = 0;
  for (std::uint64_t size = 1; size <= 16; ++size) {
    askers.emplace_back([&, body = request(0, size)] {
      const unsigned status = ask(Method::kPost, "/add-checkpoint", body).status;
      ++(status == 200 ? cosigned : conflicts);
    });
  }
  for (std::thread& asker : askers) asker.join();
  EXPECT_EQ(cosigned, 1);
  EXPECT_EQ(conflicts, 15);
}

TEST_F(WitnessApiTest, ABoardGetsItsCosignature) {
  const log::WitnessTransport transport = witness_transport(url("/"), {});
  const log::Note note = log::sign_checkpoint({"log", tree_.head(9)}, samples::signer(1));
  ASSERT_EQ(ask(Method::kPost, "/add-checkpoint", request(0, 5)).status, 200U);
  const WitnessReply reply = log::request_cosignature(transport, witness_.key(), note, 0, tree_);
  EXPECT_EQ(reply.outcome, WitnessReply::Outcome::kCosigned) << reply.detail;
}

TEST(WitnessTransport, TakesNoStatusOrConflictThatIsNotC2sps) {
  const auto answer_to = [](const std::string& head) {
    const test::ScriptedServer server({{head + "Content-Length: 2\r\n\r\n5\n"}});
    return witness_transport({false, "127.0.0.1", server.port(), "/prefix"}, {})("");
  };
  const auto conflict = answer_to("HTTP/1.1 409 Conflict\r\nContent-Type: text/x.tlog.size\r\n");
  ASSERT_TRUE(conflict.ok()) << conflict.error().message();
  EXPECT_EQ(conflict->status, log::WitnessStatus::kConflict);
  const auto untyped = answer_to("HTTP/1.1 409 Conflict\r\nContent-Type: text/plain\r\n");
  ASSERT_FALSE(untyped.ok());
  EXPECT_NE(untyped.error().where.find("/prefix/add-checkpoint"), std::string::npos);
  for (const char* line :
       {"HTTP/1.1 500 Oh\r\n", "HTTP/1.1 301 Moved\r\n", "HTTP/1.1 201 Yes\r\n"}) {
    EXPECT_FALSE(answer_to(line).ok()) << line;
  }
}

}  // namespace
}  // namespace viche::http
