#pragma once
// The verification of a record: every check of docs/protocol.md section 11.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "verifier/arithmetic.h"
#include "verifier/files.h"
#include "verifier/given.h"
#include "verifier/report.h"

namespace viche::verifier {

class PartSet;

struct Options {
  std::string directory;
  std::string name;          // what the record is called in messages; if empty, the directory
  RecordFiles::Fetch fetch;  // where the directory is filled as it is read; may be empty
  unsigned threads = 1;
  std::optional<std::string> other_file;  // one that the record has besides where it comes from
  /// With `fetch`, a log of another fingerprint is read no further than its opening.
  std::optional<Bytes32> fingerprint;
  std::function<void()> identified;  // called once when it is the record's; may be empty
  std::vector<Given> checkpoints;
  std::vector<Given> receipts;
  std::function<void(std::uint64_t done, std::uint64_t size)> progress;  // entries; may be empty
};

/// Reads the record once, in memory proportional to the roll and the re-votes. A malformed record
/// is a report that fails; the Error means that the machine could not read it. Report and verdict
/// depend on neither threads nor arithmetic.
Result<Report> verify(const Options& options, const Arithmetic& arithmetic);

/// The same report from parts (verifier/part.h), of which `parts` is the complete set: ballots are
/// not judged again, and everything else is. The Error may also say that the parts are of another
/// record.
Result<Report> merge(const Options& options, PartSet& parts, const Arithmetic& arithmetic);

}  // namespace viche::verifier
