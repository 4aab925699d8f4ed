#pragma once
// How fast ballots are encrypted, proved and signed, beside the same on libsodium.

#include <optional>

#include "bench/report/sample.h"

namespace viche::bench {

struct EncryptFigures {
  double seconds = 0;         // a ballot, many at a time on the active kernel
  double sodium_seconds = 0;  // a ballot, one at a time on libsodium's calls
};

/// The best of some runs. Every ballot is checked; nothing if one is not accepted.
std::optional<EncryptFigures> measure_encrypt(const Sample& sample);

}  // namespace viche::bench
