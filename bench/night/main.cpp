// Can a board take a night's votes? One command, one JSON object on standard output.

#include <CLI/CLI.hpp>
#include <iostream>
#include <thread>

#include "apps/common/console.h"
#include "apps/viche/process.h"
#include "bench/night/night.h"
#include "crypto/group/random.h"

namespace {

using namespace viche;
namespace fs = std::filesystem;

// From connections that carry one request each, so that what is turned away is told at once, and
// more of them than the board lets ballots wait.
constexpr std::size_t kOverloadConnections = 18000;
constexpr std::size_t kOverloadWaiting = 10000;

enum class After { kRemove, kKeep };

/// A directory for a run.
class Place {
 public:
  Place(std::string directory, After after) : after_(after) {
    if (directory.empty()) {
      directory = (fs::temp_directory_path() / "viche-night-XXXXXX").string();
      if (::mkdtemp(directory.data()) == nullptr) throw std::runtime_error("no directory");
    }
    path_ = directory;
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    std::error_code ignored;
    if (after_ == After::kRemove) fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
  After after_;
};

int run(const bench::NightOptions& options) {
  const Result<nlohmann::ordered_json> report = bench::run_night(options);
  if (!report) {
    app::say_error(report.error().message());
    return 1;
  }
  std::cout << report->dump(1) << '\n';
  return bench::good_night(*report) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  bench::NightOptions options;
  options.threads = std::max(1U, std::thread::hardware_concurrency());
  std::string directory;
  bool keep = false;
  bool overload = false;
  CLI::App app(
      "A real 1-of-10 election by the real programs: keys, ballots encrypted beforehand, the vote "
      "over HTTP by a schedule, close, tally, verification. Exit status 0 if nothing was lost, all "
      "that was accepted is counted, and the record verifies.");
  app.add_option("--rate", options.rate, "Ballots a second")->capture_default_str();
  app.add_option("--seconds", options.seconds, "For how long")->capture_default_str();
  app.add_option("--connections", options.connections, "At once")->capture_default_str();
  app.add_option("--pipeline", options.pipeline,
                 "Requests on a connection before the first is answered")
      ->capture_default_str();
  app.add_flag("--tls", options.tls, "TLS 1.3, with a certificate made for the run");
  app.add_flag("--new-connections", options.new_connections, "A connection for each ballot");
  app.add_flag("--overload", overload,
               "From 18,000 connections to a board that lets 10,000 ballots wait; with --rate at "
               "twice what it takes");
  app.add_option("--board", options.board,
                 "An argument of viche-board, such as --board=--service-interval-ms=20");
  app.add_option("--load", options.load, "An argument of viche load, such as --load=--others=1");
  app.add_option("--directory", directory,
                 "Where its files go (2.5 GB for 500,000 ballots); missing or empty");
  app.add_flag("--keep", keep, "Leave them there");
  app.add_option("--threads", options.threads, "For all but the vote")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  viche::initialize();
  if (overload) {
    options.connections = kOverloadConnections;
    options.pipeline = 1;
    options.board.insert(
        options.board.begin(),
        {"--service-waiting-ballots", std::to_string(kOverloadWaiting), "--http-threads", "2"});
  }
  try {
    const Place place(directory, keep ? After::kKeep : After::kRemove);
    options.directory = place.path();
    options.programs = app::own_path().parent_path();
    return run(options);
  } catch (const std::exception& error) {
    app::say_error(error.what());
    return 3;
  }
}
