#include "apps/viche/load/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace viche::load {

// Values below 2^(kBits + 1) have a bucket each. Others keep their leading kBits + 1 bits: with s
// bits cut off, value >> s is in [2^kBits, 2^(kBits + 1)), and the bucket is s 2^kBits + that.
std::size_t Histogram::bucket_of(std::uint64_t value) {
  const auto width = static_cast<unsigned>(std::bit_width(value));
  const unsigned cut = width > kBits + 1 ? width - kBits - 1 : 0;
  return (std::size_t{cut} << kBits) + static_cast<std::size_t>(value >> cut);
}

std::uint64_t Histogram::upper_end(std::size_t bucket) {
  if (bucket < (std::size_t{2} << kBits)) return bucket;
  const auto cut = static_cast<unsigned>((bucket >> kBits) - 1);
  const std::uint64_t leading = bucket - (std::size_t{cut} << kBits);
  return (leading << cut) + ((std::uint64_t{1} << cut) - 1);
}

void Histogram::add(std::uint64_t nanoseconds) {
  ++counts_[bucket_of(nanoseconds)];
  ++count_;
  max_ = std::max(max_, nanoseconds);
}

std::uint64_t Histogram::quantile(double part) const {
  const auto wanted = std::max<std::uint64_t>(
      1, static_cast<std::uint64_t>(std::ceil(part * static_cast<double>(count_))));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < kBuckets && count_ > 0; ++i) {
    seen += counts_[i];
    if (seen >= wanted) return std::min(upper_end(i), max_);
  }
  return max_;
}

}  // namespace viche::load
