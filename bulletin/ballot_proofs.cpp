#include "bulletin/ballot_proofs.h"

#include "ballot/checker.h"
#include "crypto/group/condition.h"

namespace viche::board {

std::vector<std::string> find_proof_faults(const ballot::ElectionContext& context,
                                           std::span<const Bytes> entries,
                                           std::span<const std::size_t> chosen, unsigned threads,
                                           RandomSource& random) {
  std::vector<ByteView> views;
  views.reserve(chosen.size());
  for (const std::size_t place : chosen) views.push_back(entries[place]);
  std::vector<std::string> faults(chosen.size());
  const std::vector<ballot::Outcome> outcomes =
      ballot::Checker(context, random, threads).check(views);
  for (std::size_t c = 0; c < chosen.size(); ++c) {
    if (VICHE_FAULT(!outcomes[c].accepted())) faults[c] = outcomes[c].message();
  }
  return faults;
}

}  // namespace viche::board
