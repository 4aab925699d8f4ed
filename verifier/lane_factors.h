#pragma once
// What the factors of the equations of up to 64 ballots of one length are put to, ballot i in lane
// i. Each has own(place, lanes), shared(point, lanes) for one point in all lanes, and Y(p, lanes).

#include <array>
#include <span>

#include "crypto/group/lane_sums.h"
#include "crypto/group/scalar_lanes.h"
#include "verifier/ballot_fields.h"
#include "verifier/shared_points.h"

namespace viche::verifier {

using LaneList = std::array<Scalar, ScalarLanes::kLanes>;

inline LaneList stored(const ScalarLanes& lanes) {
  LaneList list;
  lanes.store(list);
  return list;
}

/// Whose factors they are.
struct LaneBallots {
  std::span<const BallotFields* const> ballots;
  const SharedPoints& points;

  [[nodiscard]] std::size_t count() const { return ballots.size(); }
  [[nodiscard]] const StyleLayout* style(std::size_t i) const { return ballots[i]->layout; }
  /// The number of ballot i's Y_p.
  [[nodiscard]] std::size_t Y(std::size_t i, std::size_t p) const {
    return points.Y(style(i)->slots[p - 1]);
  }
};

/// The factors of all ballots added up.
struct SummedFactors {
  const LaneBallots& block;
  std::span<Scalar> factors;
  SharedFactors& sums;

  void own(std::size_t at, const ScalarLanes& lanes) {
    lanes.store(factors.subspan(at * block.count(), block.count()));
  }
  void shared(std::size_t point, const ScalarLanes& lanes) { sums.push_back({point, lanes.sum()}); }
  void Y(std::size_t p, const ScalarLanes& lanes) {
    if (block.style(0) == block.style(block.count() - 1)) {
      shared(block.Y(0, p), lanes);
      return;
    }
    const LaneList list = stored(lanes);
    for (std::size_t i = 0; i < block.count(); ++i) {
      if (i == 0 || block.style(i) != block.style(i - 1)) sums.push_back({block.Y(i, p), {}});
      sums.back().factor += list[i];
    }
  }
};

/// Those of the shared points, for each ballot.
struct FactorsOfEach {
  const LaneBallots& block;
  std::span<SharedFactors> of;

  void own(std::size_t, const ScalarLanes&) {}
  void shared(std::size_t point, const ScalarLanes& lanes) {
    const LaneList list = stored(lanes);
    for (std::size_t i = 0; i < of.size(); ++i) of[i].push_back({point, list[i]});
  }
  void Y(std::size_t p, const ScalarLanes& lanes) {
    const LaneList list = stored(lanes);
    for (std::size_t i = 0; i < of.size(); ++i) of[i].push_back({block.Y(i, p), list[i]});
  }
};

/// One equation of each ballot, as a sum in its lane.
struct EquationSums {
  const LaneBallots& block;
  std::span<const edwards::Addend> own_points;
  std::size_t stride;
  LaneSums& sums;

  void own(std::size_t at, const ScalarLanes& lanes) {
    add(lanes, [&](std::size_t i) { return &own_points[at * stride + i]; });
  }
  void shared(std::size_t point, const ScalarLanes& lanes) {
    add(lanes, [&](std::size_t) { return &block.points[point]; });
  }
  void Y(std::size_t p, const ScalarLanes& lanes) {
    add(lanes, [&](std::size_t i) { return &block.points[block.Y(i, p)]; });
  }
  template <class PointOf>
  void add(const ScalarLanes& lanes, const PointOf& point_of) {
    std::array<const edwards::Addend*, ScalarLanes::kLanes> list;
    for (std::size_t i = 0; i < block.count(); ++i) list[i] = point_of(i);
    sums.add(lanes, std::span(list).first(block.count()));
  }
};

}  // namespace viche::verifier
