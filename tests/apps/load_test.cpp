// `viche load` against the process viche-board: what it reports is what happened.

#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "bulletin/log/merkle.h"
#include "tests/apps/served_board.h"
#include "tests/bulletin/http/tls_client.h"

namespace viche::test {
namespace {

using nlohmann::json;

std::vector<std::string> load_command(const SmallElection& election, const std::string& url,
                                      const std::vector<std::string>& files,
                                      std::vector<std::string> more) {
  std::vector<std::string> command{"load", "--json",     "--board",
                                   url,    "--manifest", election.path("manifest.json")};
  command.insert(command.end(), more.begin(), more.end());
  command.insert(command.end(), files.begin(), files.end());
  return command;
}

std::string url_of(const ServedBoard& board) {
  return "http://127.0.0.1:" + std::to_string(board.port());
}

/// A first ballot of each voter, and a second one that follows it.
std::vector<Bytes> ballots_with_revotes(const SmallElection& election, std::size_t voters) {
  std::vector<Bytes> ballots = election.cast_all(0, std::vector<Bytes32>(voters));
  std::vector<Bytes32> prev;
  for (const Bytes& ballot : ballots) prev.push_back(log::hash_leaf(ballot));
  const std::vector<Bytes> second = election.cast_all(1, prev);
  ballots.insert(ballots.end(), second.begin(), second.end());
  return ballots;
}

void expect_sum(const json& report) {
  std::uint64_t sum = 0;
  for (const char* part : {"accepted", "known", "refused", "not_taken", "lost"}) {
    sum += report.at(part).get<std::uint64_t>();
  }
  EXPECT_EQ(report.at("offered"), sum);
}

TEST(Load, CountsAcceptedKnownAndRefusedExactly) {
  const SmallElection election(40);
  ServedBoard board(election, {"--service-batch-per-credential", "10"});
  const std::string file =
      election.write_ballots("all.ballots", ballots_with_revotes(election, 40));
  const Ran ran =
      viche(load_command(election, url_of(board), {file},
                         {"--rate", "400", "--connections", "30", "--bad", "0.25", "--again", "0.5",
                          "--others", "1.5", "--fingerprint", election.fingerprint()}));
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  const json report = json::parse(ran.out);
  expect_sum(report);
  EXPECT_EQ(report.at("offered"), 80 + 20 + 40);
  EXPECT_EQ(report.at("accepted"), 80);
  EXPECT_EQ(report.at("known"), 40);
  EXPECT_EQ(report.at("refused"), 20) << report.at("refused_by_reason");
  EXPECT_EQ(report.at("refused_unaltered"), 0);
  EXPECT_EQ(report.at("altered"), 20);
  EXPECT_EQ(report.at("repeated"), 40);
  EXPECT_EQ(report.at("reads"), 120);
  EXPECT_EQ(report.at("reads_failed"), 0);
  EXPECT_EQ(report.at("verified"), 120);
  EXPECT_EQ(report.at("unverified"), 0);
  EXPECT_EQ(report.at("wrong"), 0);
  EXPECT_EQ(report.at("accepted_latency").at("count"), 120);
  EXPECT_EQ(report.at("accepted_after_sending").at("count"), 120);
  EXPECT_LE(report.at("accepted_after_sending").at("max"), report.at("accepted_latency").at("max"));
  EXPECT_EQ(report.at("refused_latency").at("count"), 20);
  EXPECT_EQ(report.at("connections"), 30);
  EXPECT_EQ(board.stop(), 0);
  EXPECT_EQ(election.casts(), 80U);
}

TEST(Load, AConnectionForEachRequestByTls) {
  const SmallElection election(12);
  const Scratch scratch;
  const http::TlsFiles files = write_certificate(scratch.path(), "localhost");
  ServedBoard board(election, {"--tls-certificate", files.certificate, "--tls-key", files.key});
  const std::string url = "https://localhost:" + std::to_string(board.port());
  const std::string file =
      election.write_ballots("all.ballots", election.cast_all(0, std::vector<Bytes32>(12)));
  const std::vector<std::string> anew{"--new-connections", "--connections", "4"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), anew.begin(), anew.end());
    return viche(load_command(election, url, {file}, more));
  };
  // A certificate that is not trusted: nothing gets through, and all of it is told.
  const Ran untrusted = with({});
  EXPECT_EQ(untrusted.exit_code, 1);
  EXPECT_EQ(json::parse(untrusted.out).at("lost"), 12);
  EXPECT_EQ(json::parse(untrusted.out).at("failures").at("connect"), 12);
  const Ran trusted = with({"--ca", files.certificate});
  EXPECT_EQ(trusted.exit_code, 0) << trusted.out << trusted.err;
  const json report = json::parse(trusted.out);
  EXPECT_EQ(report.at("accepted"), 12);
  EXPECT_EQ(report.at("connections"), 12);
  const Ran insecure = with({"--insecure"});
  EXPECT_EQ(insecure.exit_code, 0) << insecure.out;
  EXPECT_EQ(json::parse(insecure.out).at("known"), 12);
  EXPECT_EQ(board.stop(), 0);
}

