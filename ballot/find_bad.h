#pragma once
// The search for bad ballots in a batch whose weighted sum does not vanish.
//
// The sum over the first half tells by difference the sum over the second, and each half that does
// not vanish is halved again: k bad ballots among N cost sums over at most k N / 2^j ballots at
// depth j, over N / 2 at any depth. Eight ballots are checked each by itself: lanes of one vector.
// So are all that are left once sums over 3 N ballots have been taken: where many are bad, halving
// finds nothing that could be left out. Whoever posts bad ballots cannot make it cost more.

#include <cstddef>
#include <functional>

#include "crypto/group/point.h"

namespace viche::ballot {

/// What the search asks about `count` ballots from number `first` on.
struct BatchQuestions {
  /// Their weighted sum.
  std::function<Point(std::size_t first, std::size_t count)> sum;
  /// Checks each by itself; asked at most once about a ballot.
  std::function<void(std::size_t first, std::size_t count)> check_each;
};

/// `sum` is the weighted sum over all of `count` ballots, which does not vanish. Asks for sums over
/// at most 3 `count` ballots in all; counts are multiples of eight but at the end of the batch. A
/// caller that checks eight lanes at a time, but no two groups of ballots together, checks at most
/// `count` / 8 times and once more for each of its groups.
void find_bad(std::size_t count, const Point& sum, const BatchQuestions& batch);

}  // namespace viche::ballot
