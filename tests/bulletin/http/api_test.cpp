#include "bulletin/http/api.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "bulletin/http/problem.h"
#include "bulletin/log/tile.h"
#include "tests/bulletin/http/fake_backend.h"
#include "tests/bulletin/http/openapi.h"

namespace viche::http {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string header_of(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return lowered;
}

std::string method_name(Method method) {
  switch (method) {
    case Method::kGet:
      return "get";
    case Method::kHead:
      return "head";
    case Method::kPost:
      return "post";
    case Method::kOther:
      break;
  }
  return "other";
}

/// The interface before a board that answers as it is told.
class ApiTest : public testing::Test {
 protected:
  ~ApiTest() override { fs::remove_all(record_); }

  Response ask(Request request) {
    const auto answer = std::make_shared<std::promise<Response>>();
    std::future<Response> answered = answer->get_future();
    const std::string method = method_name(request.method);
    const std::string path = request.path;
    api_.handle(std::move(request), [answer](Response response) {
      EXPECT_NO_THROW(answer->set_value(std::move(response))) << "answered twice";
    });
    if (answered.wait_for(std::chrono::seconds(10)) != std::future_status::ready) {
      ADD_FAILURE() << "not answered";
      return {};
    }
    Response response = answered.get();
    std::map<std::string, std::string> headers{{"content-type", response.content_type}};
    for (const auto& [name, value] : response.headers) headers[lower(name)] = value;
    EXPECT_EQ(described_.fault(method, path, response.status, headers, response.body), "")
        << method << " " << path << " " << response.status;
    return response;
  }
  Response get(const std::string& path) { return ask({Method::kGet, path, "", "", {}}); }
  Response post(const std::string& path, const std::vector<Bytes>& entries,
                const std::string& accept = "") {
    return ask(
        {Method::kPost, path, "application/octet-stream", accept, log::encode_bundle(entries)});
  }
  static std::string reason(const Response& response) {
    EXPECT_EQ(response.content_type, "application/problem+json");
    const json body = json::parse(response.body);
    EXPECT_EQ(body.at("status"), response.status);
    EXPECT_EQ(body.at("type"), "urn:viche:problem:" + body.at("reason").get<std::string>());
    EXPECT_FALSE(body.at("title").get<std::string>().empty());
    return body.at("reason");
  }
  void write(const std::string& path, std::string_view text) const {
    fs::create_directories((record_ / path).parent_path());
    std::ofstream(record_ / path, std::ios::binary) << text;
  }

  static fs::path new_directory() {
    std::string name = (fs::temp_directory_path() / "viche-api-XXXXXX").string();
    return ::mkdtemp(name.data());
  }

  const fs::path record_ = new_directory();
  const test::OpenApi described_;
  test::FakeBackend backend_;
  Api api_{backend_, {record_, "1.2.3", "portable", 3, 1}};
  const std::vector<Bytes> one_{{0x13, 1, 2}};
};

TEST_F(ApiTest, AnswersABallotWithItsProof) {
  const Response appended = post("/v1/ballots", one_);
  EXPECT_EQ(appended.status, 201U);
  EXPECT_EQ(appended.content_type, "text/plain; charset=utf-8");
  EXPECT_EQ(appended.body, "c2sp.org/tlog-proof@v1\n");
  EXPECT_EQ(backend_.ballots, one_);
  backend_.receipt.answer.outcome = board::Outcome::kKnown;
  EXPECT_EQ(post("/v1/ballots", one_).status, 200U);
}

TEST_F(ApiTest, AnswersSeveralBallotsWithAnArray) {
  const Response appended = post("/v1/ballots", {{1}, {2}});
  EXPECT_EQ(appended.status, 200U);
  EXPECT_EQ(json::parse(appended.body),
            json::parse(
                R"([{"outcome":"appended","index":7,"proof":"c2sp.org/tlog-proof@v1\n",
                     "cosignatures":0,"quorum":0},
                    {"outcome":"appended","index":7,"proof":"c2sp.org/tlog-proof@v1\n",
                     "cosignatures":0,"quorum":0}])"));
  backend_.receipt = {{board::Outcome::kRefused, 0, "why", board::Reason::kNotNext}, ""};
  const Response refused = post("/v1/ballots", one_, "application/json");
  EXPECT_EQ(refused.status, 200U);
  EXPECT_EQ(json::parse(refused.body),
            json::parse(R"([{"outcome":"refused","reason":"not-next","detail":"why"}])"));
}

