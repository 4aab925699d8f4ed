#pragma once
// Checks a whole log and adds up its ballots: what a trustee does before it signs a head, before it
// decrypts, and the registrar before it states a result. It reads the log once, as a stream, in
// memory O(roll + re-votes).

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "ballot/election_context.h"
#include "bulletin/log/election_keys.h"
#include "bulletin/log/election_state.h"
#include "bulletin/log/log_reader.h"
#include "crypto/group/random.h"
#include "tally/audit_summary.h"
#include "tally/decryption.h"
#include "tally/encrypted_tally.h"

namespace viche::tally {

struct AuditProgress {
  std::uint64_t entries = 0;  // read so far
  std::uint64_t size = 0;     // of the log
};

struct AuditOptions {
  unsigned threads = 1;
  /// Called about every thousand entries and at the end, from the calling thread.
  std::function<void(const AuditProgress&)> progress;
  /// From an earlier audit by the same trustee. If the log was sealed at the same head then, ballot
  /// proofs are not checked again and the summary's sums are taken; all rules of order and all else
  /// are checked as ever. If the head is another one, the summary is ignored.
  std::optional<AuditSummary> earlier;
};

/// A log of which everything that is there was checked.
struct Audited {
  log::ElectionState state;
  std::optional<log::ElectionKeys> keys;                   // from the last reveal on
  std::shared_ptr<const ballot::ElectionContext> context;  // from the opening on
  std::optional<AuditSummary> summary;                     // from the seal on
  std::optional<EncryptedTally> tally;                     // from the seal on
  std::vector<LoggedDecryption> decryptions;               // in the log's order
  /// The final units with their totals, by the first k decryptions; from the k-th decryption on.
  std::optional<std::vector<log::UnitResult>> totals;
  std::uint64_t ballots_checked = 0;  // proofs checked in this audit

  /// From the seal on; valid while this object stays where it is.
  [[nodiscard]] DecryptionContext decryption_context() const;
};

/// Checks the log up to the head of the reader's checkpoint: every rule of ElectionState;
/// commitments, proofs of knowledge and receiving keys of the ceremony, the confirmed and the
/// opened keys; every ballot's proof and signature; the decryptions; the totals; the result. An
/// error names the entry. What a log does not hold yet is not missed here: ask state.phase(). Boxes
/// are for their recipients (ceremony.h).
Result<Audited> audit(const log::LogReader& reader, AuditOptions options, RandomSource& random);

}  // namespace viche::tally
