#include "bulletin/log/complaints.h"

#include <algorithm>

namespace viche::log {

std::size_t Complaints::find(std::uint16_t complainer, std::uint16_t dealer) const {
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const Complaint& complaint) {
    return complaint.complainer == complainer && complaint.dealer == dealer;
  });
  return static_cast<std::size_t>(found - all_.begin());
}

Result<void> Complaints::check_complaint(std::uint16_t signer, const ComplaintBody& body,
                                         std::uint32_t n) const {
  const std::string dealer = "trustee " + std::to_string(body.dealer);
  if (body.dealer == 0 || body.dealer > n) return Error{"there is no " + dealer, ""};
  if (body.dealer == signer) return Error{"nobody sends a box to itself", ""};
  if (find(signer, body.dealer) < all_.size()) {
    return Error{"its complaint about " + dealer + " is in the log already", ""};
  }
  return {};
}

void Complaints::add(std::uint16_t signer, const ComplaintBody& body) {
  all_.push_back({signer, body.dealer, std::nullopt});
}

Result<void> Complaints::check_answer(std::uint16_t signer, const AnswerBody& body) const {
  const std::size_t i = find(body.recipient, signer);
  const std::string recipient = "trustee " + std::to_string(body.recipient);
  if (i == all_.size()) return Error{recipient + " has not complained about this trustee", ""};
  if (all_[i].ephemeral_secret) {
    return Error{"its answer to " + recipient + " is in the log already", ""};
  }
  return {};
}

void Complaints::answer(std::uint16_t signer, const AnswerBody& body) {
  all_[find(body.recipient, signer)].ephemeral_secret = body.ephemeral_secret;
}

std::string Complaints::describe() const {
  const auto answered = std::count_if(all_.begin(), all_.end(), [](const Complaint& complaint) {
    return complaint.ephemeral_secret.has_value();
  });
  return "with " + std::to_string(all_.size()) +
         (all_.size() == 1 ? " complaint, " : " complaints, ") + std::to_string(answered) +
         " answered";
}

}  // namespace viche::log