TEST_F(ApiTest, EveryRefusalHasItsStatus) {
  using board::Reason;
  const std::vector<std::pair<Reason, unsigned>> statuses{
      {Reason::kMalformed, 400},   {Reason::kNotOpen, 409}, {Reason::kNotRegistered, 403},
      {Reason::kNotEntitled, 403}, {Reason::kNotNext, 409}, {Reason::kBadProof, 422},
      {Reason::kStatement, 422},   {Reason::kBusy, 429},    {Reason::kStorage, 503}};
  EXPECT_EQ(statuses.size() + 1, board::kReasons);
  for (const auto& [code, status] : statuses) {
    backend_.receipt = {{board::Outcome::kRefused, 0, "in words", code}, ""};
    const bool of_statements =
        code == Reason::kMalformed || code == Reason::kStatement || code == Reason::kStorage;
    for (const char* path : {"/v1/ballots", "/v1/entries"}) {
      if (path == std::string("/v1/entries") && !of_statements) continue;
      const Response response = post(path, one_);
      EXPECT_EQ(response.status, status);
      EXPECT_EQ(reason(response), board::reason_name(code));
      EXPECT_EQ(json::parse(response.body).at("detail"), "in words");
      EXPECT_EQ(header_of(response, "Retry-After").empty(),
                code != Reason::kBusy && code != Reason::kStorage);
    }
  }
}

TEST_F(ApiTest, WhatIsNotTakenIsSentAwayForAWhile) {
  const std::vector<std::pair<board::Taken, std::string>> cases{
      {board::Taken::kFull, "overloaded"},
      {board::Taken::kUnwritable, "unwritable"},
      {board::Taken::kContradicted, "contradicted"},
      {board::Taken::kStopping, "stopping"}};
  for (const auto& [taken, name] : cases) {
    backend_.taken = taken;
    std::set<std::string> after;
    for (int i = 0; i < 50; ++i) {
      const Response response = post(i % 2 == 0 ? "/v1/ballots" : "/v1/entries", one_);
      EXPECT_EQ(response.status, 503U);
      EXPECT_EQ(reason(response), name);
      after.insert(header_of(response, "Retry-After"));
    }
    EXPECT_EQ(after, (std::set<std::string>{"1", "2", "3", "4", "5"}));
  }
}

TEST_F(ApiTest, RefusesBodiesThatAreNoEntries) {
  for (const char* path : {"/v1/ballots", "/v1/entries"}) {
    const auto body = [&](Bytes bytes, const std::string& type = "") {
      return reason(ask({Method::kPost, path, type, "", std::move(bytes)}));
    };
    EXPECT_EQ(body({}), "framing");
    EXPECT_EQ(body({0}), "framing");
    EXPECT_EQ(body({0, 2, 1}), "framing");
    EXPECT_EQ(body({0, 1, 1, 0}), "framing");
    EXPECT_EQ(body({0, 1, 1}, "text/plain"), "media-type");
  }
  EXPECT_EQ(reason(post("/v1/ballots", std::vector<Bytes>(4, Bytes{1}))), "too-many");
  EXPECT_TRUE(backend_.ballots.empty());
  EXPECT_EQ(post("/v1/entries", std::vector<Bytes>(4, Bytes{1})).status, 201U);
  EXPECT_EQ(backend_.parts.size(), 4U);
}

