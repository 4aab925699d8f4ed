#pragma once
// The proofs of submitted ballots, checked in batches.

#include <cstddef>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ballot/election_context.h"
#include "bulletin/reason.h"
#include "crypto/group/random.h"

namespace viche::board {

/// Checks the proofs and signatures of the chosen entries while its owner does something else: on
/// up to `threads` threads of its own. Memory for one chunk of ballots a thread; the answers depend
/// neither on chunks nor on threads. What it is given must outlive it; it draws from `random` until
/// `wait` or `faults` has returned. Movable.
class ProofCheck {
 public:
  /// Nothing to check.
  ProofCheck() = default;
  ProofCheck(std::shared_ptr<const ballot::ElectionContext> context,
             const std::vector<Bytes>& entries, std::vector<std::size_t> chosen, unsigned threads,
             RandomSource& random);

  struct Fault {
    std::size_t place;  // among the entries
    /// kNone: the entry decodes, and its proof and signature hold; else kMalformed or kBadProof.
    Reason code;
    std::string reason;
  };
  /// Returns when the check has ended. Thread-safe, as what follows.
  void wait() const;
  /// One for each of the chosen, in order. A faulty one does the others no harm.
  [[nodiscard]] const std::vector<Fault>& faults() const;

 private:
  std::shared_future<std::vector<Fault>> result_;
};

}  // namespace viche::board
