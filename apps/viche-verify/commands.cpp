#include "apps/viche-verify/commands.h"

#include <chrono>
#include <cstdio>
#include <functional>

#include "apps/viche-verify/group.h"
#include "apps/viche-verify/output_file.h"
#include "apps/viche-verify/progress.h"
#include "apps/viche-verify/source.h"
#include "verifier/part.h"
#include "verifier/part_set.h"
#include "verifier/verify.h"

namespace viche::verify_program {
namespace {

constexpr std::size_t kMaxGiven = std::size_t{1} << 20;
constexpr std::size_t kMaxPart = std::size_t{1} << 30;

Result<std::vector<verifier::Given>> read_given(const std::vector<std::string>& paths) {
  std::vector<verifier::Given> given;
  for (const std::string& path : paths) {
    VICHE_ASSIGN(std::string text, read_input(path, kMaxGiven));
    given.push_back({path, std::move(text)});
  }
  return given;
}

/// Prints the report: text on standard output, unless the JSON goes there.
Result<void> write_report(const verifier::Report& report, const verifier::RunInfo& run,
                          const Arguments& arguments) {
  const std::optional<std::string>& json = arguments.json;
  if (arguments.html) {
    VICHE_TRY(write_output(*arguments.html, verifier::to_html(report, run.version)));
  }
  if (json != "-") {
    const std::string text = verifier::to_text(report, run);
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  if (!json) return {};
  const std::string text = verifier::to_json(report, run);
  if (json != "-") return write_output(*json, text);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return {};
}

/// What the caller hands to the verifier besides the record, read from its files.
Result<verifier::Options> read_options(const Arguments& arguments) {
  verifier::Options options;
  options.threads = arguments.threads;
  if (arguments.fingerprint) {
    VICHE_ASSIGN(options.fingerprint, bytes32_from_hex(*arguments.fingerprint));
  }
  VICHE_ASSIGN(options.checkpoints, read_given(arguments.checkpoints));
  VICHE_ASSIGN(options.receipts, read_given(arguments.receipts));
  return options;
}

/// Makes a report by `judge` and writes it; the exit status is its verdict.
int report_on(const Arguments& arguments, const std::string& record,
              const std::function<Result<verifier::Report>(const verifier::Options&,
                                                           const verifier::Arithmetic&)>& judge) {
  if (arguments.fingerprint) {
    const Result<Bytes32> fingerprint = bytes32_from_hex(*arguments.fingerprint);
    if (!fingerprint) return complain(kUsage, fingerprint.error().at("--fingerprint").message());
  }
  Result<verifier::Options> options = read_options(arguments);
  if (!options) return complain(kUnreadable, options.error().message());
  const Result<RecordSource> source = RecordSource::open(record, arguments);
  if (!source) return complain(kUnreadable, source.error().message());
  source->describe(*options);
  const Group group(arguments);
  const auto start = std::chrono::steady_clock::now();
  const Result<verifier::Report> report = [&] {
    Progress progress;
    options->progress = [&](std::uint64_t done, std::uint64_t size) { progress.show(done, size); };
    return judge(*options, *group.arithmetic);
  }();
  if (!report) return complain(kUnreadable, report.error().message());
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  const verifier::RunInfo info{spent.count(), arguments.threads, arguments.arithmetic,
                               std::string(group.arithmetic->kernel()), VICHE_VERSION};
  const Result<void> written = write_report(*report, info, arguments);
  const bool flushed = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (!written) return complain(kUnreadable, written.error().message());
  if (!flushed) return complain(kUnreadable, "the report could not be written");
  return report->verified() ? kVerified : kFailed;
}

}  // namespace

int complain(ExitCode code, const std::string& message) {
  std::fprintf(stderr, "viche-verify: %s\n", message.c_str());
  return code;
}

int verify_record(const Arguments& arguments) {
  return report_on(arguments, arguments.record, verifier::verify);
}

int verify_part(const Arguments& arguments) {
  const Result<verifier::PartNumber> number = verifier::read_part_number(*arguments.part);
  if (!number) return complain(kUsage, number.error().at("--part").message());
  verifier::Options options;
  options.threads = arguments.threads;
  const Result<RecordSource> source = RecordSource::open(arguments.record, arguments, *number);
  if (!source) return complain(kUnreadable, source.error().message());
  source->describe(options);
  options.name = arguments.record;
  const Group group(arguments);
  const Result<verifier::PartReport> part = [&] {
    Progress progress;
    options.progress = [&](std::uint64_t done, std::uint64_t size) { progress.show(done, size); };
    return verifier::verify_part(options, *number, *group.arithmetic);
  }();
  if (!part) return complain(kUnreadable, part.error().message());
  const Result<void> written = write_output(*arguments.out, verifier::to_json(*part));
  if (!written) return complain(kUnreadable, written.error().message());
  std::printf("part %u of %u: %llu entries read, %llu ballots judged, something wrong in %zu\n",
              number->number, number->count, static_cast<unsigned long long>(part->read),
              static_cast<unsigned long long>(part->ballots), part->findings.size());
  return kVerified;
}

int merge_parts(const Arguments& arguments) {
  const Group group(arguments);
  verifier::PartSet parts(*group.arithmetic);
  for (const std::string& path : arguments.parts) {
    Result<std::string> text = read_input(path, kMaxPart);
    if (!text) return complain(kUnreadable, text.error().message());
    const Result<void> added = parts.add({path, std::move(*text)});
    if (!added) return complain(kUnreadable, added.error().message());
  }
  const Result<void> complete = parts.complete();
  if (!complete) return complain(kUnreadable, complete.error().message());
  return report_on(arguments, arguments.parts_record.value_or(parts.record()),
                   [&](const verifier::Options& options, const verifier::Arithmetic& arithmetic) {
                     return verifier::merge(options, parts, arithmetic);
                   });
}

}  // namespace viche::verify_program