TEST_F(ApiTest, RefusesOtherPathsAndMethods) {
  for (const char* path : {"/", "/v1", "/v1/", "/v1/ballot", "/v1/status?x", "/v1/status/", "/tile",
                           "/checkpoint/", "//checkpoint"}) {
    EXPECT_EQ(reason(get(path)), "not-found") << path;
    EXPECT_EQ(reason(ask({Method::kPost, path, "", "", {}})), "not-found") << path;
  }
  for (const char* path : {"/v1/ballots", "/v1/entries"}) {
    const Response response = get(path);
    EXPECT_EQ(reason(response), "method-not-allowed");
    EXPECT_EQ(header_of(response, "Allow"), "POST");
  }
  for (const char* path : {"/v1/status", "/v1/election", "/healthz", "/readyz", "/metrics"}) {
    for (const Method method : {Method::kPost, Method::kOther}) {
      const Response response = ask({method, path, "", "", {}});
      EXPECT_EQ(reason(response), "method-not-allowed");
      EXPECT_EQ(header_of(response, "Allow"), "GET, HEAD");
    }
    EXPECT_EQ(ask({Method::kHead, path, "", "", {}}).status, 200U);
  }
}

TEST_F(ApiTest, ServesTheRecordWithItsCacheHeaders) {
  write("checkpoint", "origin\n");
  write("tile/0/x001/234", std::string(8192, 'h'));
  write("tile/entries/000.p/5", "entries");
  write("secret", "s");
  const Response checkpoint = get("/checkpoint");
  EXPECT_EQ(checkpoint.status, 200U);
  EXPECT_EQ(checkpoint.body, "origin\n");
  EXPECT_EQ(checkpoint.content_type, "text/plain; charset=utf-8");
  EXPECT_EQ(header_of(checkpoint, "Cache-Control"), "public, max-age=1");
  const Response full = get("/tile/0/x001/234");
  EXPECT_EQ(full.body, std::string(8192, 'h'));
  EXPECT_EQ(full.content_type, "application/octet-stream");
  EXPECT_EQ(header_of(full, "Cache-Control"), "public, max-age=31536000, immutable");
  const Response partial = get("/tile/entries/000.p/5");
  EXPECT_EQ(partial.body, "entries");
  EXPECT_EQ(header_of(partial, "Cache-Control"), "public, max-age=60");
  for (const char* path : {"/secret", "/tile/../secret", "/tile/0/../../secret", "/tile/0/000",
                           "/tile/entries", "/tile/", "/tile/0/x001/234/", "/tile/0/0x1/234",
                           "/tile/entries/000.p/256", "/tile/64/000", "/%63heckpoint"}) {
    EXPECT_EQ(reason(get(path)), "not-found") << path;
  }
}

TEST_F(ApiTest, FindsBallots) {
  const std::string path = "/v1/ballots/" + std::string(64, 'a');
  EXPECT_EQ(reason(get(path)), "unknown-ballot");
  for (const std::string bad : {"", "ab", "xyz"}) {
    EXPECT_EQ(reason(get("/v1/ballots/" + bad)), "bad-tracker");
  }
  EXPECT_EQ(reason(get(path + "aa")), "bad-tracker");
  board::FoundBallot found{
      board::FoundBallot::Status::kIncluded, 9, {}, "c2sp.org/tlog-proof@v1\n", {1, 2}, {1, 2, 3}};
  backend_.found = found;
  EXPECT_EQ(
      json::parse(get(path).body),
      json::parse(
          R"({"status":"included","index":9,"superseded_by":null,"entry":"AQID","proof":"c2sp.org/tlog-proof@v1\n","cosignatures":1,"quorum":2})"));
  found.status = board::FoundBallot::Status::kSuperseded;
  found.superseded_by = 12;
  backend_.found = found;
  EXPECT_EQ(
      json::parse(get(path).body),
      json::parse(
          R"({"status":"superseded","index":9,"superseded_by":12,"entry":"AQID","proof":"c2sp.org/tlog-proof@v1\n","cosignatures":1,"quorum":2})"));
  backend_.found = Error{"a file is broken", "/secret/path"};
  const Response failed = get(path);
  EXPECT_EQ(failed.status, 500U);
  EXPECT_EQ(reason(failed), "internal");
  EXPECT_EQ(failed.body.find("/secret/path"), std::string::npos);
}

