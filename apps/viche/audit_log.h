#pragma once
// The whole audit that a trustee, another signer and the registrar make before they say anything
// about the tally.

#include <optional>

#include "apps/common/record.h"
#include "tally/auditor.h"

namespace viche::app {

/// Checks everything in the record, under a checkpoint with the witness quorum, with a progress
/// bar. `earlier` saves the ballots' proofs if the same trustee has checked them up to the same
/// tally head.
Result<tally::Audited> audit_log(const Record& record, unsigned threads,
                                 std::optional<tally::AuditSummary> earlier = std::nullopt);

}  // namespace viche::app
