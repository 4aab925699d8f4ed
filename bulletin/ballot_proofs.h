#pragma once
// The proofs of submitted ballots, checked in batches.

#include <span>
#include <string>
#include <vector>

#include "ballot/election_context.h"
#include "crypto/group/random.h"

namespace viche::board {

/// For each of the chosen entries: empty if it decodes and its proof and signature hold, else what
/// is wrong with it. A faulty one does the others no harm. Memory for one chunk of ballots a
/// thread; the answers depend neither on chunks nor on threads.
std::vector<std::string> find_proof_faults(const ballot::ElectionContext& context,
                                           std::span<const Bytes> entries,
                                           std::span<const std::size_t> chosen, unsigned threads,
                                           RandomSource& random);

}  // namespace viche::board
