// What the HTTP server costs by itself: kept connections post bodies of a ballot's size as fast as
// they are answered, by an interface before a board that takes everything and answers from another
// thread, many at once. Every answer is verified.

#include <time.h>

#include <CLI/CLI.hpp>
#include <condition_variable>
#include <cstdio>
#include <iostream>
#include <mutex>
#include <thread>

#include "apps/viche/load/connections.h"
#include "bulletin/http/api.h"
#include "bulletin/log/tile.h"
#include "crypto/group/random.h"

namespace {

using namespace viche;

double cpu_seconds(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Answers what it was given every few milliseconds, on a thread of its own, as the service does.
class Answerer final : public http::Backend {
 public:
  explicit Answerer(std::size_t proof_bytes) {
    receipt_.answer.outcome = board::Outcome::kAppended;
    receipt_.proof.assign(proof_bytes, 'p');
    thread_ = std::thread([this] { run(); });
  }
  ~Answerer() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

  board::Taken submit_ballots(std::vector<Bytes> entries,
                              board::Service::BallotsDone done) override {
    const std::lock_guard lock(mutex_);
    waiting_.emplace_back(entries.size(), std::move(done));
    return board::Taken::kQueued;
  }
  board::Taken submit_statement(std::vector<Bytes>, board::Service::StatementDone) override {
    return board::Taken::kFull;
  }
  Result<board::FoundBallot> find_ballot(const ballot::NotedTracker&) override {
    return board::FoundBallot{};
  }
  Result<std::optional<board::FoundCredential>> find_credential(const Bytes32&) override {
    return std::optional<board::FoundCredential>();
  }
  std::shared_ptr<const board::ServiceStatus> status() override {
    return std::make_shared<const board::ServiceStatus>();
  }
  board::ServiceMetrics metrics() override { return {}; }
  /// CPU time of its thread so far.
  [[nodiscard]] double cpu() const { return cpu_; }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      changed_.wait_for(lock, std::chrono::milliseconds(5));
      auto taken = std::exchange(waiting_, {});
      lock.unlock();
      for (auto& [count, done] : taken) done(std::vector<board::Receipt>(count, receipt_));
      cpu_ = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
      lock.lock();
    }
  }

  board::Receipt receipt_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::pair<std::size_t, board::Service::BallotsDone>> waiting_;
  bool stopping_ = false;
  std::atomic<double> cpu_{0};
  std::thread thread_;
};

/// Connections that post again as soon as they are answered, which is to be "appended".
class Client {
 public:
  Client(std::uint16_t port, std::size_t connections, std::string request)
      : request_(std::move(request)),
        connections_(options(port, connections),
                     [this](std::uint64_t, const load::Answer* answer, load::Failure) {
                       if (answer == nullptr || answer->status != 201) ++wrong_;
                       ++answered_;
                     }) {}

  Result<void> open() { return connections_.open_all(); }

  /// Posts for so long and waits for the last answers; how many there were. An error if one was
  /// not as it should be.
  Result<std::uint64_t> run(double seconds) {
    const double end = cpu_seconds(CLOCK_MONOTONIC) + seconds;
    answered_ = 0;
    while (connections_.busy() > 0 || cpu_seconds(CLOCK_MONOTONIC) < end) {
      const bool more = cpu_seconds(CLOCK_MONOTONIC) < end;
      while (more && connections_.idle() > 0) connections_.post(0, request_);
      connections_.wait(std::chrono::milliseconds(100));
    }
    if (wrong_ > 0) return Error{"were not appended", std::to_string(wrong_) + " ballots"};
    return answered_;
  }

 private:
  static load::Connections::Options options(std::uint16_t port, std::size_t connections) {
    load::Connections::Options made;
    made.target = load::parse_target("http://127.0.0.1:" + std::to_string(port)).value();
    if (!load::resolve(made.target)) broken_invariant("a server that does not listen");
    made.count = connections;
    return made;
  }

  std::string request_;
  load::Connections connections_;
  std::uint64_t answered_ = 0, wrong_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("What the HTTP server costs by itself.");
  std::size_t connections = 1000, ballot = 1187, proof = 1300;
  unsigned threads = 1;
  double seconds = 5;
  app.add_option("--connections", connections, "Kept connections")->check(CLI::Range(1, 10000));
  app.add_option("--ballot", ballot, "Bytes of a ballot")->check(CLI::Range(1, 65535));
  app.add_option("--proof", proof, "Bytes of a receipt");
  app.add_option("--threads", threads, "Threads of the server")->check(CLI::Range(1, 64));
  app.add_option("--seconds", seconds, "How long");
  CLI11_PARSE(app, argc, argv);
  viche::initialize();

  Answerer backend(proof);
  http::Api api(backend, {"", "bench", "", 1024, 1});
  http::ServerOptions options;
  options.threads = threads;
  options.connections = connections + 1;
  const auto server = http::Server::start(options, [&](http::Request request, http::Respond done) {
    api.handle(std::move(request), std::move(done));
  });
  if (!server) {
    std::cerr << server.error().message() << "\n";
    return 1;
  }
  const std::vector<Bytes> entries{Bytes(ballot, 0x13)};
  const Bytes body = log::encode_bundle(entries);
  Client client((*server)->port(), connections,
                "POST /v1/ballots HTTP/1.1\r\nHost: board\r\nContent-Type: "
                "application/octet-stream\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n\r\n" + std::string(as_text(body)));
  const auto warmed = [&]() -> Result<std::uint64_t> {
    VICHE_TRY(client.open());
    return client.run(0.5);
  }();
  if (!warmed) {
    std::cerr << warmed.error().message() << "\n";
    return 1;
  }
  const double begin = cpu_seconds(CLOCK_MONOTONIC);
  const double others = cpu_seconds(CLOCK_THREAD_CPUTIME_ID) + backend.cpu();
  const double all = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
  const std::uint64_t answered = client.run(seconds).value();
  const double wall = cpu_seconds(CLOCK_MONOTONIC) - begin;
  const double other = cpu_seconds(CLOCK_THREAD_CPUTIME_ID) + backend.cpu() - others;
  const double server_cpu = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - all - other;
  const auto count = static_cast<double>(answered);
  std::printf(
      "{\"connections\": %zu, \"threads\": %u, \"answered\": %llu, \"per_second\": %.0f, "
      "\"server_cpu_us\": %.2f, \"client_and_board_cpu_us\": %.2f}\n",
      connections, threads, static_cast<unsigned long long>(answered), count / wall,
      1e6 * server_cpu / count, 1e6 * other / count);
  (*server)->shutdown(std::chrono::seconds(1));
  return 0;
}
