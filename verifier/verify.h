#pragma once
// The verification of a record: every check of docs/protocol.md section 11.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "verifier/arithmetic.h"
#include "verifier/given.h"
#include "verifier/report.h"

namespace viche::verifier {

struct Options {
  std::string directory;
  unsigned threads = 1;
  std::optional<Bytes32> fingerprint;
  std::vector<Given> checkpoints;
  std::vector<Given> receipts;
  std::function<void(std::uint64_t done, std::uint64_t size)> progress;  // entries; may be empty
};

/// Reads the record once, in memory proportional to the roll and the re-votes. A malformed record
/// is a report that fails; the Error means that the machine could not read it. Report and verdict
/// depend on neither threads nor arithmetic.
Result<Report> verify(const Options& options, const Arithmetic& arithmetic);

}  // namespace viche::verifier
