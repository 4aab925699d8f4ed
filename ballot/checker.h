#pragma once
// Checks many ballots at once and names exactly the bad ones.

#include <span>
#include <string>
#include <vector>

#include "ballot/ballot.h"
#include "ballot/election_context.h"
#include "crypto/group/random.h"

namespace viche::ballot {

/// Which of the four conditions of section 7 a ballot meets.
struct Verdict {
  bool equations = false;  // L f = x b
  bool E1 = false;
  bool E2 = false;
  bool signature = false;

  [[nodiscard]] bool accepted() const { return equations && E1 && E2 && signature; }
  /// "L f = x b and (E1) do not hold", or "accepted".
  [[nodiscard]] std::string message() const;
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// One verdict a ballot. Each ballot gets three fresh 128-bit weights (E1, E2, signature), drawn
/// here, after all bytes are fixed, from the calling thread alone; a chunk of ballots is one
/// multi-scalar multiplication in which each fixed base occurs once; a chunk that fails is halved
/// down to single ballots, of which each condition is checked without weights. Verdicts do not
/// depend on chunks or threads. `threads` is at least 1. Variable time: public data only.
std::vector<Verdict> check_ballots(const ElectionContext& context, std::span<const Ballot> ballots,
                                   RandomSource& random, unsigned threads);

/// One ballot, without weights.
Verdict check_ballot(const ElectionContext& context, const Ballot& ballot);

}  // namespace viche::ballot
