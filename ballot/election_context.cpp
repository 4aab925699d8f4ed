#include "ballot/election_context.h"

#include <utility>

#include "crypto/group/multi_scalar.h"

namespace viche::ballot {

ElectionContext::ElectionContext(const Bytes32& election, Layout layout, std::vector<Point> Y)
    : election_(election),
      layout_(std::move(layout)),
      Y_(std::move(Y)),
      generators_(layout_.largest_style()) {
  if (Y_.size() != layout_.global_slots()) {
    broken_invariant("ElectionContext: not one key for each global slot");
  }
  std::vector<Point> points{Point::base(), generators_.H()};
  for (std::size_t p = 1; p <= generators_.size(); ++p) points.push_back(generators_.H(p));
  for (std::size_t p = 1; p <= generators_.size(); ++p) points.push_back(generators_.K(p));
  points.insert(points.end(), Y_.begin(), Y_.end());
  bases_.resize(points.size());
  to_addends(points, bases_);
}

}  // namespace viche::ballot
