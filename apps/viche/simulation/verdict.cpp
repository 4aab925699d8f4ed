#include "apps/viche/simulation/verdict.h"

#include <fmt/format.h>

#include "apps/common/files.h"

namespace viche::app {

Result<VerifierVerdict> verify_record(Stage& stage, unsigned threads,
                                      const std::string& fingerprint,
                                      const std::vector<std::string>& receipts,
                                      const Json& expected) {
  stage.begin("verify", "The independent verifier checks the record");
  const std::string report_file = (stage.directory() / "report.json").string();
  std::vector<std::string> arguments{stage.record().string(), "--threads", std::to_string(threads),
                                     "--fingerprint", fingerprint};
  VerifierVerdict verdict;
  verdict.command = command_line(stage.verifier(), arguments);
  arguments.insert(arguments.end(), {"--json", report_file});
  for (const std::string& receipt : receipts)
    arguments.insert(arguments.end(), {"--receipt", receipt});
  const ProcessResult run = stage.run(stage.verifier(), arguments);
  verdict.seconds = run.seconds;
  if (run.exit_code > 1) {
    return Error{fmt::format("viche-verify ended with status {}; see logs/", run.exit_code),
                 "step verify"};
  }
  verdict.report = Json::parse(read_input(report_file), nullptr, false);
  if (!verdict.report.is_object()) return Error{"is not a report", report_file};
  for (const Json& check : verdict.report.value("checks", Json::array())) {
    ++verdict.checks;
    verdict.runs += check.value("passed", std::uint64_t{0});
    if (!check.value("holds", false)) {
      verdict.failures.push_back(check.value("id", std::string()) + " " +
                                 check.value("name", std::string()));
    }
  }
  verdict.verified = run.exit_code == 0 &&
                     verdict.report.value("verdict", std::string()) == "verified" &&
                     verdict.failures.empty() && verdict.checks > 0;
  verdict.differences = differences(comparable(expected), comparable(verdict.report));
  return verdict;
}

}  // namespace viche::app
