#pragma once
// Buckets: who is added to which, in an order in which eight can be summed in lockstep.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "crypto/group/kernel/buckets.h"

namespace viche::multi_scalar {

/// The schedule of a few windows of one width (kernel/buckets.h). Buckets are ordered by their
/// sizes, so that eight of almost the same size stand side by side; one far above the average
/// (whoever chooses the scalars can make some) has all eight lanes for itself. Buffers are kept.
class Schedule {
 public:
  /// `digits` are those of window 0 for each term, then of window 1, ..., all within +-buckets;
  /// terms[i] is twice the index of term i's addend, plus one if it is to be subtracted. The bucket
  /// of digits b and -b in window w has target w buckets + b - 1.
  void build(std::span<const std::int16_t> digits, std::span<const std::uint32_t> terms,
             std::size_t windows, std::size_t buckets);

  [[nodiscard]] const std::uint32_t* steps() const { return steps_.data(); }
  [[nodiscard]] std::span<const kernel::BucketGroup> groups() const {
    return {groups_.data(), group_count_};
  }
  /// How many of the groups, the first ones, are one bucket each.
  [[nodiscard]] std::size_t wide() const { return wide_; }

 private:
  void count(std::span<const std::int16_t> digits, std::size_t terms, std::size_t buckets);
  void place();
  void place_narrow(std::size_t position);

  std::vector<std::uint32_t> cursors_;  // for each bucket, first its size, then where in steps_ its
                                        // next entry goes
  std::vector<std::uint32_t> of_size_, by_size_;  // of the counting sort of buckets
  std::vector<std::uint32_t> steps_;
  std::vector<kernel::BucketGroup> groups_;
  std::size_t group_count_ = 0, wide_ = 0;
};

}  // namespace viche::multi_scalar
