#pragma once
// A voter's ballots are a chain, each of which names the one before: the next is not sent before
// the one before it is answered. Keeps only credentials with a ballot under way.

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "apps/viche/load/mix.h"

namespace viche::load {

class Chains {
 public:
  Chains();

  /// Whether the ballot may be sent now; else it waits here.
  bool begin(const Arrival& ballot);
  /// A ballot of this credential is done with; the one to be sent now, if one waits.
  std::optional<Arrival> end(const Arrival& ballot);

  [[nodiscard]] bool empty() const { return count_ == 0; }

 private:
  [[nodiscard]] std::size_t home(std::uint64_t credential) const;
  /// Where the credential is, or the free place where it belongs.
  [[nodiscard]] std::size_t place_of(std::uint64_t credential) const;
  void erase(std::size_t place);
  void grow();

  // Credentials under way, by 64 bits of K: of two with equal bits one waits needlessly. Open
  // addressing, at most half full; 0 is a free place.
  std::vector<std::uint64_t> table_;
  std::size_t count_ = 0;
  std::unordered_map<std::uint64_t, std::vector<Arrival>> waiting_;
};

}  // namespace viche::load
