#pragma once
// Up to 64 ballots of one length, read, hashed and weighed in lockstep: lane i is ballot i. Their
// styles may differ: then they differ in their equations and in their keys Y_p.

#include <array>
#include <span>
#include <vector>

#include "ballot/ballot.h"
#include "ballot/base_factors.h"
#include "ballot/message_lanes.h"
#include "ballot/numbered_proof.h"
#include "crypto/group/lane_sums.h"
#include "crypto/group/scalar_lanes.h"

namespace viche::ballot {

/// Keeps its memory for the next group. One thread at a time; public data, variable time.
class BallotGroup {
 public:
  using Mask = ScalarLanes::Mask;
  static constexpr std::size_t kMost = ScalarLanes::kLanes;

  /// Reads the scalars of framed entries of one n, 1 to kMost of them, those of a style side by
  /// side, and recomputes their challenges y, x, c. The views are used until the next call.
  void load(const ElectionContext& context, std::span<const BallotView> ballots);

  /// Decodes the points of the ballots loaded: number `p` of ballot `i` (BallotView::point) to
  /// points[p * stride + i]. Where an encoding is refused the identity stands.
  void decode_points(std::span<edwards::Addend> points, std::size_t stride);

  /// Which ballots decode_ballot would accept: points and scalars are canonical, and K, C_0 and R
  /// are not the identity. After load and decode_points.
  [[nodiscard]] Mask decodable() const;
  /// Which ballots meet L f = x b.
  [[nodiscard]] Mask equations() const;

  /// The weighted sum over the ballots in `lanes`, the others counting for nothing: the factor of
  /// point `p` of ballot `i` to factors[p * stride + i], those of the shared bases to `shared`.
  /// weights[3 * i] to [3 * i + 2] are those of ballot `i`: (E1), (E2), signature.
  void weigh(std::span<const Scalar> weights, Mask lanes, std::span<Scalar> factors,
             std::size_t stride, std::vector<BaseFactor>& shared) const;
  /// The factors of the shared bases for each ballot by itself; zero for those not in `lanes`.
  void weigh_each(std::span<const Scalar> weights, Mask lanes,
                  std::span<std::vector<BaseFactor>> shared) const;

  /// Which ballots meet each of the four conditions by itself, without weights.
  struct Findings {
    Mask equations, E1, E2, signature;
  };
  /// `points` are those of decode_points.
  [[nodiscard]] Findings check_each(std::span<const edwards::Addend> points, std::size_t stride);

 private:
  [[nodiscard]] std::span<const StyleLayout* const> styles() const {
    return std::span(styles_).first(ballots_.size());
  }
  void hash_challenges();
  template <class Sum>
  void add_weighted(std::span<const Scalar> weights, Mask lanes, Sum& sum) const;

  const ElectionContext* context_ = nullptr;
  std::span<const BallotView> ballots_;
  std::array<const StyleLayout*, kMost> styles_{};  // of each ballot
  NumberedProof proof_{0};
  Mask canonical_points_ = 0, canonical_scalars_ = 0;
  std::vector<std::uint8_t> valid_;
  MessageLanes messages_;
  LaneSums sums_;
};

}  // namespace viche::ballot
