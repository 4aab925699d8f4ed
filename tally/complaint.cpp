#include "tally/complaint.h"

#include <algorithm>
#include <span>
#include <utility>

#include "tally/received_shares.h"
#include "tally/shares.h"

namespace viche::tally {
namespace {

// The share statement that these keys make, compared with the one in the log.
Result<void> check_own_share(const log::ElectionState& state, std::uint16_t i,
                             const TrusteeKeys& keys) {
  const CeremonyParameters parameters = CeremonyParameters::of(state);
  for (std::uint16_t t = 1; t <= parameters.shape.n; ++t) {
    if (t == i) continue;
    if (state.shares()[i - 1U]->boxes[log::box_position(i, t)] !=
        seal_shares(parameters, keys, i, t, state.commits()[t - 1U]->receive_key)) {
      return Error{"the share in the log is not what this election seed makes", trustee_name(i)};
    }
  }
  return {};
}

// Steps 1 to 4; an error says which one fails.
Result<void> check_answer(const log::ElectionState& state, const log::Complaint& complaint,
                          RandomSource& random) {
  const CeremonyParameters parameters = CeremonyParameters::of(state);
  const std::uint16_t i = complaint.dealer;
  const std::uint16_t t = complaint.complainer;
  const Secret<Bytes32> ephemeral{Bytes32(*complaint.ephemeral_secret)};
  std::vector<Secret<std::vector<Scalar>>> F;
  VICHE_ASSIGN(
      Secret<std::vector<Scalar>> shares,
      open_shares_with_ephemeral(parameters, ephemeral, state.commits()[t - 1U]->receive_key, i, t,
                                 state.shares()[i - 1U]->boxes[log::box_position(i, t)]));
  F.push_back(std::move(shares));
  const std::vector<std::vector<Point>> E = {state.reveals()[i - 1U]->E};
  if (find_bad_dealers(parameters, t, E, F, random).empty()) return {};
  return Error{"the shares in the box do not fit the reveal", ""};
}

}  // namespace

Result<log::ComplaintBody> make_complaint(const log::ElectionState& state, std::uint16_t i,
                                          std::uint16_t dealer, const TrusteeKeys& keys,
                                          RandomSource& random) {
  const auto received = receive_shares(state, i, keys, random);
  if (!received) return received.error();
  for (const Grounds& grounds : received->grounds) {
    if (grounds.dealer == dealer) return log::ComplaintBody{dealer};
  }
  return Error{"there are no grounds for a complaint about " + trustee_name(dealer) +
                   ": its box opens and its shares fit",
               trustee_name(i)};
}

std::optional<std::uint16_t> unanswered(const log::ElectionState& state, std::uint16_t i) {
  for (const log::Complaint& complaint : state.complaints()) {
    if (complaint.dealer == i && !complaint.ephemeral_secret) return complaint.complainer;
  }
  return std::nullopt;
}

Result<log::AnswerBody> make_answer(const log::ElectionState& state, std::uint16_t i,
                                    std::uint16_t t, const TrusteeKeys& keys) {
  const auto found = std::find(state.complaints().begin(), state.complaints().end(),
                               log::Complaint{t, i, std::nullopt});
  if (found == state.complaints().end()) {
    return Error{"the log holds no complaint of " + trustee_name(t) + " that waits for its answer",
                 trustee_name(i)};
  }
  VICHE_TRY(check_own_share(state, i, keys));
  return log::AnswerBody{t, keys.box_secret(t).expose()};
}

Finding judge_complaint(const log::ElectionState& state, const log::Complaint& complaint,
                        RandomSource& random) {
  Finding finding{complaint, complaint.dealer, "it has not answered"};
  if (!complaint.ephemeral_secret) return finding;
  const Result<void> answered = check_answer(state, complaint, random);
  if (answered) {
    finding.at_fault = complaint.complainer;
    finding.reason = "the dealer's answer is right: the box opens and its shares fit";
  } else {
    finding.reason = "its answer is wrong: " + answered.error().message();
  }
  return finding;
}

}  // namespace viche::tally
