#pragma once
// Check E3: which entry may stand where (docs/protocol.md table 4.3).

#include <compare>
#include <cstdint>
#include <optional>
#include <set>

#include "verifier/manifest.h"
#include "verifier/statement.h"

namespace viche::verifier {

/// Follows the log's statements and ballots. An entry that breaks the order is reported once;
/// whether it counts for what follows is `takes_effect`, chosen so that one fault does not make
/// every later entry look wrong.
class Order {
 public:
  struct Judgement {
    Result<void> legal;
    bool takes_effect = false;
  };

  /// Judges a statement and moves on. `manifest` is null until the manifest has been understood.
  Judgement judge(const Statement& statement, const Signed& parts, const Manifest* manifest);
  /// A batch or a ballot: between opening and close.
  Result<void> judge_voting(Type type) const;

  [[nodiscard]] bool voting() const { return phase_ == Phase::kVoting; }
  [[nodiscard]] bool sealed() const { return phase_ >= Phase::kSealed; }
  /// The last entry of the result, if there is one that takes effect.
  [[nodiscard]] std::optional<std::uint64_t> result_end() const { return result_end_; }

 private:
  enum class Phase : std::uint8_t { kStart, kCeremony, kRoll, kVoting, kClosed, kSealed, kDone };

  /// A signer and the trustee or the round that its statement names; nothing named if the body is
  /// too short to name it.
  struct Naming {
    std::uint16_t signer = 0;
    std::optional<std::uint32_t> named;
    friend auto operator<=>(const Naming&, const Naming&) = default;
  };

  static Naming naming(Type type, const Signed& parts);
  Result<void> check_role(Type type, std::uint16_t signer, const Manifest& manifest) const;
  Result<void> check_place(const Statement& statement, const Naming& naming,
                           const Manifest& manifest) const;
  Result<void> check_answer(const Naming& naming) const;
  [[nodiscard]] bool effective(Type type, const Naming& naming, const Manifest& manifest) const;
  void advance(const Statement& statement, const Naming& naming);

  Phase phase_ = Phase::kStart;
  std::set<std::uint16_t> commits_, reveals_, shares_, confirms_, decryptions_;
  std::set<Naming> complaints_, answers_, agreements_, abstentions_;
  std::optional<std::uint64_t> result_end_;
};

}  // namespace viche::verifier
