#pragma once
// A batch of ballots for the `fast` arithmetic: one multi-scalar multiplication with three random
// weights a ballot. If the sum is not zero, the batch is split: the sum over one half gives that
// over the other by subtraction, and only halves that are not zero are split again. A ballot that
// is left, or one of two, is checked equation by equation without weights.

#include "crypto/group/multi_scalar.h"
#include "verifier/lane_block.h"

namespace viche::verifier {

/// G, H, then all H_p, K_p and Y_j, as a sum takes them.
class SharedPoints {
 public:
  explicit SharedPoints(const BallotBases& bases);

  [[nodiscard]] std::size_t size() const { return points_.size(); }
  [[nodiscard]] const edwards::Addend& operator[](std::size_t i) const { return points_[i]; }
  static constexpr std::size_t kG = 0, kH = 1;
  /// Positions from 1, slots from 0.
  [[nodiscard]] std::size_t H_p(std::size_t p) const { return 1 + p; }
  [[nodiscard]] std::size_t K_p(std::size_t p) const { return 1 + positions_ + p; }
  [[nodiscard]] std::size_t Y(std::size_t slot) const { return 2 + 2 * positions_ + slot; }

 private:
  std::size_t positions_;
  std::vector<edwards::Addend> points_;
};

/// Keeps its memory from batch to batch. One thread at a time.
class FastBatch {
 public:
  /// One finding a ballot; three weights a ballot. `arithmetic` reads those that are malformed.
  void check(const SharedPoints& points, const Bytes32& election,
             std::span<const BallotFields> ballots, std::span<const Scalar> weights,
             const Arithmetic& arithmetic, std::span<BallotFinding> findings);

 private:
  /// Ballots first to first + count - 1 of order_, all of one style; their points stand in sum_
  /// from term `term` on, as LaneBlock writes them.
  struct Block {
    std::size_t first, count, term;
    LaneBlock::Mask chosen = 0;
    SharedFactors shared;
  };

  void lay_out();
  void read(Block& block);
  [[nodiscard]] std::span<const Scalar> weights_of(const Block& block) const;
  void add_shared(const Block& block, const SharedFactors& factors);
  void append_shared(VartimeSum& sum);
  void split(std::size_t first, std::size_t count, const Point& sum);
  [[nodiscard]] Point part(std::size_t first, std::size_t count);
  void take_apart(const Block& block);
  void append_part(const Block& block, std::size_t from, std::size_t count);
  void judge_alone(std::size_t at);
  [[nodiscard]] BallotFinding& finding_of(std::size_t at);

  const SharedPoints* points_ = nullptr;
  const Bytes32* election_ = nullptr;
  const Arithmetic* arithmetic_ = nullptr;
  std::span<BallotFinding> findings_;
  std::span<const BallotFields> ballots_;
  std::vector<const BallotFields*> order_;  // by style
  std::span<const Scalar> weights_;
  std::vector<Block> blocks_;
  LaneBlock lanes_;
  VartimeSum sum_, part_;
  std::vector<Scalar> shared_;    // the factors of points_
  const Block* apart_ = nullptr;  // of which block each_shared_ is
  std::vector<SharedFactors> each_shared_;
};

/// The three equations of a ballot and L f = x b, each by itself and without weights.
BallotVerdict check_alone(const SharedPoints& points, const BallotFields& ballot,
                          const Bytes32& election, const Bytes32& tracker,
                          std::span<const edwards::Addend> own, VartimeSum& sum);

}  // namespace viche::verifier
