#pragma once
// Complaints and answers: docs/protocol.md section 5.1, check K6 and who is at fault.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "verifier/election.h"
#include "verifier/statement.h"

namespace viche::verifier {

/// A trustee that is at fault by section 5.1.
struct Fault {
  std::uint16_t trustee = 0;
  std::uint64_t entry = 0;  // of the complaint
  std::string reason;
};

/// What the log holds of one dealer's box to one trustee. Null or empty where a statement of the
/// ceremony does not have its layout.
struct Dealing {
  const Bytes32* receiving_key = nullptr;        // the trustee's
  ByteView box;                                  // the dealer's box to it
  const std::vector<Element>* points = nullptr;  // the dealer's E_iju at [j k + u]
};

class Complaints {
 public:
  explicit Complaints(Election& election) : election_(election) {}

  /// Each returns check E5 of its body, and keeps the statement if that holds and it takes effect.
  Result<void> complaint(const Statement& statement, const Signed& parts, bool takes_effect);
  Result<void> answer(const Signed& parts, bool takes_effect);

  using Pair = std::pair<std::uint16_t, std::uint16_t>;
  /// Dealer and trustee of each complaint that was kept, in the order of the log.
  [[nodiscard]] std::vector<Pair> pairs() const;
  /// K6 of the complaint of a pair, and its fault.
  void judge(const Pair& pair, const Dealing& dealing);

  [[nodiscard]] const std::vector<Fault>& faults() const { return faults_; }

 private:
  /// Whether the answer is right; the error says in what it is wrong.
  Result<void> check_answer(const Pair& pair, const Dealing& dealing, const Bytes32& secret) const;
  Result<void> check_share(std::uint16_t trustee, std::size_t slot, ByteView share,
                           const std::vector<Element>& points) const;

  Election& election_;
  std::map<Pair, std::uint64_t> entries_;  // of complaints, by dealer and trustee
  std::map<Pair, Bytes32> secrets_;        // of answers
  std::vector<Fault> faults_;
};

}  // namespace viche::verifier
