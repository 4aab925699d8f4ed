#pragma once
// The complaints of one key ceremony and their answers, as the log has them (docs/protocol.md
// sections 4.3 and 5.1). Who is at fault is for tally/complaint.h.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bulletin/log/ceremony_bodies.h"

namespace viche::log {

/// What trustee `complainer` said about the box from trustee `dealer`, and the answer, if there is
/// one.
struct Complaint {
  std::uint16_t complainer = 0;
  std::uint16_t dealer = 0;
  std::optional<Bytes32> ephemeral_secret;

  friend bool operator==(const Complaint&, const Complaint&) = default;
};

class Complaints {
 public:
  /// The dealer is another one of the n trustees, and this is the signer's first complaint about
  /// it.
  Result<void> check_complaint(std::uint16_t signer, const ComplaintBody& body,
                               std::uint32_t n) const;
  void add(std::uint16_t signer, const ComplaintBody& body);  // checked before

  /// The recipient complained about the signer, who has not answered that yet.
  Result<void> check_answer(std::uint16_t signer, const AnswerBody& body) const;
  void answer(std::uint16_t signer, const AnswerBody& body);  // checked before

  /// In the log's order.
  [[nodiscard]] const std::vector<Complaint>& all() const { return all_; }
  /// Completes "the ceremony has ended ...".
  [[nodiscard]] std::string describe() const;

 private:
  /// Position of this complaint, or all_.size().
  [[nodiscard]] std::size_t find(std::uint16_t complainer, std::uint16_t dealer) const;

  std::vector<Complaint> all_;
};

}  // namespace viche::log
