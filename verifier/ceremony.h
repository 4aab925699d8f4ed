#pragma once
// The key ceremony: docs/protocol.md section 5, checks K1 to K6 and the heads of reveals and
// confirms (E6).

#include <map>

#include "verifier/complaints.h"
#include "verifier/election.h"
#include "verifier/statement.h"

namespace viche::verifier {

/// Collects the ceremony's statements as they come and judges them together at its end, when all
/// keys are known.
class Ceremony {
 public:
  explicit Ceremony(Election& election) : election_(election), complaints_(election) {}

  /// The required numbers, once the manifest is known.
  void expect();

  /// Each returns check E5 of its body, and keeps the statement if that holds and it takes effect.
  /// `after` is the head at the statement, that is with its last part.
  Result<void> commit(const Statement& statement, const Signed& parts, bool takes_effect,
                      const Head& after);
  Result<void> reveal(const Statement& statement, const Signed& parts, bool takes_effect);
  Result<void> share(const Statement& statement, const Signed& parts, bool takes_effect,
                     const Head& after);
  Result<void> confirm(const Statement& statement, const Signed& parts, bool takes_effect);
  Complaints& complaints() { return complaints_; }
  [[nodiscard]] const Complaints& complaints() const { return complaints_; }

  /// Judges what was collected and makes the keys if every trustee has revealed. Once; later calls
  /// do nothing.
  void finish();

 private:
  struct Commit {
    std::uint64_t entry = 0;
    Bytes body;
    Bytes32 receiving_key{};
    Bytes32 hash{};
  };
  struct Reveal {
    std::uint64_t entry = 0;
    Bytes head;
    Bytes encoded;           // E_i
    std::vector<Element> E;  // E_iju at [j k + u], j and u from 0
    Element R;
    Number z;
  };
  struct Confirm {
    std::uint64_t entry = 0;
    Bytes head;
    Bytes32 keys_root{};
  };

  void check_commits();
  void check_reveal(std::uint16_t trustee, const Reveal& reveal, const Bytes& commits);
  void make_keys();
  void check_confirms();
  [[nodiscard]] std::size_t box_size() const;
  [[nodiscard]] Dealing dealing(std::uint16_t dealer, std::uint16_t trustee) const;
  void judge_complaints();

  Election& election_;
  std::map<std::uint16_t, Commit> commits_;
  std::map<std::uint16_t, Reveal> reveals_;
  std::map<std::uint16_t, Confirm> confirms_;
  std::map<std::uint16_t, Bytes> shares_;
  Complaints complaints_;
  Head last_commit_, last_share_;
  bool finished_ = false;
};

}  // namespace viche::verifier
