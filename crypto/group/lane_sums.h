#pragma once
// Sums of a few terms in each lane, each lane over points of its own, in variable time: public data
// only. What checks many ballots one by one, without random weights.

#include <span>
#include <vector>

#include "crypto/group/curve/addend.h"
#include "crypto/group/scalar_lanes.h"

namespace viche {

/// In lane i the sum of scalar i times point i over the terms added. Keeps its memory for the next
/// sums. One thread at a time.
class LaneSums {
 public:
  /// Forgets the terms; sums are over the first `lanes` lanes from now on, at most
  /// ScalarLanes::kLanes.
  void clear(std::size_t lanes);
  /// One term. One point a lane, which must live until `vanishing`.
  void add(const ScalarLanes& scalars, std::span<const edwards::Addend* const> points);
  /// The lanes whose sum is the identity. Costs about as much for one lane as for eight.
  [[nodiscard]] ScalarLanes::Mask vanishing() const;

 private:
  std::size_t lanes_ = 0;
  std::vector<ScalarLanes> scalars_;            // of each term
  std::vector<const edwards::Addend*> points_;  // kLanes of each term
};

}  // namespace viche
