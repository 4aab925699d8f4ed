#pragma once
// How fast ballots are encrypted, proved and signed.

#include "bench/report/sample.h"

namespace viche::bench {

/// Seconds a ballot on one thread, the best of some runs of `count` ballots. Every ballot made is
/// checked afterwards; negative if one was not accepted.
double encrypt_seconds(const Sample& sample, std::size_t count);

}  // namespace viche::bench
