#pragma once
// The independent verifier's word on the finished record, beside what was expected.

#include <string>
#include <vector>

#include "apps/viche/simulation/result_json.h"
#include "apps/viche/simulation/stage.h"

namespace viche::app {

struct VerifierVerdict {
  Json report;
  bool verified = false;   // exit status 0 and verdict "verified"
  std::size_t checks = 0;  // numbered checks
  std::uint64_t runs = 0;  // how often they ran
  double seconds = 0;
  std::string command;                   // to verify again
  std::vector<std::string> failures;     // checks that do not hold
  std::vector<std::string> differences;  // from what was expected
};

/// Runs viche-verify on the stage's record, which writes report.json, and compares the report with
/// `expected`.
Result<VerifierVerdict> verify_record(Stage& stage, unsigned threads,
                                      const std::string& fingerprint,
                                      const std::vector<std::string>& receipts,
                                      const Json& expected);

}  // namespace viche::app
