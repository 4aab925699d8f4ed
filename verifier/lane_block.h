#pragma once
// Up to 64 ballots of one style for the `fast` arithmetic: number i of each ballot is lane i of a
// ScalarLanes, and all lanes are computed at once.

#include "crypto/group/curve/addend.h"
#include "crypto/group/scalar_lanes.h"
#include "verifier/arithmetic.h"

namespace viche::verifier {

/// The points of a ballot in the order in which this arithmetic keeps them: C_0, ..., C_n, then
/// these.
enum class Place : std::size_t { kK, kM, kA, kB, kR, kCount };
constexpr std::size_t place(std::size_t n, Place which) {
  return n + 1 + static_cast<std::size_t>(which);
}
constexpr std::size_t points_of(std::size_t n) { return place(n, Place::kCount); }

/// How much ballots of one style add to the points that all ballots share; p = 1..n at [p - 1].
struct SharedFactors {
  Scalar G, H;
  std::vector<Scalar> H_p, K_p, Y_p;
};

/// Keeps its memory from block to block. One thread at a time.
class LaneBlock {
 public:
  using Mask = ScalarLanes::Mask;
  static constexpr std::size_t kMost = ScalarLanes::kLanes;

  /// Reads the numbers of 1 to kMost ballots of one style and recomputes their challenges. The
  /// fields must live until the next call.
  void read(const Bytes32& election, std::span<const BallotFields* const> ballots);
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
  /// count + i], of the points that all share in shared[i].
  void weigh(std::span<const Scalar> weights, Mask chosen, std::span<Scalar> factors,
             std::span<SharedFactors> shared) const;
  /// The same, with the shared factors added up.
  void weigh(std::span<const Scalar> weights, Mask chosen, std::span<Scalar> factors,
             SharedFactors& shared) const;

 private:
  void hash(const Bytes32& election);
  template <class Put>
  void put_weighted(std::span<const Scalar> weights, Mask chosen, std::span<Scalar> factors,
                    const Put& put_shared) const;

  std::span<const BallotFields* const> ballots_;
  std::size_t n_ = 0;
  std::vector<ScalarLanes> f_;  // f_p at [p - 1]
  ScalarLanes z_, signature_z_, y_, x_, c_;
  std::vector<Bytes32> trackers_;
  Mask numbers_ok_ = 0, points_ok_ = 0;
  Bytes messages_;
};

}  // namespace viche::verifier
