// The process viche-board from outside: sockets, signals and the files that it leaves.

#include "tests/apps/served_board.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "apps/common/files.h"
#include "apps/common/record.h"
#include "bulletin/log/merkle.h"
#include "bulletin/log/proof.h"
#include "crypto/group/hash.h"
#include "tests/bulletin/http/client.h"
#include "tests/bulletin/http/tls_client.h"

namespace viche::test {
namespace {

using nlohmann::json;

std::string tracker_hex(const SmallElection& election, const Bytes& ballot) {
  return to_hex(
      ballot::tracker(*bytes32_from_hex(election.fingerprint()), ballot::BallotView::of(ballot)));
}

/// Whether the text proves the entry to somebody who has the manifest alone.
bool proves(const SmallElection& election, const std::string& text, const Bytes& entry) {
  const auto record = app::open_record(election.record(), app::Quorum::kNone);
  const auto receipt = log::Receipt::decode(text);
  return record.ok() && receipt.ok() &&
         log::verify_receipt(*receipt, log::hash_leaf(entry), *record->policy.with_quorum(0)).ok();
}

TEST(ServedBoard, ABallotGetsAReceiptThatIsCheckedOffline) {
  const SmallElection election(3);
  ServedBoard board(election);
  const Bytes first = election.cast(0, 0);
  const HttpAnswer appended = post_entries(board, {first});
  ASSERT_EQ(appended.status, 201U) << appended.body;
  EXPECT_EQ(appended.headers.at("content-type"), "text/plain; charset=utf-8");
  const HttpAnswer again = post_entries(board, {first});
  EXPECT_EQ(again.status, 200U);
  EXPECT_EQ(again.body, appended.body);
  // Two more and a successor; then the proofs of the first are under a larger checkpoint.
  const Bytes second = election.cast(0, 1, log::hash_leaf(first));
  const HttpAnswer several = post_entries(board, {second, election.cast(1, 2), first});
  ASSERT_EQ(several.status, 200U);
  const json answers = json::parse(several.body);
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers[0].at("outcome"), "appended");
  EXPECT_EQ(answers[1].at("outcome"), "appended");
  EXPECT_EQ(answers[2].at("outcome"), "known");

