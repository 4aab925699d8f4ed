#include "ballot/find_bad.h"

#include "crypto/group/condition.h"

namespace viche::ballot {
namespace {

constexpr std::size_t kTogether = 8;  // checked by themselves for the price of one
constexpr std::size_t kMostSums = 3;  // over all ballots

class Search {
 public:
  Search(const BatchQuestions& batch, std::size_t most_summed)
      : batch_(batch), may_sum_(most_summed) {}

  void run(std::size_t first, std::size_t count, const Point& sum) {
    const std::size_t half = (count / 2 + kTogether - 1) / kTogether * kTogether;
    if (count <= kTogether || half > may_sum_) {
      batch_.check_each(first, count);
      return;
    }
    may_sum_ -= half;
    const Point left = batch_.sum(first, half);
    const Point right = sum - left;
    if (VICHE_FAULT(!left.is_identity())) run(first, half, left);
    if (VICHE_FAULT(!right.is_identity())) run(first + half, count - half, right);
  }

 private:
  const BatchQuestions& batch_;
  std::size_t may_sum_;  // so many ballots
};

}  // namespace

void find_bad(std::size_t count, const Point& sum, const BatchQuestions& batch) {
  Search(batch, kMostSums * count).run(0, count, sum);
}

}  // namespace viche::ballot