TEST_F(ApiTest, FindsBallotsByTheTrackerThatPeopleSee) {
  for (const char* shown : {"0123-4567-89AB-CDEF-GHJK", "0123456789abcdefghjk"}) {
    EXPECT_EQ(reason(get(std::string("/v1/ballots/") + shown)), "unknown-ballot");
  }
  EXPECT_EQ(reason(get("/v1/ballots/0123-4567-89AB-CDEF-GHJ")), "bad-tracker");
}

TEST_F(ApiTest, FindsCredentials) {
  const std::string path = "/v1/credentials/" + std::string(64, 'a');
  EXPECT_EQ(reason(get(path)), "unknown-credential");
  for (const std::string bad : {"", "ab", "0123-4567-89AB-CDEF-GHJK"}) {
    EXPECT_EQ(reason(get("/v1/credentials/" + bad)), "bad-credential");
  }
  board::FoundCredential found{ballot::StyleIndex(1), false, 0, {}, {}, {1, 2}};
  backend_.credential = std::optional(found);
  EXPECT_EQ(json::parse(get(path).body),
            json::parse(R"({"style":2,"void":false,"ballots":0,"effective_cast":null,"latest":null,
                            "cosignatures":1,"quorum":2})"));
  found = {ballot::StyleIndex(1),
           true,
           2,
           7,
           board::FoundCredential::Entry{9, {1, 2, 3}, "c2sp.org/tlog-proof@v1\n"},
           {1, 2}};
  backend_.credential = std::optional(found);
  EXPECT_EQ(json::parse(get(path).body),
            json::parse(R"({"style":2,"void":true,"ballots":2,"effective_cast":7,
                            "latest":{"index":9,"entry":"AQID","proof":"c2sp.org/tlog-proof@v1\n"},
                            "cosignatures":1,"quorum":2})"));
  backend_.credential = Error{"a file is broken", "/secret/path"};
  const Response failed = get(path);
  EXPECT_EQ(reason(failed), "internal");
  EXPECT_EQ(failed.body.find("/secret/path"), std::string::npos);
}

TEST_F(ApiTest, HasNoEntryBeyondTheLog) {
  for (const char* index : {"0", "1", "", "-1", "01", "x", "18446744073709551616"}) {
    EXPECT_EQ(reason(get(std::string("/v1/entries/") + index)), "not-found") << index;
  }
  EXPECT_EQ(ask({Method::kPost, "/v1/entries/0", "", "", {}}).status, 404U);
}

TEST_F(ApiTest, ShowsVerifiersReports) {
  EXPECT_EQ(get("/v1/reports").body, "[]\n");
  write("reports/b.json", R"({"verdict": "verified"})");
  write("reports/a.json", R"({"verdict": "failed"})");
  write("reports/c.json", "no JSON");
  write("reports/d.json", "[1]");
  write("reports/e.txt", "{}");
  Api api(backend_, {.record = record_, .reports = record_ / "reports"});
  std::promise<Response> answer;
  api.handle({Method::kGet, "/v1/reports", "", "", {}},
             [&](Response response) { answer.set_value(std::move(response)); });
  EXPECT_EQ(
      answer.get_future().get().body,
      R"([{"name":"a","report":{"verdict":"failed"}},{"name":"b","report":{"verdict":"verified"}}])"
      "\n");
}

