// viche-bench-night at a tiny size: what it prints is what happened.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/apps/program.h"

namespace viche::test {
namespace {

using nlohmann::json;

json night(const std::vector<std::string>& arguments) {
  const Ran ran = run("viche-bench-night", arguments);
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  return json::parse(ran.out, nullptr, false);
}

TEST(Night, AWholeElectionInOneCommand) {
  const json report = night({"--rate", "100", "--seconds", "1", "--connections", "20"});
  EXPECT_EQ(report.at("offered"), 100);
  EXPECT_EQ(report.at("accepted"), 100);
  EXPECT_EQ(report.at("refused"), 0);
  EXPECT_TRUE(report.at("not_taken_within_100_ms").is_null());
  EXPECT_EQ(report.at("lost"), 0);
  EXPECT_EQ(report.at("receipts_verified"), 100);
  EXPECT_EQ(report.at("counted"), 100);
  EXPECT_EQ(report.at("totals_as_cast"), true);
  EXPECT_EQ(report.at("verified"), true);
  EXPECT_GT(report.at("p99"), 0);
  EXPECT_GE(report.at("p999"), report.at("p99"));
  EXPECT_GT(report.at("cpu_seconds").at("board"), 0);
  EXPECT_GT(report.at("board_peak_memory_kib"), 0);
}

TEST(Night, WhatIsTurnedAwayIsNotCountedAndItsFilesAreKeptIfAskedFor) {
  const Scratch scratch;
  // 64 KiB of ballots fit, until the interval ends: however fast the board, not 300 in two or
  // three.
  const json report =
      night({"--rate", "300", "--seconds", "1", "--connections", "200", "--new-connections",
             "--tls", "--directory", scratch / "night", "--keep",
             "--board=--service-waiting-bytes=65536", "--board=--service-interval-ms=1000"});
  EXPECT_EQ(report.at("offered"), 300);
  EXPECT_EQ(report.at("tls"), true);
  EXPECT_GT(report.at("not_taken"), 0);
  EXPECT_GT(report.at("not_taken_within_100_ms"), 0);
  EXPECT_GT(report.at("accepted"), 0);
  EXPECT_EQ(report.at("accepted").get<int>() + report.at("not_taken").get<int>(), 300);
  EXPECT_EQ(report.at("counted"), report.at("accepted"));
  EXPECT_TRUE(report.at("totals_as_cast").is_null());
  EXPECT_TRUE(fs::exists(scratch / "night/record/checkpoint"));
}

}  // namespace
}  // namespace viche::test
