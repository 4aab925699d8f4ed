// viche-verify --follow as it is run: its exit status, what it leaves, and that it may be killed.

#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "apps/viche-verify/follow/seen.h"
#include "tests/apps/program.h"
#include "tests/apps/viche-verify/growing_log.h"
#include "tests/support/seeded_random.h"

namespace viche::test {
namespace {

std::vector<std::string> follow_arguments(const FileServer& server, const Bytes32& fingerprint,
                                          const std::string& state,
                                          const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{
      server.url(), "--follow", "--fingerprint", to_hex(fingerprint), "--state",   state,
      "--interval", "1",        "--stale-after", "3000000000",        "--threads", "1"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

const GrowingLog& log_of(int choice) {
  static const GrowingLog kLogs[] = {grow(0), grow(1)};
  return kLogs[choice];
}

TEST(VerifyFollowing, AlarmsByStatusWebhookMetricsAndEvidence) {
  const Scratch scratch;
  FileServer hook({}, [](const std::string&, unsigned, FileServer::Reply& reply) {
    reply = FileServer::ok({});
    return true;
  });
  FileServer server(log_of(0).steps[3]);
  const std::string state = scratch / "state";
  const auto once = [&] {
    return run("viche-verify", follow_arguments(server, log_of(0).fingerprint, state,
                                                {"--once", "--metrics", scratch / "metrics",
                                                 "--webhook", hook.url() + "/alarm"}));
  };
  const Ran quiet = once();
  EXPECT_EQ(quiet.exit_code, 0) << quiet.err;
  EXPECT_NE(read_text(scratch / "metrics").find("viche_follow_alarm{alarm=\"fork\"} 0"),
            std::string::npos);
  EXPECT_EQ(hook.requests(), 0U);

  server.set(log_of(1).steps[4]);
  const Ran loud = once();
  EXPECT_EQ(loud.exit_code, 4) << loud.err;
  EXPECT_NE(loud.err.find("ALARM: fork"), std::string::npos) << loud.err;
  EXPECT_NE(read_text(scratch / "metrics").find("viche_follow_alarm{alarm=\"fork\"} 1"),
            std::string::npos);
  EXPECT_EQ(hook.asked("alarm"), 1U);
  const auto alarm = nlohmann::json::parse(read_text(state + "/alarms/1-fork/alarm.json"));
  EXPECT_EQ(alarm.at("alarm"), "fork");
  EXPECT_EQ(read_text(state + "/alarms/1-fork/shown.checkpoint"),
            as_text(log_of(1).steps[4].at("checkpoint")));
  EXPECT_EQ(read_text(state + "/alarms/1-fork/remembered.checkpoint"),
            as_text(log_of(0).steps[3].at("checkpoint")));
}

TEST(VerifyFollowing, EndsWithTheReportOfTheWholeRecord) {
  const Scratch scratch;
  const FileServer server(log_of(0).steps.back());
  const Ran ran =
      run("viche-verify", follow_arguments(server, log_of(0).fingerprint, scratch / "state"));
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_NE(ran.out.find("VERIFIED"), std::string::npos);
  EXPECT_EQ(verify(scratch / "state/record").exit_code, 0);
}

TEST(VerifyFollowing, TwoStatesAreCompared) {
  const Scratch scratch;
  for (const int i : {0, 1}) {
    const FileServer server(log_of(i).steps[4]);
    run("viche-verify",
        follow_arguments(server, log_of(i).fingerprint, scratch / std::to_string(i), {"--once"}));
  }
  const Ran forked = run("viche-verify", {"compare", scratch / "0", scratch / "1"});
  EXPECT_EQ(forked.exit_code, 4) << forked.err;
  EXPECT_NE(forked.out.find("viche/v1/"), std::string::npos);
  EXPECT_EQ(run("viche-verify", {"compare", scratch / "0", scratch / "0"}).exit_code, 0);
  EXPECT_EQ(run("viche-verify", {"compare", scratch / "0", scratch / "none"}).exit_code, 3);
  EXPECT_EQ(run("viche-verify", {"compare", scratch / "0"}).exit_code, 2);
}

TEST(VerifyFollowing, Misuse) {
  const Scratch scratch;
  const std::string f(64, '0');
  const auto status = [](const std::vector<std::string>& arguments) {
    return run("viche-verify", arguments).exit_code;
  };
  EXPECT_EQ(status({"http://127.0.0.1:1", "--follow", "--fingerprint", f}), 2);
  EXPECT_EQ(status({"http://127.0.0.1:1", "--follow", "--state", scratch / "s"}), 2);
  EXPECT_EQ(status({"directory", "--follow", "--fingerprint", f, "--state", scratch / "s"}), 2);
  EXPECT_EQ(status({"directory", "--once"}), 2);
  EXPECT_EQ(status({"http://127.0.0.1:1", "--follow", "--fingerprint", f, "--state", scratch / "s",
                    "--webhook", "ftp://x"}),
            2);
  EXPECT_EQ(status({"http://127.0.0.1:1", "--follow", "--fingerprint", f, "--state", scratch / "s",
                    "--once"}),
            3);
}

TEST(VerifyFollowing, KilledAndRestartedItMissesNothing) {
  const std::size_t kills = full_campaign() ? 100 : 12;
  const Scratch scratch;
  const std::string state = scratch / "state";
  const GrowingLog& log = log_of(0);
  FileServer server(log.steps[0]);
  SeededRandom random(11);
  std::vector<follow::Seen> before;
  const std::size_t last = log.steps.size() - 2;  // the result comes when all kills are over
  const auto arguments = follow_arguments(server, log.fingerprint, state);
  for (std::size_t i = 0; i < kills; ++i) {
    server.set(log.steps[i * (last + 1) / kills]);
    const int process = start_program("viche-verify", arguments);
    std::this_thread::sleep_for(std::chrono::milliseconds(random.below(200)));
    EXPECT_FALSE(kill_or_reap(process));
    if (!fs::exists(state + "/seen")) continue;
    const auto seen = follow::read_seen(read_text(state + "/seen"));
    ASSERT_TRUE(seen.ok()) << seen.error().message();
    ASSERT_GE(seen->list.size(), before.size());
    EXPECT_TRUE(std::equal(before.begin(), before.end(), seen->list.begin()));
    before = seen->list;
  }
  EXPECT_FALSE(before.empty());
  // What it saw before it was killed is held against the other log.
  fs::copy(state, scratch / "copy", fs::copy_options::recursive);
  server.set(log_of(1).steps.back());
  EXPECT_EQ(
      run("viche-verify", follow_arguments(server, log.fingerprint, scratch / "copy")).exit_code,
      before.size() > 3 ? 4 : 0);
  server.set(log.steps.back());
  const Ran ran = run("viche-verify", arguments);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const auto seen = follow::read_seen(read_text(state + "/seen")).value();
  EXPECT_EQ(seen.list.back().note, as_text(log.steps.back().at("checkpoint")));
}

}  // namespace
}  // namespace viche::test
