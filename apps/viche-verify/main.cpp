// viche-verify: checks a published record of an election, from the record alone.

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <exception>
#include <optional>
#include <thread>

#include "apps/viche-verify/output_file.h"
#include "apps/viche-verify/progress.h"
#include "crypto/group/kernel/kernel.h"
#include "crypto/group/random.h"
#include "verifier/verify.h"

namespace {

using namespace viche;
using verify_program::Progress;

enum ExitCode : int { kVerified = 0, kFailed = 1, kUsage = 2, kUnreadable = 3 };

constexpr const char* kExamples =
    R"(Checks a published record of an election, from the record alone.

Examples:
  viche-verify record
  viche-verify record --fingerprint 5f2c...  (the fingerprint that the officials read aloud)
  viche-verify record --receipt my-vote.tlog-proof
  viche-verify record --json report.json --arithmetic sodium --threads 8

Exit status: 0 verified, 1 verification failed, 2 usage, 3 the record could not be read.
)";

struct Arguments {
  std::string record;
  std::optional<std::string> json;
  std::string arithmetic = "fast";
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  std::optional<std::string> fingerprint;
  std::vector<std::string> checkpoints;
  std::vector<std::string> receipts;
};

void declare(CLI::App& app, Arguments& arguments) {
  app.add_option("RECORD", arguments.record, "The record's directory")->required();
  app.add_option("--json", arguments.json,
                 "Write the report as JSON to this file, or - for standard output")
      ->type_name("FILE");
  app.add_option("--arithmetic", arguments.arithmetic,
                 "fast: batches; sodium: plain libsodium, one equation at a time, slower")
      ->check(CLI::IsMember({"fast", "sodium"}));
  app.add_option("--threads", arguments.threads,
                 "Number of threads; the report does not depend on it")
      ->check(CLI::Range(1, 1024));
  app.add_option("--fingerprint", arguments.fingerprint,
                 "The election's fingerprint, 64 hexadecimal digits, obtained outside the record");
  app.add_option("--checkpoint", arguments.checkpoints,
                 "A checkpoint of this log seen earlier; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--receipt", arguments.receipts, "A voter's receipt; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.set_version_flag("--version", std::string(VICHE_VERSION ", kernel ") + kernel::active().name);
}

int complain(ExitCode code, const std::string& message) {
  std::fprintf(stderr, "viche-verify: %s\n", message.c_str());
  return code;
}

Result<std::vector<verifier::Given>> read_given(const std::vector<std::string>& paths) {
  std::vector<verifier::Given> given;
  for (const std::string& path : paths) {
    VICHE_ASSIGN(std::string text, verify_program::read_input(path));
    given.push_back({path, std::move(text)});
  }
  return given;
}

/// Prints the report: text on standard output, unless the JSON goes there.
Result<void> write_report(const verifier::Report& report, const verifier::RunInfo& run,
                          const std::optional<std::string>& json) {
  if (json != "-") {
    const std::string text = verifier::to_text(report, run);
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  if (!json) return {};
  const std::string text = verifier::to_json(report, run);
  if (json != "-") return verify_program::write_output(*json, text);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return {};
}

/// What is wrong with the arguments beyond their form; nothing that names a file is read yet.
std::optional<std::string> misuse(const Arguments& arguments) {
  if (arguments.record.empty()) return "RECORD is empty";
  if (!arguments.json || arguments.json == "-") return std::nullopt;
  if (arguments.json->empty()) return "--json is empty; give a file, or - for standard output";
  if (verify_program::is_inside(*arguments.json, arguments.record)) {
    return "--json: " + *arguments.json + " is inside the record, which must hold nothing else";
  }
  return std::nullopt;
}

int run(const Arguments& arguments) {
  if (const std::optional<std::string> wrong = misuse(arguments)) return complain(kUsage, *wrong);
  verifier::Options options;
  options.directory = arguments.record;
  options.threads = arguments.threads;
  if (arguments.fingerprint) {
    const Result<Bytes32> fingerprint = bytes32_from_hex(*arguments.fingerprint);
    if (!fingerprint) return complain(kUsage, fingerprint.error().at("--fingerprint").message());
    options.fingerprint = *fingerprint;
  }
  Result<std::vector<verifier::Given>> checkpoints = read_given(arguments.checkpoints);
  if (!checkpoints) return complain(kUnreadable, checkpoints.error().message());
  options.checkpoints = std::move(*checkpoints);
  Result<std::vector<verifier::Given>> receipts = read_given(arguments.receipts);
  if (!receipts) return complain(kUnreadable, receipts.error().message());
  options.receipts = std::move(*receipts);

  SystemRandom random;
  const std::unique_ptr<verifier::Arithmetic> arithmetic =
      arguments.arithmetic == "sodium" ? verifier::make_sodium_arithmetic()
                                       : verifier::make_fast_arithmetic(random);
  const auto start = std::chrono::steady_clock::now();
  Result<verifier::Report> report = [&] {
    Progress progress;
    options.progress = [&](std::uint64_t done, std::uint64_t size) { progress.show(done, size); };
    return verifier::verify(options, *arithmetic);
  }();
  if (!report) return complain(kUnreadable, report.error().message());
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  const verifier::RunInfo info{spent.count(), arguments.threads, arguments.arithmetic,
                               std::string(arithmetic->kernel()), VICHE_VERSION};
  const Result<void> written = write_report(*report, info, arguments.json);
  const bool flushed = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (!written) return complain(kUnreadable, written.error().message());
  if (!flushed) return complain(kUnreadable, "the report could not be written");
  return report->verified() ? kVerified : kFailed;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    initialize();
    CLI::App app(kExamples, "viche-verify");
    Arguments arguments;
    declare(app, arguments);
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? kVerified : kUsage;
    }
    return run(arguments);
  } catch (const std::exception& error) {
    return complain(kUnreadable, error.what());
  }
}
