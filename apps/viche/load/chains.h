#pragma once
// A voter's ballots are a chain, each of which names the one before: the next is not sent before
// the one before it is answered. Keeps only credentials with a ballot under way.

#include <cstring>
#include <optional>
#include <unordered_map>
#include <vector>

#include "apps/viche/load/mix.h"

namespace viche::load {

class Chains {
 public:
  /// Whether the ballot may be sent now; else it waits here.
  bool begin(const Arrival& ballot);
  /// A ballot of this credential is done with; the one to be sent now, if one waits.
  std::optional<Arrival> end(const Arrival& ballot);

  [[nodiscard]] bool empty() const { return under_way_.empty(); }

 private:
  struct HashOfKey {
    std::size_t operator()(const Bytes32& key) const {
      std::size_t first = 0;  // K is a point's encoding, as good as random
      std::memcpy(&first, key.data(), sizeof first);
      return first;
    }
  };

  std::unordered_map<Bytes32, std::vector<Arrival>, HashOfKey> under_way_;  // those that wait
};

}  // namespace viche::load
