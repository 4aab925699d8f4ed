#pragma once
// The ballots of a log: their proofs checked in blocks, the casts added up as they come.

#include <cstdint>
#include <future>
#include <memory>
#include <span>
#include <vector>

#include "ballot/checker.h"
#include "ballot/election_context.h"
#include "bulletin/log/log_reader.h"
#include "crypto/group/random.h"
#include "tally/unit_sums.h"

namespace viche::tally {

/// Takes the ballots of one log in order. On several threads, ballots are checked while the caller
/// reads further ones: memory for two windows of some thousand ballots a thread. `random` and
/// `manifest` must outlive it; from `take` to `flush`, `random` is drawn from on another thread.
/// A window has a chunk of `chunk_bytes` of entries for each thread.
class BallotAudit {
 public:
  BallotAudit(const ballot::Manifest& manifest,
              std::shared_ptr<const ballot::ElectionContext> context, unsigned threads,
              RandomSource& random, std::size_t chunk_bytes = ballot::Checker::kChunkBytes);
  BallotAudit(const BallotAudit&) = delete;
  BallotAudit& operator=(const BallotAudit&) = delete;
  ~BallotAudit() = default;

  /// A cast or challenge that the rules of order allow, with its credential's weight. The verdict
  /// may come with a later call: an error names the first bad ballot of all that were taken, by its
  /// index, and whatever was taken after it is forgotten.
  Result<void> take(std::uint64_t index, ByteView entry, std::uint32_t weight);
  /// Waits until all that were taken are checked.
  Result<void> flush();

  /// Takes casts that do not count out of the sums again, after a flush: reads them a second time,
  /// each proved to be in the log.
  Result<void> remove(const log::LogReader& reader, std::vector<std::uint64_t> indexes,
                      const log::Ledger& ledger);

  /// After a flush.
  [[nodiscard]] const std::vector<UnitSum>& sums() const { return sums_.units(); }
  /// How many were checked by the last flush, and found right.
  [[nodiscard]] std::uint64_t checked() const { return checked_; }

 private:
  struct Ballot {
    std::uint64_t index;
    std::uint32_t weight;
    std::size_t begin, size;  // of the entry in the window's bytes
  };
  /// Ballots that are checked together.
  struct Window {
    std::vector<Ballot> ballots;
    Bytes bytes;

    void add(const Ballot& ballot, ByteView entry);
    void clear();
    [[nodiscard]] ByteView entry(const Ballot& ballot) const;
  };

  /// Waits for the check under way and begins that of what was read since.
  Result<void> begin_check();
  Result<void> end_check();
  /// Of checking_, on whatever thread.
  Result<void> check();
  /// Adds the casts among ballots that have just been checked.
  void add_casts(const ballot::StyleBallots& ballots, std::span<const ballot::Outcome> outcomes);

  std::shared_ptr<const ballot::ElectionContext> context_;
  unsigned threads_;
  std::size_t window_bytes_;
  ballot::Checker checker_;
  UnitSums sums_;
  Window reading_, checking_;
  std::uint64_t checked_ = 0;
  /// Of the check under way, which has checking_, checker_ and sums_ to itself. Destroyed first:
  /// that waits for it.
  std::future<Result<void>> verdict_;
};

}  // namespace viche::tally
