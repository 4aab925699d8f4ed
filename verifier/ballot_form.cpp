#include "verifier/ballot_form.h"

#include <algorithm>

#include "crypto/group/parallel.h"
#include "verifier/part_set.h"
#include "verifier/single_ballot.h"

namespace viche::verifier {
namespace {

Bytes32 bytes32(ByteView view) {
  Bytes32 out;
  std::copy(view.begin(), view.end(), out.begin());
  return out;
}

/// What the parts found on framed ballots, whose trackers alone are recomputed.
/// Of an election without parts nothing is found.
std::vector<BallotFinding> merged_findings(const Election& election,
                                           const std::vector<BallotFields>& framed,
                                           const std::vector<const PartFinding*>& found) {
  std::vector<BallotFinding> findings(framed.size());
  parallel_for(election.threads, framed.size(), [&](std::size_t i) {
    findings[i].tracker = tracker_of(*election.fingerprint, framed[i]);
    findings[i].verdict = {true, true, true, true};
    if (found[i] == nullptr) return;
    findings[i].fault = found[i]->fault;
    findings[i].verdict = found[i]->verdict;
  });
  return findings;
}

}  // namespace

std::vector<CheckedBallot> check_forms(const Election& election,
                                       std::span<const LogEntry* const> entries) {
  std::vector<CheckedBallot> checked(entries.size());
  std::vector<BallotFields> framed;
  std::vector<CheckedBallot*> of_framed;
  std::vector<const PartFinding*> found;  // of those framed, if there are parts
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const PartFinding* finding =
        election.parts == nullptr ? nullptr : election.parts->judged(entries[i]->index);
    const Result<BallotFields> fields = frame_ballot(election.layout, entries[i]->bytes);
    if (!fields) {
      checked[i].fault = fields.error().message();
      continue;
    }
    checked[i].framed = true;
    checked[i].style = fields->style;
    checked[i].K = bytes32(fields->K);
    checked[i].prev = bytes32(fields->prev);
    checked[i].C_0 = bytes32(fields->C_p(0));
    framed.push_back(*fields);
    of_framed.push_back(&checked[i]);
    found.push_back(finding);
  }
  std::vector<BallotFinding> findings =
      election.parts != nullptr || election.ballots_pass
          ? merged_findings(election, framed, found)
          : election.arithmetic.check_ballots(election.bases, *election.fingerprint, framed,
                                              election.threads);
  for (std::size_t i = 0; i < framed.size(); ++i) {
    of_framed[i]->tracker = findings[i].tracker;
    of_framed[i]->fault = std::move(findings[i].fault);
    of_framed[i]->C = std::move(findings[i].C);
    of_framed[i]->encrypted = election.parts == nullptr  // nothing, where ballots pass
                                  ? of_framed[i]->C.size() != 0
                                  : found[i] == nullptr || found[i]->ciphertext;
    of_framed[i]->verdict = findings[i].verdict;
  }
  return checked;
}

std::vector<Ciphertext> read_ciphertexts(const Election& election,
                                         std::span<const ByteView> entries) {
  std::vector<Ciphertext> ciphertexts(entries.size());
  parallel_for(election.threads, entries.size(), [&](std::size_t i) {
    const Result<BallotFields> fields = frame_ballot(election.layout, entries[i]);
    if (!fields) return;
    const auto C = read_ciphertext(election.arithmetic, *fields);
    if (C) ciphertexts[i] = election.arithmetic.ciphertext(*C);
  });
  return ciphertexts;
}

}  // namespace viche::verifier
