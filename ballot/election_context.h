#pragma once
// What proving and checking ballots needs to know of an election.

#include <vector>

#include "ballot/layout.h"
#include "crypto/group/bytes.h"
#include "crypto/group/point.h"
#include "crypto/proof/generators.h"

namespace viche::ballot {

/// The election's fingerprint, its layout, its keys Y_j and the generators. Immutable, so that
/// threads may share it.
class ElectionContext {
 public:
  /// Y holds Y_1..Y_J, none of them the identity.
  ElectionContext(const Bytes32& election, Layout layout, std::vector<Point> Y);

  [[nodiscard]] const Bytes32& election() const { return election_; }
  [[nodiscard]] const Layout& layout() const { return layout_; }
  [[nodiscard]] const std::vector<Point>& Y() const { return Y_; }
  [[nodiscard]] const Point& Y(SlotIndex j) const { return Y_[j.value()]; }
  [[nodiscard]] const Generators& generators() const { return generators_; }

 private:
  Bytes32 election_;
  Layout layout_;
  std::vector<Point> Y_;
  Generators generators_;
};

}  // namespace viche::ballot
