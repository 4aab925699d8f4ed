#include "verifier/batch_search.h"

#include <vector>

#include "crypto/group/condition.h"

namespace viche::verifier {
namespace {

constexpr std::size_t kLanes = 8;      // judged together
constexpr std::size_t kMostTimes = 3;  // that sums may cover the batch

struct Range {
  std::size_t first, count;
  Point sum;
};

}  // namespace

void search_batch(std::size_t count, const Point& sum, const SumOf& sum_of,
                  const JudgeEach& judge) {
  std::size_t left = kMostTimes * count;
  std::vector<Range> open{{0, count, sum}};
  while (!open.empty()) {
    const Range range = open.back();
    open.pop_back();
    const std::size_t part = (range.count / 2 + kLanes - 1) / kLanes * kLanes;
    if (range.count <= kLanes || part > left) {
      judge(range.first, range.count);
      continue;
    }
    left -= part;
    const Point of_part = sum_of(range.first, part);
    const Point of_rest = range.sum - of_part;
    if (VICHE_FAULT(!of_rest.is_identity())) {
      open.push_back({range.first + part, range.count - part, of_rest});
    }
    if (VICHE_FAULT(!of_part.is_identity())) open.push_back({range.first, part, of_part});
  }
}

}  // namespace viche::verifier
