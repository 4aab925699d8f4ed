#include "ballot/election_context.h"

#include <utility>

namespace viche::ballot {

ElectionContext::ElectionContext(const Bytes32& election, Layout layout, std::vector<Point> Y)
    : election_(election),
      layout_(std::move(layout)),
      Y_(std::move(Y)),
      generators_(layout_.largest_style()) {
  if (Y_.size() != layout_.global_slots()) {
    broken_invariant("ElectionContext: not one key for each global slot");
  }
}

}  // namespace viche::ballot
