#include "apps/viche/simulation/chance.h"

#include <numeric>

namespace viche::app {

std::uint64_t Chance::below(std::uint64_t limit) {
  const std::uint64_t largest = UINT64_MAX - UINT64_MAX % limit;  // a multiple of limit
  std::uint64_t drawn = engine_();
  while (drawn >= largest) drawn = engine_();
  return drawn % limit;
}

std::vector<std::uint32_t> Chance::distinct(std::size_t count, std::size_t limit) {
  std::vector<std::uint32_t> numbers(limit);
  std::iota(numbers.begin(), numbers.end(), 0U);
  for (std::size_t i = 0; i < count; ++i) std::swap(numbers[i], numbers[i + below(limit - i)]);
  numbers.resize(count);
  return numbers;
}

Urn::Urn(const std::vector<std::uint64_t>& counts) : tree_(counts.size() + 1, 0) {
  for (std::size_t i = 1; i < tree_.size(); ++i) {
    tree_[i] += counts[i - 1];
    size_ += counts[i - 1];
    const std::size_t parent = i + (i & (~i + 1));
    if (parent < tree_.size()) tree_[parent] += tree_[i];
  }
}

std::size_t Urn::draw(Chance& chance) {
  std::uint64_t rest = chance.below(size_--);
  std::size_t step = 1;
  while (step * 2 < tree_.size()) step *= 2;
  std::size_t at = 0;  // the colours up to `at` hold no more balls than what was skipped
  for (; step > 0; step /= 2) {
    if (at + step < tree_.size() && tree_[at + step] <= rest) {
      at += step;
      rest -= tree_[at];
    }
  }
  for (std::size_t i = at + 1; i < tree_.size(); i += i & (~i + 1)) --tree_[i];
  return at;
}

}  // namespace viche::app
