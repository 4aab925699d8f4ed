#include "tally/received_shares.h"

#include <algorithm>
#include <string>
#include <utility>

#include "tally/shares.h"

namespace viche::tally {
Result<ReceivedShares> receive_shares(const log::ElectionState& state, std::uint16_t t,
                                      const TrusteeKeys& keys, RandomSource& random) {
  if (!state.shares_head()) return Error{"the shares are not all in the log", ""};
  const CeremonyParameters parameters = CeremonyParameters::of(state);
  if (t == 0 || t > parameters.shape.n) {
    return Error{"the manifest has no such trustee", trustee_name(t)};
  }
  if (keys.receive_key() != state.commits()[t - 1U]->receive_key) {
    return Error{"this election seed did not make the commit in the log", trustee_name(t)};
  }
  ReceivedShares received;
  std::vector<std::uint16_t> dealers;  // whose boxes opened
  std::vector<std::vector<Point>> E;
  for (std::uint16_t i = 1; i <= parameters.shape.n; ++i) {
    if (i == t) {
      received.F.push_back(keys.shares_for(t));
    } else {
      const Bytes& box = state.shares()[i - 1U]->boxes[log::box_position(i, t)];
      auto shares = open_shares(parameters, keys.receive_secret(), i, t, box);
      if (!shares) {
        received.grounds.push_back({i, shares.error()});
        continue;
      }
      received.F.push_back(std::move(*shares));
    }
    dealers.push_back(i);
    E.push_back(state.reveals()[i - 1U]->E);
  }
  for (const std::uint16_t bad : find_bad_dealers(parameters, t, E, received.F, random)) {
    const std::uint16_t i = dealers[bad - 1U];
    if (i == t) {
      return Error{"this election seed did not make the reveal in the log", trustee_name(t)};
    }
    received.grounds.push_back(
        {i,
         Error{"the shares for " + trustee_name(t) + " do not fit the reveal", trustee_name(i)}});
  }
  std::sort(received.grounds.begin(), received.grounds.end(),
            [](const Grounds& a, const Grounds& b) { return a.dealer < b.dealer; });
  return received;
}

}  // namespace viche::tally
