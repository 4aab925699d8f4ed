#pragma once
// What a voter's second device does: it opens a challenged ballot.

#include <string>

#include "apps/common/cli.h"

namespace viche::app {

struct CheckOpening {
  std::string record, manifest_hash;
  std::string tracker;     // as the voter noted it before the decision
  std::string opening;     // the file that the first device wrote
  std::string credential;  // the voter's own K in hexadecimal; empty: not compared
  std::string ballot;      // the challenged ballot's file; empty: it is looked up in the record
};

/// Prints what the challenged ballot holds. Refused unless the noted tracker, the ballot's own and
/// that in the opening agree, and if the ballot is not of the voter's own K.
Result<Exit> check_opening(const CheckOpening& options);

}  // namespace viche::app
