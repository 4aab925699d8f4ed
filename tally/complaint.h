#pragma once
// Complaints about boxes, their answers, and who is at fault (protocol section 5.1).

#include <cstdint>
#include <optional>
#include <string>

#include "bulletin/log/bodies.h"
#include "bulletin/log/election_state.h"
#include "crypto/group/random.h"
#include "tally/trustee_keys.h"

namespace viche::tally {

/// Everything below reads `state`, which has applied the whole log so far.

/// Trustee i's complaint about this dealer. Refused without grounds: the dealer's box opens and its
/// shares fit.
Result<log::ComplaintBody> make_complaint(const log::ElectionState& state, std::uint16_t i,
                                          std::uint16_t dealer, const TrusteeKeys& keys,
                                          RandomSource& random);

/// Trustee i's answer to the complaint of trustee t: the secret of one box, which gives away the
/// shares in it. Refused unless the log holds that complaint, unanswered, and the share that these
/// keys make.
Result<log::AnswerBody> make_answer(const log::ElectionState& state, std::uint16_t i,
                                    std::uint16_t t, const TrusteeKeys& keys);

/// Whether somebody complained about trustee i and has no answer: the first such trustee.
std::optional<std::uint16_t> unanswered(const log::ElectionState& state, std::uint16_t i);

/// Who is at fault, and why.
struct Finding {
  log::Complaint complaint;
  std::uint16_t at_fault = 0;  // the complainer or the dealer
  std::string reason;
};

/// By the four steps of section 5.1; anybody can. A complaint of the log. Errs with a probability
/// of at most 2^-127.
Finding judge_complaint(const log::ElectionState& state, const log::Complaint& complaint,
                        RandomSource& random);

}  // namespace viche::tally
