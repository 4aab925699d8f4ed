#include "tests/mutations/verdict.h"

#include "tests/bulletin/support/log_samples.h"
#include "verifier/part_set.h"

namespace viche::mutations {
namespace {

std::string describe(verifier::CheckId id, const verifier::CheckTally& tally) {
  std::string text(verifier::check_number(id));
  text += " ran " + std::to_string(tally.passed + tally.failed) + " of " +
          std::to_string(tally.required()) + " times";
  if (!tally.first_failure) return text;
  const verifier::Failure& failure = *tally.first_failure;
  if (failure.entry) text += ", entry " + std::to_string(*failure.entry);
  return text + ": " + failure.message;
}

Verdict judge(const Result<verifier::Report>& report) {
  Verdict verdict;
  if (!report) {
    verdict.first = report.error().message();
    return verdict;
  }
  for (std::size_t i = 0; i < verifier::kCheckCount; ++i) {
    const auto id = static_cast<verifier::CheckId>(i);
    if (report->checks[id].holds()) continue;
    verdict.failed.emplace(verifier::check_number(id));
    verdict.first += describe(id, report->checks[id]) + "\n";
  }
  verdict.report = verifier::to_json(*report, {});
  return verdict;
}

Verdict verify_by(const verifier::Arithmetic& group, const Record& record,
                  const std::function<void(verifier::Options&)>& given) {
  const log::test::TemporaryDirectory directory(log::test::memory_directory());
  write(record.files, directory.path());
  verifier::Options options;
  options.directory = directory.path().string();
  if (given) given(options);
  return judge(verifier::verify(options, group));
}

}  // namespace

Verdict verify(const Record& record, Arithmetic arithmetic,
               const std::function<void(verifier::Options&)>& given) {
  SystemRandom random;
  const auto group = arithmetic == Arithmetic::kFast ? verifier::make_fast_arithmetic(random)
                                                     : verifier::make_sodium_arithmetic();
  return verify_by(*group, record, given);
}

Verdict verify_with_weights(const Record& record, RandomSource& random) {
  return verify_by(*verifier::make_fast_arithmetic(random), record, {});
}

std::optional<Verdict> verify_in_parts(const Record& record, std::uint32_t parts,
                                       const std::function<void(verifier::Options&)>& given) {
  SystemRandom random;
  const auto group = verifier::make_fast_arithmetic(random);
  const log::test::TemporaryDirectory directory(log::test::memory_directory());
  write(record.files, directory.path());
  verifier::Options options;
  options.directory = directory.path().string();
  verifier::PartSet set(*group);
  for (std::uint32_t number = 1; number <= parts; ++number) {
    const Result<verifier::PartReport> part =
        verifier::verify_part(options, {number, parts}, *group);
    if (!part) return std::nullopt;
    const std::string name = "part " + std::to_string(number);
    const Result<void> added = set.add({name, verifier::to_json(*part)});
    if (!added) return judge(added.error());
  }
  if (given) given(options);
  return judge(verifier::merge(options, set, *group));
}

std::vector<std::string> check_numbers() {
  std::vector<std::string> numbers;
  for (std::size_t i = 0; i < verifier::kCheckCount; ++i) {
    numbers.emplace_back(verifier::check_number(static_cast<verifier::CheckId>(i)));
  }
  return numbers;
}

}  // namespace viche::mutations
