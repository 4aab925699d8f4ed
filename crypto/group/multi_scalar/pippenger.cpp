#include "crypto/group/multi_scalar/pippenger.h"

#include <algorithm>

namespace viche::multi_scalar {
namespace {

using edwards::Extended;
using edwards::kIdentity;
using edwards::to_cached;
using kernel::kLanes;

// So many buckets at a time, whose sums fit a second-level cache, and so many digits.
constexpr std::size_t kBucketsAtATime = 4096, kDigitsAtATime = 1 << 15;

template <class T>
void at_least(std::vector<T>& values, std::size_t size) {
  if (values.size() < size) values.resize(size);
}

// How many windows from `first` on are summed together: of one width, and of one class.
std::size_t together(std::span<const Window> windows, std::size_t first, std::size_t terms) {
  const Window& like = windows[first];
  const std::size_t most =
      std::max<std::size_t>(1, std::min(kBucketsAtATime / like.buckets(), kDigitsAtATime / terms));
  std::size_t count = 1;
  while (count < most && first + count < windows.size() &&
         windows[first + count].width == like.width &&
         windows[first + count].short_too == like.short_too) {
    ++count;
  }
  return count;
}

// Into how many runs each of so many windows is cut, so that the lanes of a kernel are busy.
std::size_t runs_per_window(std::size_t windows, std::size_t buckets) {
  // What joining a run costs, in steps of eight lanes.
  constexpr std::size_t kJoin = 1;
  std::size_t best = 1, best_cost = ~std::size_t{0};
  for (std::size_t runs = 1; runs <= std::min<std::size_t>(buckets, kLanes); runs *= 2) {
    const std::size_t cost =
        (windows * runs + kLanes - 1) / kLanes * (buckets / runs) + kJoin * windows * runs;
    if (cost < best_cost) {
      best = runs;
      best_cost = cost;
    }
  }
  return best;
}

// The weighted sum of a window whose runs have `length` buckets each: run r counts its buckets from
// 1, so that r length times their plain sum is missing.
Extended join_runs(std::span<const kernel::Run> runs, std::size_t length) {
  Extended sum = runs[0].weighted;
  if (runs.size() == 1) return sum;
  Extended plain = kIdentity, missing = kIdentity;
  for (std::size_t r = runs.size(); r-- > 1;) {
    plain = plain + to_cached(runs[r].plain);
    missing = missing + to_cached(plain);
    sum = sum + to_cached(runs[r].weighted);
  }
  for (std::size_t i = 1; i < length; i *= 2) missing = twice(missing);
  return sum + to_cached(missing);
}

}  // namespace

// Leaves the sums of these windows in window_sums_.
void Pippenger::sum_windows(std::span<const Window> windows, std::size_t first, std::size_t count,
                            const edwards::Addend* addends, const kernel::Kernel& kernel) {
  const std::size_t buckets = windows[first].buckets();
  const std::size_t terms =
      windows[first].short_too ? magnitudes_.count() : magnitudes_.classes().long_count;
  at_least(digits_, count * terms);
  for (std::size_t w = 0; w < count; ++w) {
    magnitudes_.digits(windows, first + w, std::span(digits_).subspan(w * terms, terms));
  }
  schedule_.build({digits_.data(), count * terms}, magnitudes_.entries().first(terms), count,
                  buckets);
  at_least(buckets_, count * buckets);
  kernel.sum_groups(addends, schedule_.steps(), schedule_.groups().data(), schedule_.wide(),
                    schedule_.groups().size(), buckets_.data());
  const std::size_t runs = runs_per_window(count, buckets);
  at_least(runs_, count * runs);
  kernel.weigh_runs(buckets_.data(), buckets / runs, count * runs, runs_.data());
  for (std::size_t w = 0; w < count; ++w) {
    window_sums_[first + w] = join_runs(std::span(runs_).subspan(w * runs, runs), buckets / runs);
  }
}

Extended Pippenger::sum(std::span<const Scalar> scalars, const edwards::Addend* addends,
                        const kernel::Kernel& kernel) {
  magnitudes_.assign(scalars);
  if (magnitudes_.count() == 0) return kIdentity;
  const std::vector<Window> windows = plan_windows(magnitudes_.classes());
  magnitudes_.offset(windows);
  at_least(window_sums_, windows.size());
  for (std::size_t first = 0; first < windows.size();) {
    const std::size_t count = together(windows, first, magnitudes_.count());
    sum_windows(windows, first, count, addends, kernel);
    first += count;
  }
  Extended sum = window_sums_[windows.size() - 1];
  for (std::size_t w = windows.size() - 1; w-- > 0;) {
    for (unsigned i = 0; i < windows[w].width; ++i) sum = twice(sum);
    sum = sum + to_cached(window_sums_[w]);
  }
  return sum;
}

}  // namespace viche::multi_scalar
