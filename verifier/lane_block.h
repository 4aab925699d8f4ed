#pragma once
// Up to 64 ballots of one length for the `fast` arithmetic: number i of each ballot is lane i of a
// ScalarLanes, and all lanes are computed at once. Ballots of two styles of one length differ in
// which Y_j and which L f = x b they have.

#include "crypto/group/curve/addend.h"
#include "crypto/group/lane_sums.h"
#include "crypto/group/scalar_lanes.h"
#include "verifier/arithmetic.h"
#include "verifier/shared_points.h"

namespace viche::verifier {

/// The points of a ballot in the order in which this arithmetic keeps them: C_0, ..., C_n, then
/// these.
enum class Place : std::size_t { kK, kM, kA, kB, kR, kCount };
constexpr std::size_t place(std::size_t n, Place which) {
  return n + 1 + static_cast<std::size_t>(which);
}
constexpr std::size_t points_of(std::size_t n) { return place(n, Place::kCount); }

/// Keeps its memory from block to block. One thread at a time.
class LaneBlock {
 public:
  using Mask = ScalarLanes::Mask;
  static constexpr std::size_t kMost = ScalarLanes::kLanes;

  /// Reads the numbers of 1 to kMost ballots of one length, those of a style one after the other,
  /// and recomputes their challenges. Fields and points must live until the next call.
  void read(const Bytes32& election, const SharedPoints& points,
            std::span<const BallotFields* const> ballots);
  /// Decodes their points: the one at `place` of ballot i to points[place * count + i].
  void decode(std::span<edwards::Addend> points);

  [[nodiscard]] std::size_t count() const { return ballots_.size(); }
  [[nodiscard]] const Bytes32& tracker(std::size_t i) const { return trackers_[i]; }
  /// After decode: the ballots of which all points and numbers are of their form.
  [[nodiscard]] Mask well_formed() const;
  /// The ballots with L f = x b.
  [[nodiscard]] Mask equations() const;

  /// The factors of weight * (right - left) of (E1), (E2) and the signature, three weights a
  /// ballot, zero for ballots not chosen: of the points that are ballot i's own at factors[place *
  /// count + i], of the points that all share in `shared`, added up.
  void weigh(std::span<const Scalar> weights, Mask chosen, std::span<Scalar> factors,
             SharedFactors& shared) const;
  /// Those of the points that all share, for ballot i in shared[i].
  void weigh_each(std::span<const Scalar> weights, Mask chosen,
                  std::span<SharedFactors> shared) const;

  /// The ballots of which right - left is zero, without weights.
  struct Zeros {
    Mask E1, E2, signature;
  };
  /// The point at `place` of ballot i is own[place * stride + i].
  [[nodiscard]] Zeros zeros(std::span<const edwards::Addend> own, std::size_t stride);

 private:
  void hash(const Bytes32& election);
  [[nodiscard]] Mask equations_of(const StyleLayout& style) const;
  template <class To>
  void put_E1(const ScalarLanes& w, To& to) const;
  template <class To>
  void put_E2(const ScalarLanes& w, To& to) const;
  template <class To>
  void put_signature(const ScalarLanes& w, To& to) const;
  template <class To>
  void put_weighted(std::span<const Scalar> weights, Mask chosen, To& to) const;

  const SharedPoints* shared_ = nullptr;
  std::span<const BallotFields* const> ballots_;
  std::size_t n_ = 0;
  std::vector<ScalarLanes> f_;  // f_p at [p - 1]
  ScalarLanes z_, signature_z_, y_, x_, c_;
  std::vector<Bytes32> trackers_;
  Mask numbers_ok_ = 0, points_ok_ = 0;
  Bytes messages_;
  LaneSums sums_;
};

}  // namespace viche::verifier
