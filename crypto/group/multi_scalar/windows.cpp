#include "crypto/group/multi_scalar/windows.h"

#include <algorithm>
#include <limits>

namespace viche::multi_scalar {
namespace {

// What a window costs, in field multiplications on one lane of a vector kernel, measured: an
// addition of an addend to a bucket; a bucket, which is added twice to running sums and saves the
// addition of its first addend; and a window by itself.
constexpr double kEntry = 7.5, kBucket = 14, kWindow = 100;

struct Part {
  unsigned bits = 0, count = 0;  // `count` windows over `bits` bits
  double cost = 0;

  // The widths are bits / count, the upper bits % count of them one more.
  [[nodiscard]] unsigned narrow() const { return bits / count; }
  [[nodiscard]] unsigned wide_ones() const { return bits % count; }
};

// The cheapest number of windows over so many bits for so many scalars.
Part best_part(unsigned bits, std::size_t scalars) {
  Part best{bits, 0, 0};
  if (bits == 0) return best;
  best.cost = std::numeric_limits<double>::infinity();
  for (unsigned count = (bits + kMaxWidth - 1) / kMaxWidth; count <= bits; ++count) {
    Part part{bits, count, 0};
    const double buckets = static_cast<double>(count + part.wide_ones()) *
                           static_cast<double>(std::size_t{1} << part.narrow()) / 2;
    part.cost = count * (static_cast<double>(scalars) * kEntry + kWindow) + buckets * kBucket;
    if (part.cost < best.cost) best = part;
  }
  return best;
}

void append(std::vector<Window>& windows, const Part& part, bool short_too) {
  unsigned position = windows.empty() ? 0 : windows.back().position + windows.back().width;
  for (unsigned w = 0; w < part.count; ++w) {
    const unsigned width = part.narrow() + (w + part.wide_ones() >= part.count ? 1 : 0);
    windows.push_back({position, width, short_too});
    position += width;
  }
}

// The bits that signed windows need for magnitudes of `bits` bits: one more for the last carry. No
// magnitude is above l/2 < 2^251 + 2^123, for which 252 suffice.
unsigned with_carry(unsigned bits) { return bits == 0 ? 0 : std::min(bits + 1, 252U); }

}  // namespace

std::vector<Window> plan_windows(const Classes& classes) {
  const unsigned low = with_carry(classes.short_bits), high = with_carry(classes.long_bits);
  const std::size_t all = classes.short_count + classes.long_count;
  const Part together = best_part(std::max(low, high), all);
  std::vector<Window> windows;
  if (high > low && low > 0) {
    const Part lower = best_part(low, all), upper = best_part(high - low, classes.long_count);
    if (lower.cost + upper.cost < together.cost) {
      append(windows, lower, true);
      append(windows, upper, false);
      return windows;
    }
  }
  append(windows, together, true);
  return windows;
}

}  // namespace viche::multi_scalar
