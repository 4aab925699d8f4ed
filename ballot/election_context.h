#pragma once
// What proving and checking ballots needs to know of an election.

#include <span>
#include <vector>

#include "ballot/layout.h"
#include "crypto/group/bytes.h"
#include "crypto/group/curve/addend.h"
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

  /// The bases that all ballots share, as a checker adds them up: G, H, H_1..H_P, K_1..K_P,
  /// Y_1..Y_J for the P positions of the largest style.
  [[nodiscard]] std::span<const edwards::Addend> bases() const { return bases_; }
  static constexpr std::size_t kBaseG = 0;
  static constexpr std::size_t kBaseH = 1;
  /// p from 1.
  [[nodiscard]] std::size_t base_H(std::size_t p) const { return 1 + p; }
  [[nodiscard]] std::size_t base_K(std::size_t p) const { return 1 + generators_.size() + p; }
  [[nodiscard]] std::size_t base_Y(SlotIndex j) const {
    return 2 + 2 * generators_.size() + j.value();
  }

 private:
  Bytes32 election_;
  Layout layout_;
  std::vector<Point> Y_;
  Generators generators_;
  std::vector<edwards::Addend> bases_;
};

}  // namespace viche::ballot
