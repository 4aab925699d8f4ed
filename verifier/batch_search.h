#pragma once
// Which ballots of a batch are to be judged by themselves when the batch's sum is not zero.
//
// A range whose sum is not zero is cut in two: the sum over the first part is computed, that over
// the second is what is left. A range of up to eight ballots is judged ballot by ballot; so is
// every range that is still open when sums over three times the batch have been computed. So the
// search costs at most those sums and one judgement a ballot, whatever was posted. Judgements come
// by eights but where blocks of ballots end: at most count / 8 of them and one more for each block.

#include <cstddef>
#include <functional>

#include "crypto/group/point.h"

namespace viche::verifier {

/// What is done with `count` ballots from number `first` on.
using SumOf = std::function<Point(std::size_t first, std::size_t count)>;
using JudgeEach = std::function<void(std::size_t first, std::size_t count)>;

/// Calls `judge` for all ballots that can be bad, each once. `sum` is the sum over all `count`, not
/// zero. Ranges begin at multiples of eight.
void search_batch(std::size_t count, const Point& sum, const SumOf& sum_of, const JudgeEach& judge);

}  // namespace viche::verifier
