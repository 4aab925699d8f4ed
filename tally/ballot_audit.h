#pragma once
// The ballots of a log: their proofs checked in blocks, the casts added up as they come.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ballot/checker.h"
#include "ballot/election_context.h"
#include "bulletin/log/log_reader.h"
#include "crypto/group/random.h"
#include "tally/unit_sums.h"

namespace viche::tally {

/// Takes the ballots of one log in order; memory for a block of some thousand ballots a thread.
/// `random` and `manifest` must outlive it. After an error it is of no more use.
class BallotAudit {
 public:
  BallotAudit(const ballot::Manifest& manifest,
              std::shared_ptr<const ballot::ElectionContext> context, unsigned threads,
              RandomSource& random);

  /// A cast or challenge that the rules of order allow, with its credential's weight. The check may
  /// wait for more; an error names the first bad ballot by its index.
  Result<void> take(std::uint64_t index, ByteView entry, std::uint32_t weight);
  /// Checks what is waiting.
  Result<void> flush();

  /// Takes casts that do not count out of the sums again: reads them a second time, each proved to
  /// be in the log.
  Result<void> remove(const log::LogReader& reader, std::vector<std::uint64_t> indexes,
                      const log::Ledger& ledger);

  [[nodiscard]] const std::vector<UnitSum>& sums() const { return sums_.units(); }
  /// How many were checked.
  [[nodiscard]] std::uint64_t checked() const { return checked_; }

 private:
  struct Waiting {
    std::uint64_t index;
    std::uint32_t weight;
    Bytes entry;
  };

  /// Adds the casts among ballots that have just been checked.
  void add_casts(const ballot::StyleBallots& ballots, std::span<const ballot::Outcome> outcomes);
  Result<void> remove_one(std::uint64_t index, ByteView entry, const log::Ledger& ledger);

  std::shared_ptr<const ballot::ElectionContext> context_;
  unsigned threads_;
  ballot::Checker checker_;
  UnitSums sums_;
  std::vector<Waiting> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::uint64_t checked_ = 0;
};

}  // namespace viche::tally
