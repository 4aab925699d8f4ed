// viche-bench-report: what checking and encrypting ballots costs on this machine, as one JSON
// object, beside libsodium in the same run. Every answer is verified before it is timed.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>

#include "bench/report/encrypt.h"
#include "bench/report/kernel_costs.h"
#include "bench/report/sodium_verify.h"
#include "bench/report/timing.h"
#include "bench/report/verify.h"
#include "crypto/group/kernel/kernel.h"

namespace {

using namespace viche;
using namespace viche::bench;
using Json = nlohmann::ordered_json;

enum ExitCode : int { kMeasured = 0, kWrong = 1, kUsage = 2, kNotMeasured = 3 };

constexpr const char* kExamples =
    R"(What checking and encrypting ballots costs on this machine, as one JSON object.

Examples:
  viche-bench-report
  viche-bench-report --quick
  viche-bench-report --sizes 10000,100000 --threads 4
  VICHE_KERNEL=portable viche-bench-report --quick

Times are processor time, the best of some runs, on one thread; more threads are compared with
one by the clock on the wall, which means something only on a machine that is idle. Ballots are
distinct up to --distinct; longer runs hand the same ones over again, copied as if read from a log.

Exit status: 0 measured, 1 an answer was wrong, 2 usage, 3 could not be measured.
)";

struct Arguments {
  std::size_t distinct = 10'000;
  std::vector<std::size_t> sizes{10'000, 100'000, 1'000'000};
  unsigned threads = 2;
  bool quick = false;
};

void declare(CLI::App& app, Arguments& arguments) {
  app.add_option("--distinct", arguments.distinct, "Number of distinct ballots that are made")
      ->check(CLI::Range(100, 1'000'000));
  app.add_option("--sizes", arguments.sizes, "Numbers of ballots to check")
      ->delimiter(',')
      ->check(CLI::Range(1, 100'000'000));
  app.add_option("--threads", arguments.threads, "Threads to compare with one")
      ->check(CLI::Range(2, 1024));
  app.add_flag("--quick", arguments.quick, "2,000 distinct ballots, sizes 2,000 and 10,000");
}

/// Thrown where an answer is wrong: nothing that follows would mean anything.
struct WrongAnswer {
  const char* what;
};

double rounded(double value) { return std::round(value * 1000) / 1000; }

Stream stream(const Sample& sample, const std::vector<Bytes>& entries, std::size_t ballots,
              unsigned threads, Clock clock) {
  const std::optional<Stream> done = check_stream(sample, entries, ballots, threads, clock);
  if (!done) throw WrongAnswer{"a good ballot was refused"};
  return *done;
}

/// Seconds a ballot, the best of some checks of all entries.
double verify_seconds(const Sample& sample, const std::vector<Bytes>& entries, unsigned threads,
                      Clock clock) {
  double best = stream(sample, entries, entries.size(), threads, clock).seconds;
  for (int run = 0; run < 4; ++run) {
    best = std::min(best, stream(sample, entries, entries.size(), threads, clock).seconds);
  }
  return best / static_cast<double>(entries.size());
}

Json sodium_report(const Sample& sample, const std::vector<Bytes>& entries, double& per_ballot) {
  const SodiumBases bases(sample.context());
  CallCounts calls{};
  Bytes spoilt = entries[0];
  spoilt[spoilt.size() - 32] ^= 1;
  if (!sodium_accepts(sample.context(), bases, entries[0], calls)) {
    throw WrongAnswer{"libsodium refuses a good ballot"};
  }
  CallCounts other{};
  if (sodium_accepts(sample.context(), bases, spoilt, other)) {
    throw WrongAnswer{"libsodium accepts a bad ballot"};
  }
  constexpr std::size_t kBallots = 40;
  bool all = true;
  per_ballot = best_seconds(3,
                            [&] {
                              for (std::size_t i = 0; i < kBallots; ++i) {
                                all &= sodium_accepts(sample.context(), bases, entries[i], other);
                              }
                            }) /
               kBallots;
  if (!all) throw WrongAnswer{"libsodium refuses a good ballot"};

  const auto costs = sodium_costs();
  Json report;
  double explained = 0;
  for (std::size_t i = 0; i < kCalls; ++i) {
    const std::string name(name_of(static_cast<Call>(i)));
    report["calls_per_ballot"][name] = calls[i];
    report["ns_per_call"][name] = std::round(costs[i]);
    explained += static_cast<double>(calls[i]) * costs[i];
  }
  report["us_per_ballot"] = rounded(per_ballot * 1e6);
  report["calls_times_cost_us"] = rounded(explained / 1e3);
  report["time_over_calls_times_cost"] = rounded(per_ballot * 1e9 / explained);
  return report;
}

