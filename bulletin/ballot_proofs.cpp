#include "bulletin/ballot_proofs.h"

#include <algorithm>
#include <optional>

#include "ballot/checker.h"
#include "ballot/parallel.h"
#include "crypto/group/condition.h"

namespace viche::board {

namespace {

constexpr std::size_t kBlock = 1024;

/// The faults of one block of entries.
void find_faults(const ballot::ElectionContext& context, std::span<const Bytes> entries,
                 std::span<const std::size_t> chosen, std::span<std::string> faults,
                 unsigned threads, RandomSource& random) {
  std::vector<std::optional<ballot::Ballot>> decoded(chosen.size());
  ballot::parallel_for(
      chosen.size(), threads, chosen.size(), [&](std::size_t begin, std::size_t end) {
        for (std::size_t c = begin; c < end; ++c) {
          auto ballot = ballot::decode_ballot(entries[chosen[c]], context.layout());
          if (VICHE_FAULT(!ballot)) {
            faults[c] = ballot.error().message();
          } else {
            decoded[c] = std::move(*ballot);
          }
        }
      });
  std::vector<ballot::Ballot> ballots;
  std::vector<std::size_t> positions;
  for (std::size_t c = 0; c < chosen.size(); ++c) {
    if (!decoded[c]) continue;
    ballots.push_back(std::move(*decoded[c]));
    positions.push_back(c);
  }
  const std::vector<ballot::Verdict> verdicts =
      ballot::check_ballots(context, ballots, random, threads);
  for (std::size_t b = 0; b < verdicts.size(); ++b) {
    if (VICHE_FAULT(!verdicts[b].accepted())) faults[positions[b]] = verdicts[b].message();
  }
}

}  // namespace

std::vector<std::string> find_proof_faults(const ballot::ElectionContext& context,
                                           std::span<const Bytes> entries,
                                           std::span<const std::size_t> chosen, unsigned threads,
                                           RandomSource& random) {
  std::vector<std::string> faults(chosen.size());
  for (std::size_t first = 0; first < chosen.size(); first += kBlock) {
    const std::size_t count = std::min(kBlock, chosen.size() - first);
    find_faults(context, entries, chosen.subspan(first, count),
                std::span(faults).subspan(first, count), threads, random);
  }
  return faults;
}

}  // namespace viche::board
