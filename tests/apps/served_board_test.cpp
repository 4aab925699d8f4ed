// The process viche-board from outside: sockets, signals and the files that it leaves.

#include "tests/apps/served_board.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "apps/viche/files.h"
#include "apps/viche/record.h"
#include "bulletin/log/merkle.h"
#include "bulletin/log/proof.h"
#include "tests/bulletin/http/client.h"

namespace viche::test {
namespace {

using nlohmann::json;

HttpAnswer post_entries(const ServedBoard& board, const std::vector<Bytes>& entries,
                        const std::string& path = "/v1/ballots") {
  return ask(board.port(), post_request(path, as_text(app::join_entries(entries))));
}

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
  EXPECT_EQ(ask(board.port(), get_request("/checkpoint")).body,
            read_text(election.path("record/checkpoint")));
  for (const fs::path& file : files_below(election.record())) {
    const std::string path = "/" + file.lexically_relative(election.record()).generic_string();
    EXPECT_EQ(ask(board.port(), get_request(path)).body, read_text(file)) << path;
  }
  const std::string hex = tracker_hex(election, first);
  const json found = json::parse(ask(board.port(), get_request("/v1/ballots/" + hex)).body);
  EXPECT_EQ(found.at("status"), "superseded");
  EXPECT_EQ(found.at("superseded_by"), answers[0].at("index"));
  EXPECT_EQ(json::parse(ask(board.port(), get_request("/v1/status")).body).at("cast"), 3);

  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(election.casts(), 3U);
  EXPECT_TRUE(proves(election, appended.body, first));
  EXPECT_FALSE(proves(election, appended.body, second));
  EXPECT_TRUE(proves(election, answers[0].at("proof"), second));
  EXPECT_TRUE(proves(election, answers[2].at("proof"), first));
}

TEST(ServedBoard, RefusesWithStatusAndReason) {
  SmallElection election(4);
  ServedBoard board(election, {"--http-body-bytes", "8192"});
  const Bytes good = election.cast(0, 0);
  ASSERT_EQ(post_entries(board, {good}).status, 201U);
  Bytes bad_proof = election.cast(1, 0);
  bad_proof.back() ^= 1;
  Bytes bad_point = election.cast(1, 0);
  std::fill(bad_point.begin() + 67, bad_point.begin() + 99, 0xff);
  Bytes no_style = election.cast(1, 0);
  no_style[1] = 9;
  Bytes cut = election.cast(1, 0);
  cut.pop_back();
  Bytes longer = election.cast(1, 0);
  longer.push_back(0);
  Bytes no_type = election.cast(1, 0);
  no_type[0] = 0x77;
  const Bytes off_roll = election.cast(election.new_credential(), 0);
  struct Case {
    const char* name;
    Bytes entry;
    unsigned status;
    const char* reason;
  };
  const std::vector<Case> cases{
      {"empty", {}, 400, "malformed"},
      {"a byte", {0x13}, 400, "malformed"},
      {"unknown type", no_type, 400, "malformed"},
      {"a statement", {0x17, 0, 1, 0, 1, 0}, 400, "malformed"},
      {"a batch", {0x12, 0, 0, 0, 1, 0, 0, 0, 1}, 400, "malformed"},
      {"unknown style", no_style, 400, "malformed"},
      {"truncated", cut, 400, "malformed"},
      {"a byte too many", longer, 400, "malformed"},
      {"off the roll", off_roll, 403, "not-registered"},
      {"stale predecessor", election.cast(0, 1), 409, "not-next"},
      {"unknown predecessor", election.cast(1, 0, Bytes32{1}), 409, "not-next"},
      {"bad signature", bad_proof, 422, "bad-proof"},
      {"not a point", bad_point, 400, "malformed"},
  };
  for (const Case& c : cases) {
    const HttpAnswer answer = post_entries(board, {c.entry});
    EXPECT_EQ(answer.status, c.status) << c.name << answer.body;
    EXPECT_EQ(answer.reason(), c.reason) << c.name;
  }
  EXPECT_EQ(post_entries(board, {good}).status, 200U) << "a replay is answered as the first time";
  EXPECT_EQ(post_entries(board, {good}, "/v1/entries").reason(), "malformed");
  EXPECT_EQ(ask(board.port(), post_request("/v1/ballots", std::string(9000, 'x'))).reason(),
            "body-too-large");
  EXPECT_EQ(ask(board.port(), post_request("/v1/ballots", "")).reason(), "framing");
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(election.casts(), 1U);
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
  const HttpAnswer closed = ask(board.port(), post_request("/v1/entries", read_text(close)));
  EXPECT_EQ(closed.status, 201U) << closed.body;
  board.signal(SIGUSR2);
  while (board.log().find("taken again") == std::string::npos) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(post_entries(board, {election.cast(1, 0)}).reason(), "not-open");
  EXPECT_EQ(json::parse(ask(board.port(), get_request("/v1/status")).body).at("phase"), "closed");
  EXPECT_EQ(board.stop(), 0);
}

TEST(ServedBoard, SaysWhichSettingIsWrong) {
  EXPECT_EQ(run("viche-board", {"--check-config"}).exit_code, 2);
  const Scratch scratch;
  write_text(scratch / "board.toml", "[board]\ndirectory = 'a'\nrecord = 'b'\n[http]\nport = 80\n");
  EXPECT_EQ(run("viche-board", {"--config", scratch / "board.toml", "--check-config"}).exit_code,
            0);
  write_text(scratch / "board.toml", "[board]\ndirectory = 'a'\n[http]\nports = 80\n");
  const Ran unknown = run("viche-board", {"--config", scratch / "board.toml"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_NE(unknown.err.find("http.ports"), std::string::npos) << unknown.err;
  EXPECT_EQ(run("viche-board", {"--http-port", "65536", "--check-config"}).exit_code, 2);
  EXPECT_EQ(run("viche-board", {"--config", scratch / "none.toml"}).exit_code, 3);
}

}  // namespace
}  // namespace viche::test
