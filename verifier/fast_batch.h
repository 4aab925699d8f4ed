#pragma once
// A batch of ballots for the `fast` arithmetic: one multi-scalar multiplication with three random
// weights a ballot. If the sum is not zero, the ballots that can be bad (batch_search.h) are judged
// equation by equation without weights.

#include "crypto/group/multi_scalar.h"
#include "verifier/lane_block.h"

namespace viche::verifier {

/// Keeps its memory from batch to batch. One thread at a time.
class FastBatch {
 public:
  /// One finding a ballot; three weights a ballot. `arithmetic` reads those that are malformed.
  void check(const SharedPoints& points, const Bytes32& election,
             std::span<const BallotFields> ballots, std::span<const Scalar> weights,
             const Arithmetic& arithmetic, std::span<BallotFinding> findings);

 private:
  /// Ballots first to first + count - 1 of order_, all of one length; their points stand in sum_
  /// from term `term` on, as LaneBlock writes them.
  struct Block {
    std::size_t first, count, term;
    LaneBlock::Mask chosen = 0;
    SharedFactors shared;
  };

  void lay_out();
  void read(Block& block);
  [[nodiscard]] std::span<const Scalar> weights_of(const Block& block) const;
  void add_shared(const SharedFactors& factors);
  void append_shared(VartimeSum& sum);
  template <class Act>
  void in_blocks(std::size_t first, std::size_t count, const Act& act);
  [[nodiscard]] Point part(std::size_t first, std::size_t count);
  void take_apart(const Block& block);
  void append_part(const Block& block, std::size_t from, std::size_t count);
  void judge(const Block& block, std::size_t from, std::size_t count);
  [[nodiscard]] BallotFinding& finding_of(std::size_t at);

  const SharedPoints* points_ = nullptr;
  const Bytes32* election_ = nullptr;
  const Arithmetic* arithmetic_ = nullptr;
  std::span<BallotFinding> findings_;
  std::span<const BallotFields> ballots_;
  std::vector<const BallotFields*> order_;  // by length and style
  std::span<const Scalar> weights_;
  std::vector<Block> blocks_;
  LaneBlock lanes_;
  VartimeSum sum_, part_;
  std::vector<Scalar> shared_;    // the factors of points_
  const Block* apart_ = nullptr;  // of which block each_shared_ is
  std::vector<SharedFactors> each_shared_;
};

}  // namespace viche::verifier
