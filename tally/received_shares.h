#pragma once
// What a trustee finds in the boxes that the others sent it (protocol section 5).

#include <cstdint>
#include <string>
#include <vector>

#include "bulletin/log/election_state.h"
#include "crypto/group/random.h"
#include "crypto/proof/secret.h"
#include "tally/trustee_keys.h"

namespace viche::tally {

/// As errors call trustee i.
[[nodiscard]] inline std::string trustee_name(std::uint16_t i) {
  return "trustee " + std::to_string(i);
}

/// A box that does not open or whose shares do not fit: what a complaint is about.
struct Grounds {
  std::uint16_t dealer = 0;
  Error error;
};

struct ReceivedShares {
  /// F_i1(t), ..., F_iJ(t) at [i - 1], its own among them; of the right length only if there are no
  /// grounds.
  std::vector<Secret<std::vector<Scalar>>> F;
  std::vector<Grounds> grounds;  // ascending by dealer
};

/// Opens the boxes to trustee t and checks that the shares fit the reveals. When all shares are in
/// the log. An error if `keys` are not those of t's commit and reveal: then nobody else is to
/// blame.
Result<ReceivedShares> receive_shares(const log::ElectionState& state, std::uint16_t t,
                                      const TrusteeKeys& keys, RandomSource& random);

}  // namespace viche::tally