Json sizes_report(const Sample& sample, const std::vector<Bytes>& entries,
                  const Arguments& arguments) {
  Json list = Json::array();
  for (const std::size_t size : arguments.sizes) {
    const Stream done = stream(sample, entries, size, 1, Clock::kProcessor);
    list.push_back({{"ballots", done.ballots},
                    {"us_per_ballot", rounded(done.seconds / static_cast<double>(size) * 1e6)},
                    {"resident_mib", done.resident_kib / 1024}});
  }
  return list;
}

Json bad_report(const Sample& sample, const std::vector<Bytes>& entries) {
  const auto us = [&](std::size_t every) {
    const std::optional<double> spent = check_with_bad(sample, entries, every);
    if (!spent) throw WrongAnswer{"the bad ballots are not those that were made bad"};
    return rounded(*spent / static_cast<double>(entries.size()) * 1e6);
  };
  return {{"none_us_per_ballot", us(0)},
          {"one_in_1000_us_per_ballot", us(1000)},
          {"one_in_10_us_per_ballot", us(10)},
          {"all_us_per_ballot", us(1)}};
}

Json measure(const Arguments& arguments) {
  const Sample sample(10);
  const std::vector<Bytes> entries = sample.casts(arguments.distinct, arguments.threads);
  Json report{{"kernel", kernel::active().name},
              {"threads", 1},
              {"n", sample.n()},
              {"entry_bytes", entries.front().size()},
              {"distinct_ballots", entries.size()},
              {"clock", "processor time, but verify_threads by the wall"},
              {"note", "longer runs hand the distinct ballots over again, copied block by block"}};

  const double fast = verify_seconds(sample, entries, 1, Clock::kProcessor);
  double sodium = 0;
  const Json sodium_details = sodium_report(sample, entries, sodium);
  report["verify_per_s"] = std::round(1 / fast);
  report["verify_sodium_per_s"] = rounded(1 / sodium);
  report["verify_ratio"] = rounded(sodium / fast);
  report["verify_us"] = rounded(fast * 1e6);
  report["verify_sodium"] = sodium_details;

  const std::optional<EncryptFigures> encrypt = measure_encrypt(sample);
  if (!encrypt) throw WrongAnswer{"a ballot that was made is refused"};
  report["encrypt_per_s"] = std::round(1 / encrypt->seconds);
  report["encrypt_sodium_per_s"] = rounded(1 / encrypt->sodium_seconds);
  report["encrypt_ratio"] = rounded(encrypt->sodium_seconds / encrypt->seconds);

  report["decode_ns"] = rounded(decode_ns());
  for (const std::size_t terms : {std::size_t{4096}, std::size_t{65'536}}) {
    report["sum_ns_per_point"].push_back({{"points", terms},
                                          {"bits_253", rounded(sum_ns(terms, Scalars::kLong))},
                                          {"bits_128", rounded(sum_ns(terms, Scalars::kShort))}});
  }
  report["verify_sizes"] = sizes_report(sample, entries, arguments);

  const double alone = verify_seconds(sample, entries, 1, Clock::kWall);
  const double together = verify_seconds(sample, entries, arguments.threads, Clock::kWall);
  report["verify_threads"] = {{"threads", arguments.threads},
                              {"per_s", std::round(1 / together)},
                              {"times_one", rounded(alone / together)}};
  report["verify_bad"] = bad_report(sample, entries);

  constexpr std::size_t kStyles = 400;
  const Sample official(10, kStyles);
  const double mixed = verify_seconds(
      official, official.casts(arguments.distinct, arguments.threads), 1, Clock::kProcessor);
  report["verify_styles"] = {{"styles", kStyles},
                             {"us_per_ballot", rounded(mixed * 1e6)},
                             {"times_one_style", rounded(mixed / fast)}};

  const Sample hundred(100);
  const std::vector<Bytes> large =
      hundred.casts(std::max<std::size_t>(arguments.distinct / 10, 100), arguments.threads);
  const double long_ballot = verify_seconds(hundred, large, 1, Clock::kProcessor);
  report["verify_100"] = {{"n", hundred.n()},
                          {"us_per_ballot", rounded(long_ballot * 1e6)},
                          {"times_10", rounded(long_ballot / fast)}};
  return report;
}

int complain(ExitCode code, const char* message) {
  std::fprintf(stderr, "viche-bench-report: %s\n", message);
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    initialize();
    CLI::App app(kExamples, "viche-bench-report");
    Arguments arguments;
    declare(app, arguments);
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? kMeasured : kUsage;
    }
    if (arguments.quick) {
      arguments.distinct = 2000;
      arguments.sizes = {2000, 10'000};
    }
    std::printf("%s\n", measure(arguments).dump(2).c_str());
    return kMeasured;
  } catch (const WrongAnswer& wrong) {
    return complain(kWrong, wrong.what);
  } catch (const std::exception& error) {
    return complain(kNotMeasured, error.what());
  }
}
