#pragma once
// Where a record is read from: a directory, an archive, or a board or mirror by its URL.

#include <memory>
#include <optional>
#include <string>

#include "apps/viche-verify/arguments.h"
#include "apps/viche-verify/fetch/mirror.h"
#include "apps/viche-verify/temporary_folder.h"
#include "verifier/verify.h"

namespace viche::verify_program {

class RecordSource {
 public:
  /// `record` as it is named on the command line. An archive is unpacked, a mirror begun; for a
  /// part, of its files alone.
  static Result<RecordSource> open(const std::string& record, const Arguments& arguments,
                                   const verifier::PartNumber& part = {});

  /// What the verifier is to read, and what it is to know besides; the source must outlive its use.
  void describe(verifier::Options& options) const;

 private:
  RecordSource() = default;

  std::string directory_;
  std::optional<TemporaryFolder> folder_;
  std::unique_ptr<fetch::Mirror> mirror_;
  std::optional<std::string> other_file_;
};

}  // namespace viche::verify_program