TEST_F(ApiTest, SaysWhereTheElectionStands) {
  const json empty = json::parse(get("/v1/election").body);
  EXPECT_EQ(empty.at("phase"), "manifest");
  EXPECT_TRUE(empty.at("manifest").is_null());
  EXPECT_TRUE(empty.at("election").is_null());
  backend_.now.phase = log::Phase::kVoting;
  backend_.now.manifest = std::make_shared<const Bytes>(Bytes{'{', '}'});
  backend_.now.election = Bytes32{0xab};
  backend_.now.opening_index = 17;
  const json open = json::parse(get("/v1/election").body);
  EXPECT_EQ(open.at("phase"), "voting");
  EXPECT_EQ(open.at("manifest"), "{}");
  EXPECT_EQ(open.at("election").get<std::string>().substr(0, 4), "ab00");
  EXPECT_EQ(open.at("opening_index"), 17);
  backend_.now.head.size = 20;
  backend_.now.counts.cast = 3;
  backend_.now.description = "open";
  const json status = json::parse(get("/v1/status").body);
  EXPECT_EQ(status.at("size"), 20);
  EXPECT_EQ(status.at("cast"), 3);
  EXPECT_EQ(status.at("writable"), true);
  EXPECT_EQ(status.at("description"), "open");
}

TEST_F(ApiTest, SaysWhoCosigned) {
  EXPECT_EQ(json::parse(get("/v1/status").body).at("quorum"), 0);
  backend_.now.quorum = 2;
  backend_.now.cosigned_by = {"one"};
  backend_.now.contradicted_by = {"two"};
  const json status = json::parse(get("/v1/status").body);
  EXPECT_EQ(status.at("quorum"), 2);
  EXPECT_EQ(status.at("cosigned_by"), json{"one"});
  EXPECT_EQ(status.at("contradicted_by"), json{"two"});
  backend_.receipt.cosigned = {1, 2};
  EXPECT_EQ(header_of(post("/v1/ballots", one_), "Viche-Cosignatures"), "1;quorum=2");
  EXPECT_EQ(header_of(post("/v1/entries", one_), "Viche-Cosignatures"), "1;quorum=2");
  const json several = json::parse(post("/v1/ballots", {Bytes{1}, Bytes{2}}).body);
  EXPECT_EQ(several[0].at("cosignatures"), 1);
  EXPECT_EQ(several[0].at("quorum"), 2);

  board::WitnessNumbers numbers;
  numbers.witness = "on\"e";
  numbers.outcomes = {5, 4, 3, 2, 1, 0};
  numbers.contradicting = true;
  backend_.numbers.witnesses = {numbers};
  const std::string metrics = get("/metrics").body;
  for (const char* line :
       {"viche_board_quorum 0", "viche_board_cosigned_total{witness=\"on\\\"e\"} 5",
        "viche_board_cosigning_failed_total{witness=\"on\\\"e\",reason=\"unreachable\"} 4",
        "viche_board_cosigning_failed_total{witness=\"on\\\"e\",reason=\"longer-log\"} 1",
        "viche_board_contradicting{witness=\"on\\\"e\"} 1",
        "viche_board_not_taken_total{cause=\"contradicted\"} 0"}) {
    EXPECT_NE(metrics.find(std::string(line) + "\n"), std::string::npos) << line;
  }
}

TEST_F(ApiTest, IsReadyWhileItTakesBallots) {
  EXPECT_EQ(get("/readyz").status, 200U);
  EXPECT_EQ(get("/healthz").body, "ok\n");
  EXPECT_EQ(json::parse(get("/version").body).at("version"), "1.2.3");
  backend_.now.writable = false;
  EXPECT_EQ(reason(get("/readyz")), "unwritable");
  backend_.now.contradicted = true;
  EXPECT_EQ(reason(get("/readyz")), "contradicted");
  api_.stop();
  EXPECT_EQ(reason(get("/readyz")), "stopping");
  EXPECT_EQ(get("/healthz").status, 200U);
}

