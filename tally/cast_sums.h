#pragma once
// Casts of a published log added to sums, or taken out of them again, by their entries' numbers:
// for casts whose proofs were checked before.

#include <cstdint>
#include <vector>

#include "ballot/layout.h"
#include "bulletin/log/election_state.h"
#include "bulletin/log/entry_lookup.h"
#include "bulletin/log/ledger.h"
#include "bulletin/log/log_reader.h"
#include "tally/unit_sums.h"

namespace viche::tally {

/// Bytes of ciphertexts that are decoded and summed at a time.
inline constexpr std::size_t kCastBlock = std::size_t{1} << 20;

/// Of the entries at `indexes`, subtracts the casts with their credentials' weights: reads them,
/// each proved to be in the log, and sums those of a style together, in memory for about
/// `block_bytes` of their ciphertexts.
Result<void> remove_casts(UnitSums& sums, log::EntryLookup& entries,
                          std::vector<std::uint64_t> indexes, const ballot::Layout& layout,
                          const log::Ledger& ledger, std::size_t block_bytes = kCastBlock);

/// The sums of every manifest unit over the casts that count by `state`, which is sealed and of
/// this log, on up to `threads` threads. No proof of a ballot is checked: for a board, which did so
/// before it appended them.
Result<std::vector<UnitSum>> counted_sums(const log::LogReader& log,
                                          const log::ElectionState& state, unsigned threads);

}  // namespace viche::tally
