// Offers prepared ballots to the running board by a schedule, whatever it answers, and says how
// many it took, how soon, and what that cost. Every receipt is verified at the end.

#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "bench/service/prepared_election.h"
#include "bulletin/log/proof.h"
#include "bulletin/service/service.h"

namespace {

using namespace viche;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

struct Options {
  std::string directory;
  double rate = 25'000;
  double seconds = 8;
  std::uint32_t choices = 10;
  std::uint32_t bad_per_thousand = 0;
  board::ServiceOptions service;
};

struct Outcome {
  board::Receipt receipt;
  double latency = 0;  // seconds, from the scheduled time
};

double process_cpu() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// CPU seconds of each of this process's living threads, by name.
std::map<std::string, double> thread_cpu() {
  std::map<std::string, double> seconds;
  for (const auto& task : fs::directory_iterator("/proc/self/task")) {
    std::ifstream stat(task.path() / "stat");
    std::string line;
    std::getline(stat, line);
    const std::size_t open = line.find('('), close = line.rfind(')');
    if (close == std::string::npos) continue;
    std::istringstream rest(line.substr(close + 1));
    std::string field;
    double ticks = 0;
    for (int i = 3; i <= 15 && rest >> field; ++i) {
      if (i >= 14) ticks += std::stod(field);  // utime and stime
    }
    seconds[line.substr(open + 1, close - open - 1)] +=
        ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
  }
  return seconds;
}

/// How many of the receipts prove what they say.
std::uint64_t verify(const std::vector<Outcome>& outcomes, const std::vector<log::Hash>& leaves,
                     const log::LogPolicy& policy) {
  std::map<std::string, log::TreeHead> heads;  // by checkpoint, each verified once
  std::uint64_t verified = 0;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const board::Receipt& receipt = outcomes[i].receipt;
    if (receipt.proof.empty()) continue;
    const auto decoded = log::Receipt::decode(receipt.proof);
    if (!decoded || decoded->index != receipt.answer.index) continue;
    const std::string note = decoded->checkpoint.encode();
    auto head = heads.find(note);
    if (head == heads.end()) {
      const auto checkpoint = log::open_checkpoint(note, policy);
      if (!checkpoint) continue;
      head = heads.emplace(note, checkpoint->checkpoint.head).first;
    }
    if (log::verify_inclusion(decoded->proof, decoded->index, leaves[i], head->second)) ++verified;
  }
  return verified;
}

nlohmann::ordered_json run(const Options& options) {
  fs::create_directories(options.directory);
  const auto count = static_cast<std::uint32_t>(options.rate * options.seconds);
  bench::PreparedElection election(options.directory, options.choices, count);
  std::vector<Bytes>& ballots = election.ballots();
  for (std::size_t i = 0; i < ballots.size(); ++i) {
    if (i % 1000 < options.bad_per_thousand) ballots[i].back() ^= 1;
  }
  std::vector<log::Hash> leaves;
  for (const Bytes& ballot : ballots) leaves.push_back(log::hash_leaf(ballot));
  std::vector<Outcome> outcomes(count);
  auto service = board::Service::open(election.store(), election.sequencer(),
                                      election.manifest_hash(), options.service)
                     .value();

  const double cpu_before = process_cpu();
  const std::map<std::string, double> threads_before = thread_cpu();
  const Clock::time_point start = Clock::now() + std::chrono::milliseconds(20);
  std::uint64_t not_taken = 0;
  std::uint32_t next = 0;
  while (next < count) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const double now = std::chrono::duration<double>(Clock::now() - start).count();
    const auto due =
        static_cast<std::uint32_t>(std::clamp(now * options.rate, 0.0, static_cast<double>(count)));
    for (; next < due; ++next) {
      const double scheduled = next / options.rate;
      std::vector<Bytes> one;
      one.push_back(std::move(ballots[next]));
      Outcome* outcome = &outcomes[next];
      const board::Taken taken = service->submit_ballots(
          std::move(one), [outcome, scheduled, start](std::vector<board::Receipt> receipts) {
            outcome->receipt = std::move(receipts.front());
            outcome->latency =
                std::chrono::duration<double>(Clock::now() - start).count() - scheduled;
          });
      if (taken != board::Taken::kQueued) ++not_taken;
    }
  }
  while (!service->idle()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  const double cpu = process_cpu() - cpu_before;
  std::map<std::string, double> by_thread = thread_cpu();
  for (const auto& [name, before] : threads_before) by_thread[name] -= before;
  const board::ServiceMetrics metrics = service->metrics();
  service->drain();

  std::vector<double> latencies;
  std::uint64_t accepted = 0;
  for (const Outcome& outcome : outcomes) {
    if (outcome.latency == 0) continue;
    latencies.push_back(outcome.latency);
    if (outcome.receipt.answer.outcome == board::Outcome::kAppended) ++accepted;
  }
  std::sort(latencies.begin(), latencies.end());
  const auto percentile = [&](double part) {
    if (latencies.empty()) return 0.0;
    const auto place = static_cast<std::size_t>(part * static_cast<double>(latencies.size() - 1));
    return latencies[place];
  };
  double living = 0;
  for (const auto& [name, used] : by_thread) living += used;
  by_thread["proofs"] = cpu - living;
  nlohmann::ordered_json report{
      {"offered", count},
      {"offered_per_second", options.rate},
      {"accepted", accepted},
      {"refused", latencies.size() - accepted},
      {"not_taken", not_taken},
      {"seconds", seconds},
      {"p50", percentile(0.5)},
      {"p99", percentile(0.99)},
      {"p999", percentile(0.999)},
      {"batches", metrics.batches},
      {"cpu_seconds", cpu},
      {"cpu_seconds_per_1000", 1000 * cpu / std::max(1.0, static_cast<double>(accepted))},
      {"cpu_by_thread", by_thread}};
  for (std::size_t i = 0; i < board::kStages; ++i) {
    const board::Latencies& stage = metrics.latencies[i];
    report["mean_by_stage"][std::string(board::stage_name(static_cast<board::Stage>(i)))] =
        stage.seconds / static_cast<double>(std::max<std::uint64_t>(stage.count(), 1));
  }
  report["verified"] = verify(outcomes, leaves, election.policy());
  return report;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  std::int64_t interval = options.service.interval.count();
  CLI::App app{"Measures the running board without a network"};
  app.add_option("directory", options.directory, "Where the log is written; empty")->required();
  app.add_option("--rate", options.rate, "Ballots offered a second");
  app.add_option("--seconds", options.seconds, "For how long");
  app.add_option("--choices", options.choices, "Options of the contest, 2 to 26")
      ->check(CLI::Range(2, 26));
  app.add_option("--bad", options.bad_per_thousand, "Of a thousand ballots, how many are bad");
  app.add_option("--interval", interval, "Milliseconds collected into one batch");
  app.add_option("--threads", options.service.check_threads, "For proofs");
  CLI11_PARSE(app, argc, argv);
  options.service.interval = std::chrono::milliseconds(interval);
  initialize();
  const nlohmann::ordered_json report = run(options);
  std::cout << report.dump(1) << '\n';
  return report["verified"] == report["accepted"] ? 0 : 1;
}
