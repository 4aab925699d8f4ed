#pragma once
// What officials say and what stands between it: hands each entry to the group of checks that
// judges it, and counts E3 to E6 and E8.

#include <optional>
#include <vector>

#include "verifier/ballots.h"
#include "verifier/ceremony.h"
#include "verifier/order.h"
#include "verifier/roll.h"
#include "verifier/tally.h"

namespace viche::verifier {

class Officials {
 public:
  explicit Officials(Election& election)
      : election_(election),
        ceremony_(election),
        roll_(election),
        ballots_(election, roll_),
        tally_(election, roll_, ballots_) {}

  /// A statement of this type begins: what it makes required.
  void expect(Type type);
  /// A complete statement; the heads are those before its first part and with its last. The Error
  /// is the machine's.
  Result<void> statement(const Statement& statement, const Head& before, const Head& after,
                         const LogReader& log);
  void batch(const LogEntry& entry);
  /// A cast or challenge; `checked` is null where there are no keys to check it with.
  void ballot(const LogEntry& entry, Type type, const CheckedBallot* checked);
  /// The log has ended.
  void finish();

  Ballots& ballots() { return ballots_; }
  const Roll& roll() const { return roll_; }
  const Tally& tally() const { return tally_; }
  const Order& order() const { return order_; }
  /// Who is at fault by section 5.1, in the order of the complaints.
  const std::vector<Fault>& faults() const { return ceremony_.complaints().faults(); }
  /// The manifest if M1 has passed, otherwise null.
  const Manifest* manifest() const { return manifest_ ? &*manifest_ : nullptr; }

 private:
  struct Judged {
    std::uint64_t entry = 0;
    std::uint64_t parts = 0;
    Result<void> legal;
  };

  void take_manifest(const Statement& statement, ByteView body);
  void check_signature(const Statement& statement, const Signed& parts);
  Result<void> check_body(const Statement& statement, const Signed& parts, bool takes_effect,
                          const Head& before, const Head& after);
  Result<void> check_notice(const Statement& statement, ByteView body);
  Result<void> check_own_head(const Statement& statement, ByteView body, const Head& before);
  void count_order(const Statement& statement, const Result<void>& legal);
  void settle_order(bool inside_batch);

  Election& election_;
  std::optional<Manifest> manifest_;
  Order order_;
  Ceremony ceremony_;
  Roll roll_;
  Ballots ballots_;
  Tally tally_;
  std::uint32_t notices_ = 0;
  // Statements that came while a batch lacked ballots: inside the batch if a ballot follows,
  // otherwise the batch was short.
  std::vector<Judged> undecided_;
};

/// Well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF).
bool is_utf8(ByteView bytes);

}  // namespace viche::verifier
