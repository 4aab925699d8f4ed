#pragma once
// Takes casts that do not count out of sums that hold them.

#include <cstdint>
#include <vector>

#include "ballot/layout.h"
#include "bulletin/log/entry_lookup.h"
#include "bulletin/log/ledger.h"
#include "tally/unit_sums.h"

namespace viche::tally {

/// Of the entries at `indexes`, which were checked before, subtracts the casts with their
/// credentials' weights: reads them a second time, each proved to be in the log, and sums those of
/// a style together, in memory for about `block_bytes` of their ciphertexts.
Result<void> remove_casts(UnitSums& sums, log::EntryLookup& entries,
                          std::vector<std::uint64_t> indexes, const ballot::Layout& layout,
                          const log::Ledger& ledger,
                          std::size_t block_bytes = std::size_t{1} << 20);

}  // namespace viche::tally
