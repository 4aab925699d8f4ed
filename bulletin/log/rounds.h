#pragma once
// Rounds of agreement (docs/protocol.md section 8.4): which is open, and who agreed and abstained
// in it.

#include <cstdint>
#include <string>
#include <vector>

#include "crypto/group/result.h"

namespace viche::log {

class Rounds {
 public:
  Rounds() = default;
  Rounds(std::size_t trustees, std::size_t agreement_signers)
      : agreed_(agreement_signers), abstained_(trustees) {}

  /// Round 1 until all trustees abstained from it, and so on.
  [[nodiscard]] std::uint32_t open() const { return open_; }
  Result<void> check_open(std::uint32_t round) const;

  // In the open round, at index signer - 1.
  [[nodiscard]] const std::vector<bool>& agreed() const { return agreed_; }
  [[nodiscard]] const std::vector<bool>& abstained() const { return abstained_; }
  [[nodiscard]] std::size_t agreements() const;
  [[nodiscard]] std::size_t abstentions() const;

  void agree(std::uint16_t signer) { agreed_[signer - std::size_t{1}] = true; }
  /// The last trustee's abstention opens the next round.
  void abstain(std::uint16_t trustee);

 private:
  std::uint32_t open_ = 1;
  std::vector<bool> agreed_, abstained_;
};

}  // namespace viche::log