TEST(Load, ABoardThatIsKilledLosesBallots) {
  const SmallElection election(60);
  ServedBoard board(election);
  const std::string file =
      election.write_ballots("all.ballots", election.cast_all(0, std::vector<Bytes32>(60)));
  Ran ran;
  std::thread load([&] {
    ran = viche(load_command(election, url_of(board), {file},
                             {"--rate", "60", "--connections", "20", "--timeout", "5"}));
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  board.signal(SIGKILL);
  load.join();
  EXPECT_EQ(ran.exit_code, 1) << ran.err;
  const json report = json::parse(ran.out);
  expect_sum(report);
  EXPECT_EQ(report.at("offered"), 60);
  EXPECT_GT(report.at("accepted"), 0);
  EXPECT_GT(report.at("lost"), 0);
  EXPECT_GT(report.at("failures").at("connect"), 0);
  EXPECT_EQ(report.at("verified"), report.at("accepted"));
}

TEST(Load, WhatIsNotTakenIsPostedAgainIfThatIsAskedFor) {
  const SmallElection election(5);
  ServedBoard board(election, {"--board-hold-ms", "600000"});
  const std::string file =
      election.write_ballots("all.ballots", election.cast_all(0, std::vector<Bytes32>(5)));
  board.signal(SIGUSR1);
  while (board.log().find("ballots are held") == std::string::npos) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const Ran refused = viche(load_command(election, url_of(board), {file}, {}));
  EXPECT_EQ(refused.exit_code, 0) << refused.out;
  const json not_taken = json::parse(refused.out);
  expect_sum(not_taken);
  EXPECT_EQ(not_taken.at("not_taken"), 5);
  EXPECT_EQ(not_taken.at("not_taken_latency").at("count"), 5);
  EXPECT_EQ(not_taken.at("turned_away_latency").at("count"), 5);
  std::thread open([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    board.signal(SIGUSR2);
  });
  const Ran retried = viche(load_command(election, url_of(board), {file}, {"--retry"}));
  open.join();
  EXPECT_EQ(retried.exit_code, 0) << retried.out;
  const json report = json::parse(retried.out);
  expect_sum(report);
  EXPECT_EQ(report.at("accepted"), 5);
  EXPECT_EQ(report.at("not_taken"), 0);
  EXPECT_EQ(report.at("retried"), 5);
  EXPECT_GE(report.at("accepted_latency").at("max"), 1.0);  // from the first time
  EXPECT_EQ(board.stop(), 0);
}

TEST(Load, SaysWhatIsWrongWithItsArguments) {
  const SmallElection election(1);
  const std::string file = election.write_ballots("one.ballots", {election.cast(0, 0)});
  const auto status = [&](const std::string& url, const std::vector<std::string>& more) {
    return viche(load_command(election, url, {file}, more)).exit_code;
  };
  EXPECT_EQ(status("http://127.0.0.1:1", {}), 3);
  EXPECT_EQ(status("127.0.0.1:80", {}), 1);
  EXPECT_EQ(status("http://127.0.0.1:1", {"--fingerprint", "xyz"}), 2);
  EXPECT_EQ(viche({"load", "--board", "http://127.0.0.1:1", file}).exit_code, 2);
  EXPECT_EQ(viche(load_command(election, "http://127.0.0.1:1", {election.path("none.ballots")}, {}))
                .exit_code,
            3);
}

}  // namespace
}  // namespace viche::test