  // Everything that is served is what lies in the record.
  EXPECT_EQ(get(board, "/checkpoint").body, read_text(election.path("record/checkpoint")));
  for (const fs::path& file : files_below(election.record())) {
    const std::string path = "/" + file.lexically_relative(election.record()).generic_string();
    EXPECT_EQ(get(board, path).body, read_text(file)) << path;
  }
  const std::string hex = tracker_hex(election, first);
  const json found = json::parse(get(board, "/v1/ballots/" + hex).body);
  EXPECT_EQ(found.at("status"), "superseded");
  EXPECT_EQ(found.at("superseded_by"), answers[0].at("index"));
  EXPECT_EQ(json::parse(get(board, "/v1/status").body).at("cast"), 3);

  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(election.casts(), 3U);
  EXPECT_TRUE(proves(election, appended.body, first));
  EXPECT_FALSE(proves(election, appended.body, second));
  EXPECT_TRUE(proves(election, answers[0].at("proof"), second));
  EXPECT_TRUE(proves(election, answers[2].at("proof"), first));
}

TEST(ServedBoard, AnotherDeviceFindsWhatItsBallotFollows) {
  const SmallElection election(2);
  ServedBoard board(election);
  const Bytes ballot = election.cast(0, 0);
  const std::string K = to_hex(ballot::BallotView::of(ballot).K());
  const auto credential = [&] {
    const HttpAnswer answer = get(board, "/v1/credentials/" + K);
    EXPECT_EQ(answer.status, 200U) << answer.body;
    return json::parse(answer.body);
  };
  EXPECT_TRUE(credential().at("latest").is_null());
  ASSERT_EQ(post_entries(board, {ballot}).status, 201U);
  const json found = credential();
  EXPECT_EQ(found.at("style"), ballot::BallotView::of(ballot).style().value() + 1);
  EXPECT_EQ(found.at("ballots"), 1);
  EXPECT_EQ(found.at("effective_cast"), found.at("latest").at("index"));
  EXPECT_EQ(from_base64(found.at("latest").at("entry").get<std::string>()).value(), ballot);
  EXPECT_TRUE(proves(election, found.at("latest").at("proof"), ballot));
  const std::string index = std::to_string(found.at("latest").at("index").get<int>());
  EXPECT_EQ(get(board, "/v1/entries/" + index).body, as_text(ballot));
  EXPECT_EQ(get(board, "/v1/credentials/" + std::string(64, '0')).reason(), "unknown-credential");
  EXPECT_EQ(board.log().find(K), std::string::npos) << "nothing is kept of who asked";
}

TEST(ServedBoard, ServesTheAppAndSaysWhichItIs) {
  const SmallElection election(1);
  fs::create_directories(election.path("app/assets"));
  std::ofstream(election.path("app/index.html")) << "<!doctype html>";
  std::ofstream(election.path("app/assets/a.js")) << "code";
  ServedBoard board(election, {"--http-app", election.path("app")});
  const HttpAnswer page = get(board, "/");
  EXPECT_EQ(page.body, "<!doctype html>");
  EXPECT_NE(page.headers.at("content-security-policy").find("script-src 'self'"),
            std::string::npos);
  EXPECT_EQ(get(board, "/assets/a.js").body, "code");
  for (const char* path : {"/../manifest.json", "/assets/../../manifest.json", "/assets/"}) {
    EXPECT_EQ(get(board, path).status, 404U) << path;
  }
  const json version = json::parse(get(board, "/version").body);
  EXPECT_EQ(version.at("app").at("assets/a.js"), to_hex(sha256(as_bytes("code"))));
}

TEST(ServedBoard, AStopAnswersWhatWasTaken) {
  const SmallElection election(40);
  ServedBoard board(election, {"--service-interval-ms", "300"});
  const std::vector<Bytes> ballots = election.cast_all(0, std::vector<Bytes32>(40));
  std::vector<HttpAnswer> answers(ballots.size());
  std::vector<std::thread> voters;
  for (std::size_t i = 0; i < ballots.size(); ++i) {
    voters.emplace_back([&, i] { answers[i] = post_entries(board, {ballots[i]}); });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(board.stop(), 0);
  for (std::thread& voter : voters) voter.join();
  std::size_t receipts = 0;
  for (const HttpAnswer& answer : answers) {
    if (answer.status == 201) ++receipts;
  }
  EXPECT_GT(receipts, 0U);
  EXPECT_EQ(election.casts(), receipts);
}

TEST(ServedBoard, HoldsBallotsForAClose) {
  const SmallElection election(2);
  ServedBoard board(election);
  ASSERT_EQ(post_entries(board, {election.cast(0, 0)}).status, 201U);
  board.signal(SIGUSR1);
  while (board.log().find("ballots are held") == std::string::npos) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(post_entries(board, {election.cast(1, 0)}).reason(), "overloaded");
  const std::string close = election.path("close.statement");
  ASSERT_EQ(viche({"election", "close", "--registrar-key", election.path("registrar.json"),
                   "--record", election.record(), "--out", close})
                .exit_code,
            0);
  const HttpAnswer closed = post(board, "/v1/entries", read_text(close));
  EXPECT_EQ(closed.status, 201U) << closed.body;
  board.signal(SIGUSR2);
  while (board.log().find("taken again") == std::string::npos) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(post_entries(board, {election.cast(1, 0)}).reason(), "not-open");
  EXPECT_EQ(json::parse(get(board, "/v1/status").body).at("phase"), "closed");
  EXPECT_EQ(board.stop(), 0);
}

TEST(ServedBoard, SaysHowItIs) {
  const SmallElection election(1);
  ServedBoard board(election);
  const HttpAnswer posted = post_entries(board, {election.cast(0, 0)});
  ASSERT_EQ(posted.status, 201U);
  const json told = json::parse(get(board, "/v1/election").body);
  EXPECT_EQ(told.at("phase"), "voting");
  EXPECT_EQ(told.at("manifest_hash"), election.manifest_hash());
  EXPECT_EQ(told.at("election"), election.fingerprint());
  EXPECT_EQ(told.at("manifest"), read_text(election.path("manifest.json")));
  EXPECT_EQ(told.at("origin"), "viche/v1/" + election.manifest_hash());
  EXPECT_FALSE(told.at("keys").empty());
  EXPECT_EQ(get(board, "/healthz").status, 200U);
  EXPECT_EQ(get(board, "/readyz").status, 200U);
  EXPECT_EQ(json::parse(get(board, "/version").body).at("name"), "viche-board");
  const std::string metrics = get(board, "/metrics").body;
  for (const char* line :
       {"viche_board_ballots_total{outcome=\"appended\"} 1",
        "viche_board_stage_seconds_count{stage=\"whole\"} 1", "viche_board_writable 1"}) {
    EXPECT_NE(metrics.find(std::string(line) + "\n"), std::string::npos) << line;
  }
  EXPECT_EQ(board.stop(), 0);
  // Nothing of a request is in the log: no address but the board's own, and its few events.
  std::istringstream lines(board.log());
  std::vector<std::string> events;
  for (std::string line; std::getline(lines, line);) {
    events.push_back(json::parse(line).at("event"));
  }
  EXPECT_EQ(events, (std::vector<std::string>{"serving", "stopping", "stopped"}));
}

TEST(ServedBoard, SpeaksTlsAndReloadsItsCertificate) {
  const SmallElection election(1);
  const Scratch scratch;
  const http::TlsFiles files = write_certificate(scratch.path(), "first");
  ServedBoard board(
      election, {"--tls-certificate", files.certificate.string(), "--tls-key", files.key.string()});
  const std::string request = get_request("/v1/status", "Connection: close\r\n");
  const auto name = [&] {
    const auto answer = ask_by_tls(board.port(), request, kNewestTls);
    return answer && answer->response.starts_with("HTTP/1.1 200 ") ? answer->certificate_name : "";
  };
  EXPECT_EQ(name(), "first");
  const auto reload = [&](const std::string& event) {
    board.signal(SIGHUP);
    while (board.log().find(event) == std::string::npos) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  };
  write_certificate(scratch.path(), "second");
  reload("certificate reloaded");
  EXPECT_EQ(name(), "second");
  write_text(files.certificate, "nothing");
  reload("certificate not reloaded");
  EXPECT_EQ(name(), "second");
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(run("viche-board",
                {"--board-directory", "a", "--board-record", "b", "--tls-certificate",
                 files.certificate.string(), "--tls-key", files.key.string(), "--check-config"})
                .exit_code,
            2);
}

TEST(ServedBoard, TellsItsSupervisor) {
  const SmallElection election(0);
  const Scratch scratch;
  const std::string name = scratch / "notify";
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  name.copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
  const auto told = [&] {
    std::array<char, 64> text{};
    const ssize_t size = ::recv(socket, text.data(), text.size(), 0);
    return std::string(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  };
  ServedBoard board(election);
  ::unsetenv("NOTIFY_SOCKET");
  EXPECT_EQ(told(), "READY=1");
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(told(), "STOPPING=1");
  ::close(socket);
}

TEST(ServedBoard, IsAloneWithItsLogAndPort) {
  const SmallElection election(0);
  ServedBoard board(election);
  const std::string port = std::to_string(board.port());
  const Ran same_log = run("viche-board", {"--board-directory", election.path("board"),
                                           "--board-record", election.record()});
  EXPECT_EQ(same_log.exit_code, 3) << same_log.err;
  const SmallElection other(0);
  const Ran same_port = run("viche-board", {"--board-directory", other.path("board"),
                                            "--board-record", other.record(), "--http-port", port});
  EXPECT_EQ(same_port.exit_code, 3) << same_port.err;
  EXPECT_NE(same_port.err.find(port), std::string::npos) << same_port.err;
  EXPECT_EQ(board.stop(), 0);
}

}  // namespace
}  // namespace viche::test
