#include "crypto/group/multi_scalar/schedule.h"

#include <cmath>
#include <utility>

namespace viche::multi_scalar {
namespace {

using kernel::BucketGroup;
using kernel::kLanes;
using u32 = std::uint32_t;

// From what size on a bucket is wide, of E entries in all: 2 sqrt(E), so that whoever chooses the
// scalars gains little. There are then at most sqrt(E) / 2 wide ones, and joining the lanes of one
// costs as much as 32 additions on a lane; narrow ones side by side waste at most what their sizes
// differ by, in all eight times the greatest. Both together are below 32 sqrt(E) additions.
std::size_t wide_size(std::size_t entries) {
  return static_cast<std::size_t>(2 * std::sqrt(static_cast<double>(entries))) + 1;
}

// A cursor of a wide bucket goes on by one, others by eight.
constexpr u32 kWideCursor = u32{1} << 31;

// Of a digit that is not zero.
u32 bucket_of(std::int16_t digit) { return static_cast<u32>((digit < 0 ? -digit : digit) - 1); }

template <class T>
void at_least(std::vector<T>& values, std::size_t size) {
  if (values.size() < size) values.resize(size);
}

}  // namespace

void Schedule::count(std::span<const std::int16_t> digits, std::size_t terms, std::size_t buckets) {
  const std::size_t windows = digits.size() / terms;
  cursors_.assign(windows * buckets, 0);
  for (std::size_t w = 0; w < windows; ++w) {
    u32* counts = cursors_.data() + w * buckets;
    for (const std::int16_t digit : digits.subspan(w * terms, terms)) {
      if (digit != 0) ++counts[bucket_of(digit)];
    }
  }
}

// Gives the buckets that are not wide to groups of eight, in descending order of size. Their
// cursors hold their sizes, of which there are so many each.
void Schedule::place_narrow(std::size_t position) {
  std::size_t narrow = 0;
  for (std::size_t size = of_size_.size(); size-- > 0;) {
    narrow += std::exchange(of_size_[size], static_cast<u32>(narrow));
  }
  at_least(by_size_, narrow);
  for (std::size_t b = 0; b < cursors_.size(); ++b) {
    if (cursors_[b] < kWideCursor) by_size_[of_size_[cursors_[b]]++] = static_cast<u32>(b);
  }
  for (std::size_t first = 0; first < narrow; first += kLanes) {
    BucketGroup& group = groups_[group_count_++];
    const std::size_t steps = cursors_[by_size_[first]];
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      group.count[lane] = 0;
      group.target[lane] = kernel::kNowhere;
      if (first + lane < narrow) {
        const u32 b = by_size_[first + lane];
        group.count[lane] = cursors_[b];
        group.target[lane] = b;
        cursors_[b] = static_cast<u32>(position + lane);
      }
      for (std::size_t step = group.count[lane]; step < steps; ++step) {
        steps_[position + kLanes * step + lane] = 0;
      }
    }
    position += kLanes * steps;
  }
}

// Gives the wide buckets groups of their own, then places the others.
void Schedule::place() {
  std::size_t entries = 0;
  for (const u32 size : cursors_) entries += size;
  const std::size_t wide_from = wide_size(entries);
  // Padding: 7 entries for each wide bucket; for the narrow ones, what the sizes within groups
  // differ by, in all at most the greatest size in each of the eight lanes. And what kernels read
  // ahead.
  at_least(steps_, entries + kLanes * (entries / wide_from + wide_from) + 64);
  at_least(groups_, cursors_.size() / kLanes + 1 + entries / wide_from);
  of_size_.assign(wide_from, 0);
  group_count_ = 0;
  std::size_t position = 0;
  for (std::size_t b = 0; b < cursors_.size(); ++b) {
    const u32 size = cursors_[b];
    if (size < wide_from) {
      ++of_size_[size];
      continue;
    }
    BucketGroup& group = groups_[group_count_++];
    for (u32 lane = 0; lane < kLanes; ++lane) {
      group.count[lane] = (size + kLanes - 1 - lane) / kLanes;
      group.target[lane] = kernel::kNowhere;
    }
    group.target[0] = static_cast<u32>(b);
    cursors_[b] = static_cast<u32>(position) | kWideCursor;
    for (u32 i = size; i < kLanes * group.count[0]; ++i) steps_[position + i] = 0;
    position += kLanes * group.count[0];
  }
  wide_ = group_count_;
  place_narrow(position);
}

void Schedule::build(std::span<const std::int16_t> digits, std::span<const u32> terms,
                     std::size_t windows, std::size_t buckets) {
  count(digits, terms.size(), buckets);
  place();
  u32* steps = steps_.data();
  for (std::size_t w = 0; w < windows; ++w) {
    u32* cursors = cursors_.data() + w * buckets;
    const std::int16_t* of_window = digits.data() + w * terms.size();
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const std::int16_t digit = of_window[i];
      if (digit == 0) continue;
      u32& cursor = cursors[bucket_of(digit)];
      steps[cursor & ~kWideCursor] = terms[i] ^ static_cast<u32>(digit < 0);
      cursor += cursor < kWideCursor ? kLanes : u32{1};
    }
  }
}

}  // namespace viche::multi_scalar
