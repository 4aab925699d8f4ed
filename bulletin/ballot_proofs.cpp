#include "bulletin/ballot_proofs.h"

#include "ballot/checker.h"
#include "crypto/group/condition.h"
#include "crypto/group/parallel.h"

namespace viche::board {
namespace {

std::vector<ProofCheck::Fault> find_faults(const ballot::ElectionContext& context,
                                           const std::vector<Bytes>& entries,
                                           const std::vector<std::size_t>& chosen, unsigned threads,
                                           RandomSource& random) {
  std::vector<ByteView> views;
  views.reserve(chosen.size());
  for (const std::size_t place : chosen) views.push_back(entries[place]);
  const std::vector<ballot::Outcome> outcomes =
      ballot::Checker(context, random, threads).check(views);
  std::vector<ProofCheck::Fault> faults;
  for (std::size_t c = 0; c < chosen.size(); ++c) {
    faults.push_back({chosen[c], Reason::kNone, {}});
    if (VICHE_FAULT(!outcomes[c].accepted())) {
      faults.back().code = outcomes[c].refusal ? Reason::kMalformed : Reason::kBadProof;
      faults.back().reason = outcomes[c].message();
    }
  }
  return faults;
}

}  // namespace

ProofCheck::ProofCheck(std::shared_ptr<const ballot::ElectionContext> context,
                       const std::vector<Bytes>& entries, std::vector<std::size_t> chosen,
                       unsigned threads, RandomSource& random)
    : result_(run_beside(
          [context = std::move(context), &entries, chosen = std::move(chosen), threads, &random] {
            return find_faults(*context, entries, chosen, threads, random);
          })) {}

void ProofCheck::wait() const {
  if (result_.valid()) result_.wait();
}

const std::vector<ProofCheck::Fault>& ProofCheck::faults() const {
  static const std::vector<Fault> kNone;
  return result_.valid() ? result_.get() : kNone;
}

}  // namespace viche::board