TEST_F(ApiTest, CountsForPrometheus) {
  backend_.now.head.size = 42;
  backend_.numbers.ballots_appended = 5;
  backend_.numbers.ballots_refused[static_cast<std::size_t>(board::Reason::kBadProof)] = 2;
  backend_.numbers.latencies[static_cast<std::size_t>(board::Stage::kWhole)].counts = {1, 2};
  backend_.numbers.latencies[static_cast<std::size_t>(board::Stage::kWhole)].seconds = 0.25;
  api_.set_server_counters([] {
    ServerCounters counters;
    counters.connections = 3;
    counters.responses[5] = 4;
    counters.unavailable.counts = {3, 1};
    counters.unavailable.seconds = 0.5;
    return counters;
  });
  const Response response = get("/metrics");
  EXPECT_EQ(response.content_type, "text/plain; version=0.0.4; charset=utf-8");
  for (const char* line :
       {"viche_board_log_entries 42", "viche_board_writable 1",
        "viche_board_ballots_total{outcome=\"appended\"} 5",
        "viche_board_ballots_refused_total{reason=\"bad-proof\"} 2",
        "viche_board_waiting{kind=\"ballots\"} 0", "viche_board_not_taken_total{cause=\"full\"} 0",
        "viche_board_stage_seconds_bucket{stage=\"whole\",le=\"0.0005\"} 1",
        "viche_board_stage_seconds_bucket{stage=\"whole\",le=\"0.001\"} 3",
        "viche_board_stage_seconds_bucket{stage=\"whole\",le=\"+Inf\"} 3",
        "viche_board_stage_seconds_sum{stage=\"whole\"} 0.25",
        "viche_board_stage_seconds_count{stage=\"whole\"} 3", "viche_http_connections 3",
        "viche_http_responses_total{class=\"5xx\"} 4",
        "viche_http_unavailable_seconds_bucket{le=\"0.001\"} 4",
        "viche_http_unavailable_seconds_sum 0.5", "viche_http_unavailable_seconds_count 4"}) {
    EXPECT_NE(response.body.find(std::string(line) + "\n"), std::string::npos) << line;
  }
}

TEST(MetricsPage, IsMadeAnewWhenItIsOld) {
  int made = 0;
  const auto make = [&made] { return std::to_string(++made); };
  MetricsPage lasting(make, std::chrono::hours(1));
  EXPECT_EQ(lasting.text(), "1");
  EXPECT_EQ(lasting.text(), "1");
  MetricsPage passing(make, std::chrono::milliseconds(0));
  EXPECT_EQ(passing.text(), "2");
  EXPECT_EQ(passing.text(), "3");
}

TEST_F(ApiTest, NeitherReadingNorStatementsKeepBallotsWaiting) {
  std::promise<void> go;
  const std::shared_future<void> gone = go.get_future().share();
  backend_.while_finding = [gone] { gone.wait(); };
  std::mutex mutex;
  std::map<unsigned, int> answers;
  const auto note = [&](const Response& response) {
    const std::lock_guard lock(mutex);
    ++answers[response.status];
    EXPECT_EQ(response.status == 503, header_of(response, "Retry-After") != "");
  };
  const std::string looked_up = "/v1/ballots/" + std::string(64, '0');
  for (int i = 0; i < 1000; ++i) api_.handle({Method::kGet, looked_up, "", "", {}}, note);
  const Bytes statement = log::encode_bundle(std::vector<Bytes>{Bytes(60000)});
  for (int i = 0; i < 1000; ++i)
    api_.handle({Method::kPost, "/v1/entries", "", "", statement}, note);
  {
    const std::lock_guard lock(mutex);
    EXPECT_EQ(answers.size(), 1U);
    EXPECT_GT(answers[503], 1500) << "it takes what waits without end";
    EXPECT_LT(answers[503], 1900);
  }
  EXPECT_EQ(post("/v1/ballots", {Bytes{1}}).status, 201U);
  EXPECT_EQ(get("/healthz").status, 200U);
  EXPECT_EQ(get("/readyz").status, 200U);
  EXPECT_EQ(get("/metrics").status, 200U);
  go.set_value();
  for (int all = 0; all < 2000;) {
    const std::lock_guard lock(mutex);
    all = 0;
    for (const auto& [status, count] : answers) all += count;
  }
  EXPECT_GT(answers[404] + answers[201], 100);
}

}  // namespace
}  // namespace viche::http
